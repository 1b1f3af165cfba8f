//! `tribune locales check`: whether the messages of all locales say the same, and whether they can be said.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use fluent_syntax::ast::{
    Attribute, CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, Variant,
    VariantKey,
};

use super::{
    Args, Said,
    conversion::CATEGORIES,
    set::{self, Broken, SERVER, Source},
};
use crate::locale::{
    Locale,
    format::{PluralType, functions::FUNCTIONS, plural_categories},
    messages::pseudo,
};

/// The messages that the code asks for, one a line; a test holds it against the code.
const USED: &str = include_str!("used.txt");

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub place: String,
    /// The message of `reports.ftl` that says what.
    pub what: Said,
}

impl Finding {
    fn new(place: impl Into<String>, id: &'static str, args: Args) -> Self {
        Self { place: place.into(), what: (id, args) }
    }
}

/// What was checked.
#[derive(Debug, Default)]
pub struct Checked {
    pub locales: usize,
    pub messages: usize,
    pub findings: Vec<Finding>,
}

/// The messages of the program, or those of a folder over them.
pub fn check(folder: Option<&Path>) -> Checked {
    let program = match set::embedded() {
        Ok(sources) => Checker::of(sources),
        Err(broken) => return of_broken(&broken),
    };
    let Some(folder) = folder else {
        let mut checked = program.checked(None);
        checked.findings.extend(program.against_code());
        return checked;
    };
    match set::read(folder) {
        Ok(sources) => Checker::of(sources).checked(Some(&program)),
        Err(broken) => of_broken(&broken),
    }
}

fn of_broken(broken: &Broken) -> Checked {
    Checked { findings: vec![syntax(broken)], ..Checked::default() }
}

fn syntax(broken: &Broken) -> Finding {
    let Broken { place, line, column, reason } = broken;
    let place = if *line == 0 { place.clone() } else { format!("{place}:{line}:{column}") };
    Finding::new(place, "check-syntax", vec![("reason", reason.as_str().into())])
}

/// What a message or a term is made of, as far as locales must agree.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    resource: String,
    has_value: bool,
    /// The names of its attributes. Those of terms belong to the language.
    attributes: BTreeSet<String>,
    variables: BTreeSet<String>,
}

/// The messages of several locales.
#[derive(Default)]
struct Checker {
    files: Vec<(Source, Resource<String>)>,
    by_locale: BTreeMap<Locale, BTreeMap<String, Shape>>,
    resources: BTreeMap<Locale, BTreeSet<String>>,
    /// What was wrong before anything could be compared.
    findings: Vec<Finding>,
}

impl Checker {
    fn of(sources: Vec<Source>) -> Self {
        let mut checker = Self::default();
        for source in sources {
            match set::parse(&source) {
                Ok(parsed) => checker.add(source, parsed),
                Err(broken) => checker.findings.push(syntax(&broken)),
            }
        }
        checker
    }

    fn add(&mut self, source: Source, parsed: Resource<String>) {
        self.resources.entry(source.locale.clone()).or_default().insert(source.resource.clone());
        let messages = self.by_locale.entry(source.locale.clone()).or_default();
        for entry in &parsed.body {
            let Some((id, shape)) = shape(entry, &source.resource) else { continue };
            if messages.insert(id.clone(), shape).is_some() {
                self.findings.push(Finding::new(at(&source, &id), "check-twice", vec![]));
            }
        }
        self.files.push((source, parsed));
    }

    /// All that is wrong. What the messages name may be `beneath` them.
    fn checked(&self, beneath: Option<&Self>) -> Checked {
        let mut findings = self.findings.clone();
        findings.extend(self.differences(beneath));
        for (source, parsed) in &self.files {
            for entry in &parsed.body {
                let Some(id) = set::name(entry) else { continue };
                let place = at(source, &id);
                let checkers = [Some(self), beneath];
                let mut walk = Walk { checkers, locale: &source.locale, place, findings: Vec::new() };
                patterns(entry).into_iter().for_each(|pattern| walk.pattern(pattern));
                findings.extend(walk.findings);
            }
        }
        findings.sort_by(|left, right| left.place.cmp(&right.place));
        let messages = self.by_locale.values().map(BTreeMap::len).sum();
        Checked { locales: self.by_locale.len(), messages, findings }
    }

    /// Where the locales do not have the same. A folder need not have what the program has, but must ask for the same
    /// arguments.
    fn differences(&self, beneath: Option<&Self>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some((reference, wanted)) = self.reference() else { return findings };
        for (locale, messages) in &self.by_locale {
            let place = |id: &str, shape: &Shape| format!("{locale}/{}.ftl: {id}", shape.resource);
            let missing = self.resources[reference].difference(&self.resources[locale]);
            findings.extend(missing.map(|name| {
                Finding::new(
                    format!("{locale}/{name}.ftl"),
                    "check-no-resource",
                    vec![("reference", reference.as_str().into())],
                )
            }));
            for (id, shape) in messages {
                let of_program = || beneath.and_then(|beneath| beneath.reference()?.1.get(id));
                match wanted.get(id).or_else(of_program) {
                    // A term belongs to its language.
                    _ if id.starts_with('-') => {}
                    None => findings.push(Finding::new(
                        place(id, shape),
                        "check-not-in-reference",
                        vec![("reference", reference.as_str().into())],
                    )),
                    Some(other) => findings.extend(disagreement(&place(id, shape), shape, other)),
                }
            }
            for (id, shape) in wanted {
                if !messages.contains_key(id)
                    && !id.starts_with('-')
                    && self.resources[locale].contains(&shape.resource)
                {
                    findings.push(Finding::new(
                        place(id, shape),
                        "check-missing",
                        vec![("reference", reference.as_str().into())],
                    ));
                }
            }
        }
        findings
    }

    /// The locale that the others follow: English when it is there.
    fn reference(&self) -> Option<(&Locale, &BTreeMap<String, Shape>)> {
        self.by_locale.get_key_value(pseudo::SOURCE).or_else(|| self.by_locale.first_key_value())
    }

    /// What the code asks for and nobody says, and what is said for nobody.
    fn against_code(&self) -> Vec<Finding> {
        let used: BTreeSet<&str> = USED.lines().collect();
        let Some((reference, messages)) = self.reference() else { return Vec::new() };
        let missing = used
            .iter()
            .filter(|id| !messages.contains_key(**id))
            .map(|id| Finding::new(format!("{reference}: {id}"), "check-not-there", vec![]));
        let of_server = messages.iter().filter(|(_, shape)| SERVER.contains(&shape.resource.as_str()));
        let unused = of_server.filter(|(id, _)| !id.starts_with('-') && !used.contains(id.as_str()));
        let unused = unused.map(|(id, shape)| {
            Finding::new(format!("{reference}/{}.ftl: {id}", shape.resource), "check-unused", vec![])
        });
        missing.chain(unused).collect()
    }

    fn has(&self, locale: &Locale, id: &str, attribute: Option<&str>) -> bool {
        let shape = self.by_locale.get(locale).and_then(|messages| messages.get(id));
        shape.is_some_and(|shape| attribute.is_none_or(|attribute| shape.attributes.contains(attribute)))
    }
}

fn disagreement(place: &str, shape: &Shape, other: &Shape) -> Vec<Finding> {
    let mut findings = Vec::new();
    let list = |names: &BTreeSet<String>, sign: &str| {
        names.iter().map(|name| format!("{sign}{name}")).collect::<Vec<_>>().join(", ")
    };
    if shape.resource != other.resource {
        let args: Args = vec![("other", other.resource.as_str().into())];
        findings.push(Finding::new(place, "check-other-resource", args));
    }
    if shape.has_value != other.has_value {
        findings.push(Finding::new(place, "check-value", vec![]));
    }
    if shape.attributes != other.attributes {
        let args =
            vec![("given", list(&shape.attributes, ".").into()), ("expected", list(&other.attributes, ".").into())];
        findings.push(Finding::new(place, "check-attributes", args));
    }
    if shape.variables != other.variables {
        let args =
            vec![("given", list(&shape.variables, "$").into()), ("expected", list(&other.variables, "$").into())];
        findings.push(Finding::new(place, "check-arguments", args));
    }
    findings
}

fn at(source: &Source, id: &str) -> String {
    match set::lines_with(&source.text, id).next() {
        Some(line) => format!("{}:{line}: {id}", source.place),
        None => format!("{}: {id}", source.place),
    }
}

/// The value of a message or a term, and its attributes.
fn parts(entry: &Entry<String>) -> (Option<&Pattern<String>>, &[Attribute<String>]) {
    match entry {
        Entry::Message(message) => (message.value.as_ref(), &message.attributes),
        Entry::Term(term) => (Some(&term.value), &term.attributes),
        _ => (None, &[]),
    }
}

fn patterns(entry: &Entry<String>) -> Vec<&Pattern<String>> {
    let (value, attributes) = parts(entry);
    value.into_iter().chain(attributes.iter().map(|attribute| &attribute.value)).collect()
}

fn shape(entry: &Entry<String>, resource: &str) -> Option<(String, Shape)> {
    let id = set::name(entry)?;
    let (value, attributes) = parts(entry);
    let mut variables = BTreeSet::new();
    patterns(entry).into_iter().for_each(|pattern| variables_of(pattern, &mut variables));
    let attributes = attributes.iter().map(|attribute| attribute.id.name.clone()).collect();
    Some((id, Shape { resource: resource.to_owned(), has_value: value.is_some(), attributes, variables }))
}

fn variables_of(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    each_inline(pattern, &mut |inline| {
        if let InlineExpression::VariableReference { id } = inline {
            found.insert(id.name.clone());
        }
    });
}

/// Every expression of a pattern, those within others too.
fn each_inline(pattern: &Pattern<String>, visit: &mut impl FnMut(&InlineExpression<String>)) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            each_of(expression, visit);
        }
    }
}

fn each_of(expression: &Expression<String>, visit: &mut impl FnMut(&InlineExpression<String>)) {
    match expression {
        Expression::Inline(inline) => each_in(inline, visit),
        Expression::Select { selector, variants } => {
            each_in(selector, visit);
            variants.iter().for_each(|variant| each_inline(&variant.value, visit));
        }
    }
}

fn each_in(inline: &InlineExpression<String>, visit: &mut impl FnMut(&InlineExpression<String>)) {
    visit(inline);
    match inline {
        InlineExpression::Placeable { expression } => each_of(expression, visit),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            arguments.positional.iter().for_each(|argument| each_in(argument, visit));
        }
        _ => {}
    }
}

/// A walk through one message.
struct Walk<'c> {
    checkers: [Option<&'c Checker>; 2],
    locale: &'c Locale,
    place: String,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn find(&mut self, id: &'static str, args: Args) {
        self.findings.push(Finding::new(self.place.clone(), id, args));
    }

    fn pattern(&mut self, pattern: &Pattern<String>) {
        each_inline(pattern, &mut |inline| self.inline(inline));
        self.selects(pattern);
    }

    fn inline(&mut self, inline: &InlineExpression<String>) {
        match inline {
            InlineExpression::MessageReference { id, attribute } => {
                self.reference(id.name.clone(), attribute.as_ref().map(|attribute| attribute.name.as_str()));
            }
            InlineExpression::TermReference { id, .. } => self.reference(format!("-{}", id.name), None),
            InlineExpression::FunctionReference { id, arguments } => self.call(&id.name, arguments),
            _ => {}
        }
    }

    fn reference(&mut self, id: String, attribute: Option<&str>) {
        let is_there = self.checkers.iter().flatten().any(|checker| checker.has(self.locale, &id, attribute));
        if !is_there {
            let id = attribute.map_or(id.clone(), |attribute| format!("{id}.{attribute}"));
            self.find("check-undefined", vec![("id", id.into())]);
        }
    }

    fn call(&mut self, name: &str, arguments: &CallArguments<String>) {
        let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
            return self.find("check-function", vec![("name", name.into())]);
        };
        for argument in &arguments.named {
            if !function.options.contains(&argument.name.name.as_str()) {
                let args = vec![("name", name.into()), ("option", argument.name.name.as_str().into())];
                self.find("check-option", args);
            }
        }
    }

    fn selects(&mut self, pattern: &Pattern<String>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            if let Expression::Select { selector, variants } = expression {
                self.plural(selector, variants);
                variants.iter().for_each(|variant| self.selects(&variant.value));
            }
        }
    }

    /// Whoever chooses by a plural category has words for each that the language knows, and for no other.
    fn plural(&mut self, selector: &InlineExpression<String>, variants: &[Variant<String>]) {
        let name = |variant: &Variant<String>| match &variant.key {
            VariantKey::Identifier { name } => Some(name.clone()),
            VariantKey::NumberLiteral { .. } => None,
        };
        let given: BTreeSet<String> = variants.iter().filter_map(name).collect();
        let counts = given.iter().any(|name| name != "other" && CATEGORIES.contains(&name.as_str()));
        let only_categories = given.iter().all(|name| CATEGORIES.contains(&name.as_str()));
        if !counts || !only_categories {
            return;
        }
        let Ok(expected) = plural_categories(&self.locale.real(), kind(selector)) else { return };
        let missing: Vec<&str> = expected.iter().filter(|category| !given.contains(**category)).copied().collect();
        let strange: Vec<&str> =
            given.iter().map(String::as_str).filter(|category| !expected.contains(category)).collect();
        if !missing.is_empty() {
            self.find("check-plural-missing", vec![("categories", missing.join(", ").into())]);
        }
        if !strange.is_empty() {
            self.find("check-plural-strange", vec![("categories", strange.join(", ").into())]);
        }
    }
}

/// How a selector counts.
fn kind(selector: &InlineExpression<String>) -> PluralType {
    let is_ordinal = |arguments: &CallArguments<String>| {
        arguments.named.iter().any(|argument| {
            argument.name.name == "type"
                && matches!(&argument.value, InlineExpression::StringLiteral { value } if value == "ordinal")
        })
    };
    match selector {
        InlineExpression::FunctionReference { arguments, .. } if is_ordinal(arguments) => PluralType::Ordinal,
        _ => PluralType::Cardinal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str, &str)]) -> Vec<(&'static str, String)> {
        let sources: Vec<Source> = files
            .iter()
            .map(|(locale, resource, text)| Source {
                locale: Locale::parse(locale).unwrap(),
                resource: (*resource).to_owned(),
                text: (*text).to_owned(),
                place: format!("{locale}/{resource}.ftl"),
            })
            .collect();
        let checked = Checker::of(sources).checked(None);
        checked.findings.into_iter().map(|finding| (finding.what.0, finding.place)).collect()
    }

    /// The ids that stand in a source file between quotes.
    fn ids_in(source: &str) -> impl Iterator<Item = &str> {
        const KINDS: [&str; 21] = [
            "account-",
            "calendar-",
            "change-",
            "check-",
            "coverage-",
            "documents-",
            "error-",
            "feed-",
            "fetch-",
            "import-",
            "landing-",
            "note-",
            "read-",
            "refusal-",
            "report-",
            "rule-",
            "session-kind-",
            "session-livestream",
            "session-slides",
            "translations-",
            "warning-",
        ];
        let is_id = |text: &&str| {
            KINDS.iter().any(|kind| text.starts_with(kind))
                && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
        };
        source.split('"').filter(is_id).filter(|text| !text.ends_with('-'))
    }

    #[test]
    fn the_list_of_used_messages_is_that_of_the_code() {
        let sources = crate::sources();

        let found: BTreeSet<&str> = sources.iter().flat_map(|(_, source)| ids_in(source)).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), USED.lines().collect::<Vec<_>>());
    }

    #[test]
    fn the_messages_of_the_program_are_sound() {
        assert_eq!(check(None).findings, []);
    }

    #[test]
    fn each_kind_of_fault_is_found_and_placed() {
        let english = "a = A { $x }\n    .title = T\nb = { $n ->\n    [one] one\n   *[other] more\n}\n";
        for (french, what, place) in [
            ("a = A { $x }\n    .title = T\n", "check-missing", "fr/r.ftl: b"),
            ("a = A { $y }\n    .title = T\nb = { $n }\n", "check-arguments", "fr/r.ftl: a"),
            ("a = A { $x }\nb = { $n }\n", "check-attributes", "fr/r.ftl: a"),
            ("a = A { $x }\n    .title = T\nb = { $n }\nc = C\n", "check-not-in-reference", "fr/r.ftl: c"),
            ("a = A { $x }\n    .title = { -t }\nb = { $n }\n", "check-undefined", "fr/r.ftl:1: a"),
            ("a = A { NUMBER($x, colour: 1) }\n    .title = T\nb = { $n }\n", "check-option", "fr/r.ftl:1: a"),
            ("a = A { SUM($x) }\n    .title = T\nb = { $n }\n", "check-function", "fr/r.ftl:1: a"),
            (
                "a = A { $x }\n    .title = T\nb = { $n ->\n    [one] une\n   *[other] plusieurs\n}\n",
                "check-plural-missing",
                "fr/r.ftl:3: b",
            ),
            ("a = A { $x }\n    .title = T\nb = { $n \n", "check-syntax", "fr/r.ftl:4:1"),
        ] {
            let found = found(&[("en", "r", english), ("fr", "r", french)]);

            assert!(found.iter().any(|(id, at)| *id == what && at == place), "{what} at {place}: {found:?}");
        }
    }
}
