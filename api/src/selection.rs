//! What is asked of an object, as a text: two selections with the same text have the same answer, of one thing in one
//! language.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::{self, Write},
    ptr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use async_graphql::{
    ContextSelectionSet, Name, Positioned, Variables,
    parser::types::{Directive, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};

use crate::cache::seen::Seen;

/// Longest text of a selection that is worth keeping, in bytes: each item would be found by all of it.
const LONGEST: usize = 4096;

/// The selections of one operation, those that were asked for before.
#[derive(Default)]
pub struct Selections {
    joined: OnceLock<HashSet<Place>>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    by_place: HashMap<Place, Option<Arc<str>>>,
    /// Whether a text came in an earlier operation.
    texts: HashMap<Arc<str>, bool>,
}

/// Where a field stands in the document, for as long as that is carried out. What the parser says of it will not do: two
/// fields behind carriage returns have one line and column.
type Place = usize;

fn place(field: &Positioned<Field>) -> Place {
    ptr::from_ref(field).addr()
}

impl Selections {
    /// What is asked of an object of a field. None when the executor joins the answer with that of another field, when
    /// it was not seen before, or when it is long.
    pub fn of_field(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>, seen: &Seen) -> Option<Arc<str>> {
        let operation = Operation {
            definition: &ctx.query_env.operation.node,
            fragments: &ctx.query_env.fragments,
            variables: &ctx.query_env.variables,
        };
        let place = place(field);
        if self.joined.get_or_init(|| operation.joined()).contains(&place) {
            return None;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = known.by_place.get(&place) {
            return text.clone();
        }
        let text: Arc<str> = operation.text(&field.node.selection_set.node).into();
        let came =
            text.len() <= LONGEST && *known.texts.entry(text.clone()).or_insert_with_key(|text| seen.again(text));
        let text = came.then_some(text);
        known.by_place.insert(place, text.clone());
        text
    }
}

/// A sound operation: no fragment spreads itself.
struct Operation<'o> {
    definition: &'o OperationDefinition,
    fragments: &'o HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &'o Variables,
}

impl<'o> Operation<'o> {
    /// Where fields stand that are asked for in more than one place of a selection set, and all fields beneath: the
    /// executor answers each by itself, and joins the objects.
    fn joined(&self) -> HashSet<Place> {
        let mut joined = HashSet::new();
        self.note_joined(&[&self.definition.selection_set.node], false, &mut joined);
        joined
    }

    fn note_joined(&self, sets: &[&'o SelectionSet], is_beneath: bool, joined: &mut HashSet<Place>) {
        let mut by_key = BTreeMap::new();
        for set in sets {
            self.add_fields(set, &mut by_key);
        }
        for fields in by_key.into_values() {
            let is_joined = is_beneath || fields.len() > 1;
            if is_joined {
                joined.extend(fields.iter().map(|field| place(field)));
            }
            let sets: Vec<_> = fields.into_iter().map(|field| &field.node.selection_set.node).collect();
            self.note_joined(&sets, is_joined, joined);
        }
    }

    /// Adds the fields of a selection set, by the key of their answer, fragments spread. One without a selection may be
    /// an object of which all was skipped.
    fn add_fields(&self, set: &'o SelectionSet, by_key: &mut BTreeMap<&'o str, Vec<&'o Positioned<Field>>>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => by_key.entry(&field.node.response_key().node).or_default().push(field),
                Selection::InlineFragment(inline) => self.add_fields(&inline.node.selection_set.node, by_key),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        self.add_fields(&fragment.node.selection_set.node, by_key);
                    }
                }
            }
        }
    }

    /// A selection set with its fragments spread and the values of its variables.
    fn text(&self, set: &SelectionSet) -> String {
        let mut text = String::new();
        // Nothing fails to be written to a `String`.
        self.write_set(set, &mut text).unwrap_or_default();
        text
    }

    fn write_set(&self, set: &SelectionSet, out: &mut String) -> fmt::Result {
        out.push('{');
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    if let Some(alias) = &field.alias {
                        write!(out, "{}:", alias.node)?;
                    }
                    out.push_str(&field.name.node);
                    self.write_arguments(&field.arguments, out)?;
                    self.write_directives(&field.directives, out)?;
                    if !field.selection_set.node.items.is_empty() {
                        self.write_set(&field.selection_set.node, out)?;
                    }
                }
                Selection::InlineFragment(inline) => {
                    out.push_str("...");
                    if let Some(condition) = &inline.node.type_condition {
                        write!(out, "on {}", condition.node.on.node)?;
                    }
                    self.write_directives(&inline.node.directives, out)?;
                    self.write_set(&inline.node.selection_set.node, out)?;
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        write!(out, "...on {}", fragment.node.type_condition.node.on.node)?;
                        self.write_directives(&spread.node.directives, out)?;
                        self.write_set(&fragment.node.selection_set.node, out)?;
                    }
                }
            }
            out.push(' ');
        }
        out.push('}');
        Ok(())
    }

    fn write_directives(&self, directives: &[Positioned<Directive>], out: &mut String) -> fmt::Result {
        for directive in directives {
            write!(out, "@{}", directive.node.name.node)?;
            self.write_arguments(&directive.node.arguments, out)?;
        }
        Ok(())
    }

    fn write_arguments(&self, arguments: &[(Positioned<Name>, Positioned<Value>)], out: &mut String) -> fmt::Result {
        if arguments.is_empty() {
            return Ok(());
        }
        out.push('(');
        for (name, value) in arguments {
            write!(out, "{}:{} ", name.node, self.value(&value.node))?;
        }
        out.push(')');
        Ok(())
    }

    fn value(&self, value: &Value) -> ConstValue {
        let variable = |name: Name| -> Result<ConstValue, std::convert::Infallible> {
            let sent = self.variables.get(&name).cloned();
            let definition = || self.definition.variable_definitions.iter().find(|one| one.node.name.node == name);
            let default = || definition().and_then(|one| one.node.default_value.as_ref()).map(|one| one.node.clone());
            Ok(sent.or_else(default).unwrap_or_default())
        };
        value.clone().into_const_with(variable).unwrap_or_else(|never| match never {})
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    /// What a question makes of the only operation of a document.
    fn ask<T>(document: &str, variables: serde_json::Value, question: impl FnOnce(&Operation<'_>) -> T) -> T {
        let document = parse_query(document).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        question(&Operation {
            definition: &operation.node,
            fragments: &document.fragments,
            variables: &Variables::from_json(variables),
        })
    }

    fn text(document: &str, variables: serde_json::Value) -> String {
        ask(document, variables, |operation| operation.text(&operation.definition.selection_set.node))
    }

    #[test]
    fn fragments_and_variables_are_in_the_text() {
        let document = r#"query ($n: Int = 3, $f: Filter, $x: Boolean!) {
            a  # a
            b: c(first: $n, filter: { is: $f }) { ...F }
            ... on T @include(if: $x) { d }
        }
        fragment F on U { e(text: "\"") }"#;

        assert_eq!(
            text(document, json!({ "f": ["y"], "x": true })),
            r#"{a b:c(first:3 filter:{is: ["y"]} ){...on U{e(text:"\"" ) } } ...on T@include(if:true ){d } }"#
        );
    }

    #[test]
    fn other_selections_have_other_texts() {
        let texts = [
            ("{ a b }", json!({})),
            ("{ b a }", json!({})),
            ("{ ab }", json!({})),
            ("{ a: b }", json!({})),
            ("{ a { b } }", json!({})),
            ("{ a(x: 1) b }", json!({})),
            ("{ a(x: \"1\") b }", json!({})),
            ("query ($x: Int) { a(x: $x) b }", json!({ "x": 2 })),
            ("query ($x: Int) { a(x: $x) b }", json!({ "x": null })),
            ("{ ... on T { a b } }", json!({})),
            ("{ ... on U { a b } }", json!({})),
            ("{ ... { a b } }", json!({})),
            ("{ a b @d }", json!({})),
            ("{ a @d b }", json!({})),
        ];

        let distinct: HashSet<String> = texts.iter().map(|(document, sent)| text(document, sent.clone())).collect();
        assert_eq!(distinct.len(), texts.len(), "{distinct:?}");
        assert_eq!(text("query ($x: Int) { a(x: $x) b }", json!({ "x": 1 })), text("{ a(x: 1) b }", json!({})));
    }

    /// The names of all fields of an operation and its fragments, and where they stand.
    fn places(operation: &Operation<'_>) -> HashMap<Place, String> {
        fn add(set: &SelectionSet, places: &mut HashMap<Place, String>) {
            for selection in &set.items {
                if let Selection::Field(field) = &selection.node {
                    places.insert(place(field), field.node.name.node.to_string());
                    add(&field.node.selection_set.node, places);
                }
            }
        }
        let mut places = HashMap::new();
        add(&operation.definition.selection_set.node, &mut places);
        operation.fragments.values().for_each(|fragment| add(&fragment.node.selection_set.node, &mut places));
        places
    }

    #[test]
    fn what_is_asked_for_in_two_places_is_joined() {
        let joined = |document: &str| {
            ask(document, json!({}), |operation| {
                let places = places(operation);
                let mut names: Vec<String> = operation.joined().iter().map(|place| places[place].clone()).collect();
                names.sort_unstable();
                names.concat()
            })
        };

        assert_eq!(joined("{ a b { a b { a } } c: b { b { b } c } d }"), "", "other keys");
        assert_eq!(joined("{ b { x } b { y { z } } c { z } }"), "bbxyz");
        assert_eq!(joined("{ b { x { y } ...F } } fragment F on B { x { z { a } } c { d } }"), "axxyz");
        assert_eq!(joined("{ b { x { y } } ...F } fragment F on Q { b { z { a } } c { d } }"), "abbxyz");
        assert_eq!(joined("{ b { ...F } c { ...F x { e } } } fragment F on B { x { d { y } } }"), "dexxy");
        // What is skipped is gone before the executor comes to it, and leaves an object without fields.
        assert_eq!(joined("{ ...F ...G } fragment F on Q { b } fragment G on Q { b { x { y } } }"), "bbxy");
    }

    #[test]
    fn each_field_has_a_place_of_its_own() {
        let document = "{ a {\rx { b }} c {\rx { d }} }";

        assert_eq!(ask(document, json!({}), |operation| places(operation).len()), 6);
        assert_eq!(ask(document, json!({}), |operation| operation.joined().len()), 0);
    }
}
