//! The messages for clients of other formats: JSON for i18next, and for ICU MessageFormat. What a format cannot say is
//! told, message by message.

use std::{collections::BTreeMap, fmt::Write};

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use serde_json::{Map, Value};

use super::set::Catalogue;

/// A format of other libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JSON v4 of i18next: `key_one`, `{{name}}`.
    I18next,
    /// ICU MessageFormat 1: `{count, plural, one {…} other {…}}`.
    Icu,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::I18next, Self::Icu];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::I18next => "i18next",
            Self::Icu => "icu",
        }
    }
}

/// Messages in another format.
#[derive(Debug, Default, PartialEq)]
pub struct Converted {
    pub messages: Map<String, Value>,
    /// Why a message is not there, by id.
    pub unsupported: BTreeMap<String, String>,
}

/// The plural categories of CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Why a pattern cannot be said in a format.
type Reason = String;
type Outcome<T> = Result<T, Reason>;

/// How deep messages may name each other.
const DEPTH: usize = 8;

/// All messages of a locale; attributes are keys of their own, `message.attribute`.
pub fn convert(catalogue: &Catalogue, format: Format) -> Converted {
    let mut converted = Converted::default();
    let messages = catalogue.resources.values().flat_map(|resource| &resource.messages);
    for message in messages {
        let value = message.value.iter().map(|value| (message.id.name.clone(), value));
        let attributes = message.attributes.iter();
        let attributes =
            attributes.map(|attribute| (format!("{}.{}", message.id.name, attribute.id.name), &attribute.value));
        for (key, pattern) in value.chain(attributes) {
            let said = inlined(pattern, catalogue, DEPTH).and_then(|pattern| match format {
                Format::I18next => i18next(&key, &pattern),
                Format::Icu => Ok(vec![(key.clone(), icu(&pattern, false)?)]),
            });
            match said {
                Ok(keys) => converted.messages.extend(keys.into_iter().map(|(key, text)| (key, Value::String(text)))),
                Err(reason) => drop(converted.unsupported.insert(key, reason)),
            }
        }
    }
    converted
}

/// The pattern with what it names in its place.
fn inlined(pattern: &Pattern<String>, catalogue: &Catalogue, depth: usize) -> Outcome<Pattern<String>> {
    let Some(depth) = depth.checked_sub(1) else { return Err("its references go round".to_owned()) };
    let mut elements = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => elements.push(element.clone()),
            PatternElement::Placeable { expression } => {
                elements.extend(inlined_placeable(expression, catalogue, depth)?)
            }
        }
    }
    Ok(Pattern { elements })
}

fn inlined_placeable(
    expression: &Expression<String>,
    catalogue: &Catalogue,
    depth: usize,
) -> Outcome<Vec<PatternElement<String>>> {
    let found = match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            return inlined_placeable(expression, catalogue, depth);
        }
        Expression::Inline(InlineExpression::MessageReference { id, attribute }) => {
            catalogue.pattern(&id.name, attribute.as_ref().map(|attribute| attribute.name.as_str()))
        }
        Expression::Inline(InlineExpression::TermReference { id, attribute: None, arguments }) => {
            if arguments.as_ref().is_some_and(|arguments| !arguments.named.is_empty()) {
                return Err(format!("it gives arguments to the term -{}", id.name));
            }
            catalogue.term(&id.name)
        }
        Expression::Inline(_) => {
            return Ok(vec![PatternElement::Placeable { expression: expression.clone() }]);
        }
        Expression::Select { selector, variants } => {
            let mut inner = Vec::new();
            for variant in variants {
                inner.push(Variant { value: inlined(&variant.value, catalogue, depth)?, ..variant.clone() });
            }
            let expression = Expression::Select { selector: selector.clone(), variants: inner };
            return Ok(vec![PatternElement::Placeable { expression }]);
        }
    };
    Ok(inlined(found.ok_or("it names what is not there")?, catalogue, depth)?.elements)
}

/// What a choice depends on: a variable, and whether it is counted.
fn chosen_by<'e>(selector: &'e InlineExpression<String>, variants: &[Variant<String>]) -> Outcome<(&'e str, bool)> {
    let variable = match selector {
        InlineExpression::VariableReference { id } => Some(&id.name),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            if !arguments.named.is_empty() {
                return Err("it chooses by a number with options".to_owned());
            }
            match arguments.positional.as_slice() {
                [InlineExpression::VariableReference { id }] => Some(&id.name),
                _ => None,
            }
        }
        _ => None,
    };
    let counts = variants.iter().any(|variant| match &variant.key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => name != "other" && CATEGORIES.contains(&name.as_str()),
    });
    Ok((variable.ok_or("it chooses by something else than a variable")?, counts))
}

/// ICU MessageFormat. In a plural, `#` is a sign of its own.
fn icu(pattern: &Pattern<String>, in_plural: bool) -> Outcome<String> {
    let mut out = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => icu_text(value, in_plural, &mut out),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                out.push_str(&icu_inline(inline, in_plural)?);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                out.push_str(&icu_select(selector, variants, in_plural)?);
            }
        }
    }
    Ok(out)
}

fn icu_text(text: &str, in_plural: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '\'' => out.push_str("''"),
            '{' | '}' => drop(write!(out, "'{letter}'")),
            '#' if in_plural => out.push_str("'#'"),
            _ => out.push(letter),
        }
    }
}

fn icu_select(selector: &InlineExpression<String>, variants: &[Variant<String>], in_plural: bool) -> Outcome<String> {
    let (variable, counts) = chosen_by(selector, variants)?;
    let mut out = format!("{{{variable}, {},", if counts { "plural" } else { "select" });
    let mut has_other = false;
    for variant in variants {
        let key = match &variant.key {
            VariantKey::Identifier { name } => name.clone(),
            VariantKey::NumberLiteral { value } => format!("={value}"),
        };
        has_other |= key == "other";
        write!(out, " {key} {{{}}}", icu(&variant.value, counts || in_plural)?).map_err(|error| error.to_string())?;
    }
    if !has_other && let Some(default) = variants.iter().find(|variant| variant.default) {
        write!(out, " other {{{}}}", icu(&default.value, counts || in_plural)?).map_err(|error| error.to_string())?;
    }
    out.push('}');
    Ok(out)
}

fn icu_inline(inline: &InlineExpression<String>, in_plural: bool) -> Outcome<String> {
    let mut out = String::new();
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            icu_text(&fluent_syntax::unicode::unescape_unicode_to_string(value), in_plural, &mut out);
        }
        InlineExpression::VariableReference { id } => out = format!("{{{}}}", id.name),
        InlineExpression::FunctionReference { id, arguments } => {
            let Call { variable, options } = call(&id.name, arguments)?;
            let style = |name: &str| options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            out = match (id.name.as_str(), options.len()) {
                ("NUMBER", 0) => format!("{{{variable}, number}}"),
                ("NUMBER", 1) if style("style") == Some("percent") => format!("{{{variable}, number, percent}}"),
                ("DATETIME", 1) if style("dateStyle").is_some() => {
                    format!("{{{variable}, date, {}}}", style("dateStyle").unwrap_or_default())
                }
                ("DATETIME", 1) if style("timeStyle").is_some() => {
                    format!("{{{variable}, time, {}}}", style("timeStyle").unwrap_or_default())
                }
                ("DATETIME", _) => format!("{{{variable}, date, ::{}}}", skeleton(&options)?),
                (name, _) => return Err(format!("it calls {name}")),
            };
        }
        _ => return Err("it names a part of another message".to_owned()),
    }
    Ok(out)
}

/// The options of `DATETIME` as a skeleton of CLDR.
fn skeleton(options: &[(&str, &str)]) -> Outcome<String> {
    let field = |(name, value): &(&str, &str)| match (*name, *value) {
        ("weekday", "long") => Ok("EEEE"),
        ("weekday", "short") => Ok("EEE"),
        ("year", "numeric") => Ok("y"),
        ("year", "2-digit") => Ok("yy"),
        ("month", "long") => Ok("MMMM"),
        ("month", "short") => Ok("MMM"),
        ("month", "numeric") => Ok("M"),
        ("month", "2-digit") => Ok("MM"),
        ("day", "numeric") => Ok("d"),
        ("day", "2-digit") => Ok("dd"),
        ("hour", "numeric") => Ok("j"),
        ("hour", "2-digit") => Ok("jj"),
        ("minute", _) => Ok("mm"),
        ("second", _) => Ok("ss"),
        (name, value) => Err(format!("DATETIME with {name}: {value}")),
    };
    options.iter().map(field).collect()
}

/// A function of one variable.
struct Call<'e> {
    variable: &'e str,
    options: Vec<(&'e str, &'e str)>,
}

fn call<'e>(name: &str, arguments: &'e CallArguments<String>) -> Outcome<Call<'e>> {
    let [InlineExpression::VariableReference { id }] = arguments.positional.as_slice() else {
        return Err(format!("it calls {name} of something else than one variable"));
    };
    let mut options = Vec::new();
    for argument in &arguments.named {
        match &argument.value {
            InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
                options.push((argument.name.name.as_str(), value.as_str()));
            }
            _ => return Err(format!("an option of {name} is no literal")),
        }
    }
    Ok(Call { variable: &id.name, options })
}

/// The keys of i18next: one choice by `count` makes plurals, one by `context` contexts.
fn i18next(key: &str, pattern: &Pattern<String>) -> Outcome<Vec<(String, String)>> {
    let is_select = |element: &&PatternElement<String>| {
        matches!(element, PatternElement::Placeable { expression: Expression::Select { .. } })
    };
    let choices: Vec<_> = pattern.elements.iter().filter(is_select).collect();
    let choice = match choices.as_slice() {
        [] => return Ok(vec![(key.to_owned(), i18next_text(pattern)?)]),
        [PatternElement::Placeable { expression: Expression::Select { selector, variants } }] => (selector, variants),
        _ => return Err("it has more than one choice".to_owned()),
    };
    let (selector, variants) = choice;
    let (variable, counts) = chosen_by(selector, variants)?;
    let expected = if counts { "count" } else { "context" };
    if variable != expected {
        return Err(format!("it chooses by ${variable}, and i18next by {expected}"));
    }
    let mut keys = Vec::new();
    for variant in variants {
        let suffix = match &variant.key {
            VariantKey::Identifier { name } if counts || !variant.default => format!("_{name}"),
            VariantKey::Identifier { .. } => String::new(),
            // `zero` is for 0, whatever the language.
            VariantKey::NumberLiteral { value } if value == "0" => "_zero".to_owned(),
            VariantKey::NumberLiteral { value } => return Err(format!("it has a text for the number {value}")),
        };
        let mut elements = Vec::new();
        for element in &pattern.elements {
            if is_select(&element) {
                elements.extend(variant.value.elements.clone())
            } else {
                elements.push(element.clone())
            }
        }
        let whole = Pattern { elements };
        if whole.elements.iter().any(|element| is_select(&element)) {
            return Err("it has a choice within a choice".to_owned());
        }
        keys.push((format!("{key}{suffix}"), i18next_text(&whole)?));
    }
    Ok(keys)
}

fn i18next_text(pattern: &Pattern<String>) -> Outcome<String> {
    let mut out = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push_str(&i18next_plain(value)?),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                out.push_str(&i18next_inline(inline)?)
            }
            PatternElement::Placeable { .. } => return Err("it has a choice within a choice".to_owned()),
        }
    }
    Ok(out)
}

/// i18next has no way to write these as they are.
fn i18next_plain(text: &str) -> Outcome<String> {
    if text.contains("{{") || text.contains("$t(") {
        return Err("its text looks like an argument".to_owned());
    }
    Ok(text.to_owned())
}

fn i18next_inline(inline: &InlineExpression<String>) -> Outcome<String> {
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            i18next_plain(&fluent_syntax::unicode::unescape_unicode_to_string(value))
        }
        InlineExpression::VariableReference { id } if id.name == "count" => Ok("{{count, number}}".to_owned()),
        InlineExpression::VariableReference { id } => Ok(format!("{{{{{}}}}}", id.name)),
        InlineExpression::FunctionReference { id, arguments } => {
            let format = match id.name.as_str() {
                "NUMBER" => "number",
                "DATETIME" => "datetime",
                "LIST" => "list",
                name => return Err(format!("it calls {name}")),
            };
            let Call { variable, options } = call(&id.name, arguments)?;
            // The names of Intl.ListFormat.
            let value = |name: &str, value: &str| match (format, name, value) {
                ("list", "type", "and") => "conjunction".to_owned(),
                ("list", "type", "or") => "disjunction".to_owned(),
                _ => value.to_owned(),
            };
            let options: Vec<String> =
                options.iter().map(|(name, given)| format!("{name}: {}", value(name, given))).collect();
            let options = if options.is_empty() { String::new() } else { format!("({})", options.join("; ")) };
            Ok(format!("{{{{{variable}, {format}{options}}}}}"))
        }
        _ => Err("it names a part of another message".to_owned()),
    }
}
