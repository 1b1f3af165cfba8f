//! What an operation may ask for, counted on the parsed document before anything is executed.

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};
use async_graphql_value::Name;

use crate::{Error, Result, config::LimitOptions, error::Limit};

/// How deep selections may be nested in each other, fragments spread: the walk goes down with them.
const NESTING: usize = 64;

/// Introspection goes deeper than content does, through the wrappers of types; GraphiQL asks for 14 levels.
const INTROSPECTION_DEPTH: usize = 20;

/// The root field that stands once in an operation, whatever its aliases.
const SIGN_IN: &str = "signIn";

/// The bounds of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub depth: usize,
    pub complexity: usize,
    pub aliases: usize,
    pub directives: usize,
}

impl From<LimitOptions> for Limits {
    fn from(config: LimitOptions) -> Self {
        Self {
            depth: config.depth_limit,
            complexity: config.complexity_limit,
            aliases: config.alias_limit,
            directives: config.directive_limit,
        }
    }
}

/// What a selection set asks for, its fragments spread.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    introspection_depth: usize,
    fields: usize,
    directives: usize,
}

impl Size {
    fn beside(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            introspection_depth: self.introspection_depth.max(other.introspection_depth),
            fields: self.fields.saturating_add(other.fields),
            directives: self.directives.saturating_add(other.directives),
        }
    }
}

impl Limits {
    /// Fails when an operation of the document goes over a limit.
    pub fn check(&self, document: &ExecutableDocument) -> Result<()> {
        let mut walk = Walk { limits: self, fragments: &document.fragments, known: HashMap::new(), nesting: 0 };
        let over = |what, limit| Err(Error::TooComplex { what, limit });
        for (_, operation) in document.operations.iter() {
            let Selected { size, fields } = walk.selection_set(&operation.node.selection_set.node)?;
            // Many guesses at a password in one request would be counted as one.
            if fields.get(&Name::new(SIGN_IN)).is_some_and(|times| *times > 1) {
                return Err(Error::SignInOnce);
            }
            if size.depth > self.depth {
                return over(Limit::Depth, self.depth);
            }
            if size.introspection_depth > INTROSPECTION_DEPTH {
                return over(Limit::Depth, INTROSPECTION_DEPTH);
            }
            if size.directives + operation.node.directives.len() > self.directives {
                return over(Limit::Directives, self.directives);
            }
        }
        Ok(())
    }
}

struct Walk<'d> {
    limits: &'d Limits,
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// What was measured of each fragment met; none while it is being measured, so that a cycle, which
    /// validation refuses later, ends here. A fragment is measured once, however often it is spread.
    known: HashMap<&'d Name, Option<Selected<'d>>>,
    nesting: usize,
}

/// What a selection asks for, and how often it asks for each field of its own level, fragments spread.
#[derive(Clone, Default)]
struct Selected<'d> {
    size: Size,
    fields: HashMap<&'d Name, usize>,
}

impl<'d> Walk<'d> {
    fn selection_set(&mut self, set: &'d SelectionSet) -> Result<Selected<'d>> {
        if self.nesting == NESTING {
            return Err(Error::TooComplex { what: Limit::Depth, limit: NESTING });
        }
        self.nesting += 1;
        let mut all = Selected::default();
        for selection in &set.items {
            let selected = self.selection(&selection.node)?;
            all.size = all.size.beside(selected.size);
            if all.size.fields > self.limits.complexity {
                return Err(Error::TooComplex { what: Limit::Complexity, limit: self.limits.complexity });
            }
            for (field, times) in selected.fields {
                let asked = all.fields.entry(field).or_default();
                *asked = asked.saturating_add(times);
                if *asked > self.limits.aliases {
                    return Err(Error::TooComplex { what: Limit::Aliases, limit: self.limits.aliases });
                }
            }
        }
        self.nesting -= 1;
        Ok(all)
    }

    fn selection(&mut self, selection: &'d Selection) -> Result<Selected<'d>> {
        let (mut selected, directives) = match selection {
            Selection::Field(field) => {
                let inner = self.selection_set(&field.node.selection_set.node)?.size;
                let name = &field.node.name.node;
                let size = if matches!(name.as_str(), "__schema" | "__type") {
                    Size { depth: 1, introspection_depth: inner.depth + 1, ..inner }
                } else {
                    Size { depth: inner.depth + 1, ..inner }
                };
                let size = Size { fields: size.fields.saturating_add(1), ..size };
                (Selected { size, fields: HashMap::from([(name, 1)]) }, &field.node.directives)
            }
            Selection::InlineFragment(fragment) => {
                (self.selection_set(&fragment.node.selection_set.node)?, &fragment.node.directives)
            }
            Selection::FragmentSpread(spread) => {
                (self.fragment(&spread.node.fragment_name.node)?, &spread.node.directives)
            }
        };
        selected.size.directives = selected.size.directives.saturating_add(directives.len());
        Ok(selected)
    }

    fn fragment(&mut self, name: &'d Name) -> Result<Selected<'d>> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone().unwrap_or_default());
        }
        let Some(fragment) = self.fragments.get(name) else { return Ok(Selected::default()) };
        self.known.insert(name, None);
        let selected = self.selection_set(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(selected.clone()));
        Ok(selected)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    const LIMITS: Limits = Limits { depth: 3, complexity: 10, aliases: 2, directives: 1 };

    fn check(query: &str) -> Option<Limit> {
        match LIMITS.check(&parse_query(query).unwrap()) {
            Ok(()) => None,
            Err(Error::TooComplex { what, .. }) => Some(what),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn each_limit_is_kept_and_reached() {
        assert_eq!(check("{ a { b { c } } }"), None);
        assert_eq!(check("{ a { b { c { d } } } }"), Some(Limit::Depth));
        assert_eq!(check("{ x: a y: a }"), None);
        assert_eq!(check("{ x: a y: a z: a }"), Some(Limit::Aliases));
        assert_eq!(check("{ a b @skip(if: true) }"), None);
        assert_eq!(check("{ a @skip(if: true) b @skip(if: true) }"), Some(Limit::Directives));
        assert_eq!(check("{ a b c d e f g h i j k }"), Some(Limit::Complexity));
    }

    #[test]
    fn fragments_count_each_time_they_are_spread_and_cycles_end() {
        assert_eq!(check("{ ...f } fragment f on Q { a { b { c { d } } } }"), Some(Limit::Depth));
        assert_eq!(check("{ ...f ...f } fragment f on Q { a b c d { e { g } } }"), Some(Limit::Complexity));
        assert_eq!(check("{ a ...f ...g } fragment f on Q { b: a } fragment g on Q { c: a }"), Some(Limit::Aliases));
        assert_eq!(check("{ ...f } fragment f on Q { a ...f }"), None);
    }

    #[test]
    fn signing_in_stands_once_in_an_operation() {
        let refused = |query: &str| matches!(LIMITS.check(&parse_query(query).unwrap()), Err(Error::SignInOnce));

        assert!(!refused("mutation { signIn { a } }"));
        assert!(refused("mutation { a: signIn { a } b: signIn { a } }"));
        assert!(refused("mutation { signIn { a } ...f } fragment f on M { signIn { a } }"));
    }

    #[test]
    fn a_long_chain_of_fragments_ends() {
        let links: String = (0..2_000).map(|at| format!("fragment f{at} on Q {{ ...f{} }} ", at + 1)).collect();

        assert_eq!(check(&format!("{{ ...f0 }} {links} fragment f2000 on Q {{ a }}")), Some(Limit::Depth));
    }

    #[test]
    fn introspection_has_a_depth_of_its_own() {
        assert_eq!(check("{ __schema { types { fields { type { name } } } } }"), None);
    }
}
