//! Variables that a client did not send. Where one stands for an argument or for a field of an input, nothing was
//! given, and `null` is something else: it clears. The executor takes the one for the other, so what was not given
//! leaves the document before it gets there (GraphQL, section 3.10, Input Coercion).

use std::collections::HashSet;

use async_graphql::{
    Positioned, Variables,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
        VariableDefinition,
    },
};
use async_graphql_value::{Name, Value};

/// Takes out of the document all that stands for a variable which was not sent and has no default.
pub fn drop_unsent(document: &mut ExecutableDocument, operation: Option<&str>, sent: &Variables) {
    let mut operations = document.operations.iter();
    let wanted = match operation {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None => operations.next(),
    };
    let Some((_, wanted)) = wanted else { return };
    let unsent = optional(&wanted.node, |name| !sent.contains_key(name));
    if unsent.is_empty() {
        return;
    }
    match &mut document.operations {
        DocumentOperations::Single(operation) => operation_without(&mut operation.node, &unsent),
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                // The variable of another operation is another one, and may have to be there.
                let names = optional(&operation.node, |name| unsent.contains(name));
                operation_without(&mut operation.node, &names);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        directives_without(&mut fragment.node.directives, &unsent);
        selection_set_without(&mut fragment.node.selection_set.node, &unsent);
    }
}

/// The variables of an operation that need not be sent and have no default, those among them that are meant.
fn optional(operation: &OperationDefinition, is_meant: impl Fn(&Name) -> bool) -> HashSet<Name> {
    let is_optional = |variable: &VariableDefinition| {
        variable.var_type.node.nullable && variable.default_value.is_none() && is_meant(&variable.name.node)
    };
    let variables = operation.variable_definitions.iter().map(|variable| &variable.node);
    variables.filter(|variable| is_optional(variable)).map(|variable| variable.name.node.clone()).collect()
}

fn operation_without(operation: &mut OperationDefinition, names: &HashSet<Name>) {
    operation.variable_definitions.retain(|variable| !names.contains(&variable.node.name.node));
    directives_without(&mut operation.directives, names);
    selection_set_without(&mut operation.selection_set.node, names);
}

fn selection_set_without(set: &mut SelectionSet, names: &HashSet<Name>) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                arguments_without(&mut field.node.arguments, names);
                directives_without(&mut field.node.directives, names);
                selection_set_without(&mut field.node.selection_set.node, names);
            }
            Selection::InlineFragment(fragment) => {
                directives_without(&mut fragment.node.directives, names);
                selection_set_without(&mut fragment.node.selection_set.node, names);
            }
            Selection::FragmentSpread(spread) => directives_without(&mut spread.node.directives, names),
        }
    }
}

fn directives_without(directives: &mut [Positioned<Directive>], names: &HashSet<Name>) {
    for directive in directives {
        arguments_without(&mut directive.node.arguments, names);
    }
}

fn arguments_without(arguments: &mut Vec<(Positioned<Name>, Positioned<Value>)>, names: &HashSet<Name>) {
    arguments.retain_mut(|(_, value)| is_given(&mut value.node, names));
}

/// Whether a value is there, once what was not given is out of it. In a list, what was not given is `null`.
fn is_given(value: &mut Value, names: &HashSet<Name>) -> bool {
    match value {
        Value::Variable(name) => return !names.contains(name),
        Value::Object(fields) => fields.retain(|_, field| is_given(field, names)),
        Value::List(items) => {
            for item in items {
                if !is_given(item, names) {
                    *item = Value::Null;
                }
            }
        }
        _ => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    /// The arguments of the first field, and the variables that are left.
    fn left(query: &str, operation: Option<&str>, sent: serde_json::Value) -> (String, Vec<String>) {
        let mut document = parse_query(query).unwrap();
        drop_unsent(&mut document, operation, &Variables::from_json(sent));
        let mut operations = document.operations.iter();
        let (_, found) = operations.find(|(name, _)| name.map(Name::as_str) == operation).unwrap();
        let Selection::Field(field) = &found.node.selection_set.node.items[0].node else { panic!("no field") };
        let arguments = field.node.arguments.iter().map(|(name, value)| format!("{name}: {}", value.node));
        let variables = found.node.variable_definitions.iter().map(|variable| variable.node.name.node.to_string());
        (arguments.collect::<Vec<_>>().join(", "), variables.collect())
    }

    #[test]
    fn what_was_not_sent_is_not_given() {
        let query = "query ($a: Int, $b: Int) { f(x: $a, y: {p: $a, q: [$a, $b], r: $b}) }";

        let nothing = left(query, None, json!({}));
        let one = left(query, None, json!({ "b": 1 }));
        let null = left(query, None, json!({ "a": null, "b": null }));

        assert_eq!(nothing, ("y: {q: [null, null]}".to_owned(), vec![]));
        assert_eq!(one, ("y: {q: [null, $b], r: $b}".to_owned(), vec!["b".to_owned()]));
        assert_eq!(null.0, "x: $a, y: {p: $a, q: [$a, $b], r: $b}");
    }

    #[test]
    fn what_has_a_default_or_must_be_sent_stays() {
        let query = "query ($a: Int = 1, $b: Int!) { f(x: $a, y: $b) }";

        assert_eq!(left(query, None, json!({})).0, "x: $a, y: $b");
    }

    #[test]
    fn other_operations_keep_what_they_need() {
        let query = "query A($a: Int) { f(x: $a) } query B($a: Int!) { f(x: $a) }";

        assert_eq!(left(query, Some("A"), json!({})), (String::new(), vec![]));
        assert_eq!(left(query, Some("B"), json!({})), ("x: $a".to_owned(), vec!["a".to_owned()]));
    }
}
