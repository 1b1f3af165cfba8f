//! Our texts beside those of `Intl`. `tests/intl/cases.mjs` writes the cases; where ours differ,
//! `tests/intl/differences.json` says why, and holds nothing else.

use std::{collections::BTreeMap, fmt::Write as _};

use fluent_bundle::FluentBundle;
use serde_json::{Map, Value, json};

use super::{
    NumberOptions, PluralType, Width, arguments, duration,
    functions::{FUNCTIONS, add_functions, format_pattern},
    plural_categories, plural_category, region_name, resource,
};
use crate::locale::Locale;

fn read(name: &str) -> Value {
    let path = format!("{}/../tests/intl/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The case by way of a Fluent function, with the options as literals: that is how they come.
fn called(function: &str, locale: &Locale, input: &Value, options: &Map<String, Value>) -> String {
    let values = match (function, input) {
        ("RANGE", Value::Array(values)) => values.clone(),
        (_, value) => vec![value.clone()],
    };
    let names = ["a", "b"];
    let mut call = names[..values.len()].iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ");
    for (name, value) in options {
        write!(call, ", {name}: {value}").unwrap();
    }
    let mut bundle = FluentBundle::new(vec![locale.as_str().parse().unwrap()]);
    bundle.set_use_isolating(false);
    add_functions(&mut bundle, locale, || "2012-02-13T12:00:00Z".parse().unwrap()).unwrap();
    bundle.add_resource(resource(format!("m = {{ {function}({call}) }}\n")).unwrap()).unwrap();
    let args = arguments(&names.iter().map(|name| (*name).to_owned()).zip(values).collect());
    let mut errors = Vec::new();
    let text = format_pattern(&bundle, bundle.get_message("m").unwrap().value().unwrap(), Some(&args), &mut errors);
    errors.iter().fold(text, |text, error| format!("{text} [{error}]"))
}

fn plural(case: &Value, locale: &Locale) -> String {
    let kind = if case["options"]["type"] == "ordinal" { PluralType::Ordinal } else { PluralType::Cardinal };
    if case["kind"] == "pluralCategories" {
        return plural_categories(locale, kind).unwrap().join(" ");
    }
    let digits = case["options"]["minimumFractionDigits"].as_u64().map(|digits| u8::try_from(digits).unwrap());
    let options = NumberOptions { minimum_fraction_digits: digits, ..NumberOptions::default() };
    let values = case["input"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap());
    values.map(|value| plural_category(locale, value, kind, &options).unwrap()).collect::<Vec<_>>().join(" ")
}

fn ours(case: &Value) -> String {
    let locale = Locale::parse(case["locale"].as_str().unwrap()).unwrap();
    let options = case["options"].as_object().unwrap();
    let function = |name| called(name, &locale, &case["input"], options);
    match case["kind"].as_str().unwrap() {
        "number" => function("NUMBER"),
        "dateTime" => function("DATETIME"),
        "range" => function("RANGE"),
        "relative" => function("RELATIVE"),
        "list" => function("LIST"),
        "language" => function("LANGUAGE"),
        "region" => region_name(&locale, case["input"].as_str().unwrap()).unwrap(),
        "duration" => {
            let width = match case["options"]["style"].as_str().unwrap() {
                "long" => Width::Long,
                "short" => Width::Short,
                _ => Width::Narrow,
            };
            duration(&locale, u32::try_from(case["input"].as_u64().unwrap()).unwrap(), width).unwrap()
        }
        _ => plural(case, &locale),
    }
}

fn key(case: &Value) -> String {
    let parts = ["kind", "locale", "input", "options"].map(|part| case[part].to_string());
    parts.join(" ")
}

#[test]
fn pages_have_the_same_functions() {
    let page = std::fs::read_to_string(format!("{}/../locales/functions.mjs", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for function in FUNCTIONS {
        assert!(page.contains(function.name), "{}", function.name);
        assert!(page.contains(&function.options.join(" ")) || function.name == "NUMBER", "{}", function.name);
    }
}

#[test]
fn ours_are_those_of_intl_but_for_the_differences() {
    let cases = read("cases.json");
    let listed: BTreeMap<String, Value> =
        read("differences.json").as_array().unwrap().iter().map(|known| (key(known), known.clone())).collect();
    let mut found = BTreeMap::new();
    for case in cases["cases"].as_array().unwrap() {
        let (ours, intl) = (ours(case), case["expected"].as_str().unwrap());
        if ours != intl {
            let mut difference = case.as_object().unwrap().clone();
            difference.remove("expected");
            difference.extend([("intl".to_owned(), json!(intl)), ("ours".to_owned(), json!(ours))]);
            found.insert(key(case), Value::Object(difference));
        }
    }

    for (key, difference) in &found {
        match listed.get(key) {
            None => println!("{difference},"),
            Some(known) => assert_eq!((&known["intl"], &known["ours"]), (&difference["intl"], &difference["ours"])),
        }
    }
    let new = found.keys().filter(|key| !listed.contains_key(*key)).count();
    assert_eq!(new, 0, "differences that are not listed");
    let gone: Vec<&String> = listed.keys().filter(|key| !found.contains_key(*key)).collect();
    assert!(gone.is_empty(), "no differences any more: {gone:#?}");
    assert!(listed.values().all(|known| known["reason"].is_string()), "a difference needs a reason");
}
