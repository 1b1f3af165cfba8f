//! Which variant of a message a number chooses, by the plural rules of ICU4X.
//!
//! Fluent has plural rules of its own, which are old, and wrong for some numbers: 103 in Arabic, 22 in Lithuanian, 101
//! in Romanian, a million in French. It cannot be given others. So a message that reads
//!
//! ```ftl
//! days = { $count ->
//!     [0] today
//!     [one] a day
//!    *[other] { $count } days
//! }
//! ```
//!
//! is read as if it were written with a function that knows which variant it is:
//!
//! ```ftl
//! days = { VARIANT($count, 0, "one", "other") ->
//!     [variant-0] today
//!     [variant-1] a day
//!    *[variant-2] { $count } days
//! }
//! ```

use fluent_bundle::{FluentResource, FluentValue, types::FluentNumberType};
use fluent_syntax::{
    ast::{
        CallArguments, Entry, Expression, Identifier, InlineExpression, Pattern, PatternElement, Resource, Variant,
        VariantKey,
    },
    parser::{ParserError, parse},
    serializer::serialize,
};

use super::{
    Locale, NumberOptions, PluralType,
    arguments::NumberValue,
    functions::{FunctionError, of_fluent},
    plural_category,
};

/// The function that messages do not call themselves.
pub(super) const NAME: &str = "VARIANT";

/// The messages of a file, whose numbers choose variants by the rules of ICU4X in a bundle that has the functions. The
/// errors are those of [`FluentResource::try_new`].
pub fn resource(source: String) -> Result<FluentResource, (FluentResource, Vec<ParserError>)> {
    let Ok(mut messages) = parse::<String>(source.clone()) else { return FluentResource::try_new(source) };
    rewrite(&mut messages);
    FluentResource::try_new(serialize(&messages))
}

fn rewrite(messages: &mut Resource<String>) {
    for entry in &mut messages.body {
        let (value, attributes) = match entry {
            Entry::Message(message) => (message.value.as_mut(), &mut message.attributes),
            Entry::Term(term) => (Some(&mut term.value), &mut term.attributes),
            _ => continue,
        };
        value.into_iter().chain(attributes.iter_mut().map(|attribute| &mut attribute.value)).for_each(rewrite_pattern);
    }
}

fn rewrite_pattern(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            rewrite_expression(expression);
        }
    }
}

fn rewrite_expression(expression: &mut Expression<String>) {
    match expression {
        Expression::Inline(inline) => rewrite_inline(inline),
        Expression::Select { selector, variants } => {
            rewrite_inline(selector);
            variants.iter_mut().for_each(|variant| rewrite_pattern(&mut variant.value));
            if chooses_by_value(selector) {
                let keys = variants.iter_mut().enumerate().map(name_by_place);
                let positional = std::iter::once(selector.clone()).chain(keys).collect();
                let arguments = CallArguments { positional, named: Vec::new() };
                *selector = InlineExpression::FunctionReference { id: Identifier { name: NAME.to_owned() }, arguments };
            }
        }
    }
}

/// A placeable in a placeable, and those among the arguments of a function.
fn rewrite_inline(inline: &mut InlineExpression<String>) {
    match inline {
        InlineExpression::Placeable { expression } => rewrite_expression(expression),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter_mut().for_each(rewrite_inline);
        }
        _ => {}
    }
}

/// Whether the value may be a number; the attribute of a term is a text.
fn chooses_by_value(selector: &InlineExpression<String>) -> bool {
    matches!(
        selector,
        InlineExpression::VariableReference { .. }
            | InlineExpression::FunctionReference { .. }
            | InlineExpression::NumberLiteral { .. }
    )
}

/// Calls the variant by its place, and gives the key that it had, as an argument.
fn name_by_place((place, variant): (usize, &mut Variant<String>)) -> InlineExpression<String> {
    match std::mem::replace(&mut variant.key, VariantKey::Identifier { name: name(place) }) {
        VariantKey::Identifier { name } => InlineExpression::StringLiteral { value: name },
        VariantKey::NumberLiteral { value } => InlineExpression::NumberLiteral { value },
    }
}

fn name(place: usize) -> String {
    format!("variant-{place}")
}

/// The name of the first variant that the value chooses, of the keys behind it; none, should none fit.
pub(super) fn variant_function(
    locale: &Locale,
    values: &[FluentValue<'_>],
) -> Result<FluentValue<'static>, FunctionError> {
    let Some((value, keys)) = values.split_first() else { return Ok(FluentValue::None) };
    let number = match value {
        FluentValue::Number(number) => {
            let is_ordinal = number.options.r#type == FluentNumberType::Ordinal;
            let kind = if is_ordinal { PluralType::Ordinal } else { PluralType::Cardinal };
            Some((number.value, of_fluent(&number.options), kind))
        }
        FluentValue::Custom(custom) => {
            let number = custom.as_any().downcast_ref::<NumberValue>();
            number.map(|number| (number.value, number.options.clone(), number.plural))
        }
        _ => None,
    };
    let category = match &number {
        Some((value, options, kind)) => plural(locale, *value, options, *kind)?,
        None => "",
    };
    let fits = |key: &FluentValue<'_>| match (key, value) {
        (FluentValue::String(key), FluentValue::String(text)) => key == text,
        (FluentValue::String(key), _) => key == category,
        (FluentValue::Number(key), _) => number.as_ref().is_some_and(|(value, ..)| *value == key.value),
        _ => false,
    };
    Ok(keys.iter().position(fits).map_or(FluentValue::None, |place| name(place).into()))
}

fn plural(
    locale: &Locale,
    value: f64,
    options: &NumberOptions,
    kind: PluralType,
) -> Result<&'static str, FunctionError> {
    plural_category(locale, value, kind, options).map_err(|error| FunctionError::Format { function: NAME, error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_rewritten_at_any_depth() {
        let source = "-brand = Tribune\n    .gender = feminine\n\
            m = a { $n ->\n    [0] none\n    [one] { $g ->\n        [f] une\n       *[m] un\n    }\n\
            \x20   *[other] { $n }\n }\n\
            \x20   .label = { -brand.gender ->\n        [feminine] la\n       *[masculine] le\n    }\n";
        let mut messages = parse::<String>(source.to_owned()).unwrap();

        rewrite(&mut messages);

        let text = serialize(&messages);
        assert!(text.contains("{ VARIANT($n, 0, \"one\", \"other\") ->"), "{text}");
        assert!(text.contains("{ VARIANT($g, \"f\", \"m\") ->"), "{text}");
        assert!(text.contains("*[variant-2] { $n }"), "{text}");
        assert!(text.contains("{ -brand.gender ->\n            [feminine] la"), "{text}");
    }

    #[test]
    fn a_file_that_is_not_fluent_has_its_errors() {
        let (_, errors) = resource("m = { $n ->\n".to_owned()).unwrap_err();

        assert_eq!(errors.len(), 1);
    }
}
