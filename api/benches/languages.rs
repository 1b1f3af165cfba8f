//! What every request does for its language: `make bench-code`.

use std::collections::HashMap;

use divan::{Bencher, black_box};
use entity::session_translation;
use tribune::{
    clock::Clock,
    content::{
        cursor::{self, KeyValue, Position},
        slug::slugify,
        text::fold,
    },
    locale::{Locale, Locales, format::arguments, localize, messages::Messages},
};

fn main() {
    divan::main();
}

fn locales() -> Locales {
    let offered = ["en", "fr", "es"].map(|tag| Locale::parse(tag).expect("a language tag"));
    Locales::new(offered.to_vec(), offered[0].clone(), &HashMap::new()).expect("sound locales")
}

#[divan::bench]
fn negotiation(bencher: Bencher<'_, '_>) {
    let locales = locales();

    bencher.bench(|| locales.negotiate(black_box("de-CH, de;q=0.9, fr-CA;q=0.8, en;q=0.7, *;q=0.5")).clone());
}

/// A title in the language that is asked for.
#[divan::bench]
fn localise(bencher: Bencher<'_, '_>) {
    localise_title(bencher, Some("Émancipation"));
}

/// A title that is missing in the language that is asked for.
#[divan::bench]
fn localise_with_fallback(bencher: Bencher<'_, '_>) {
    localise_title(bencher, None);
}

fn localise_title(bencher: Bencher<'_, '_>, french: Option<&str>) {
    let locales = locales();
    let chain = locales.chain(locales.find("fr").expect("French is offered")).clone();
    let translation = |locale: &str, title: Option<&str>| session_translation::Model {
        locale: locale.to_owned(),
        title: title.map(str::to_owned),
        ..session_translation::Model::default()
    };
    let rows = [translation("en", Some("Empowerment")), translation("es", Some("Poder")), translation("fr", french)];

    bencher.bench(|| localize(black_box(&chain), black_box(&rows), |row| row.title.as_deref()).is_some());
}

#[divan::bench]
fn sort_keys_for_three_languages(bencher: Bencher<'_, '_>) {
    let locales = locales();

    bencher.bench(|| locales.collators().sort_keys(black_box("Éteindre le bruit, écouter le réseau")).count());
}

fn position() -> Position {
    Position { keys: vec![KeyValue::Bytes(vec![42; 40])], uid: uuid::Uuid::nil() }
}

#[divan::bench]
fn cursor_of_an_item(bencher: Bencher<'_, '_>) {
    let position = position();

    bencher.bench(|| cursor::encode("session:fr:Title Asc", black_box(&position)));
}

#[divan::bench]
fn item_of_a_cursor(bencher: Bencher<'_, '_>) {
    let cursor = cursor::encode("session:fr:Title Asc", &position());

    bencher.bench(|| cursor::decode("session:fr:Title Asc", "after", black_box(&cursor)).is_ok());
}

#[divan::bench]
fn slug_of_a_title() -> String {
    slugify(black_box("Débat : l’œuvre commune, ou comment écrire à plusieurs"))
}

#[divan::bench]
fn folding_a_title() -> String {
    fold(black_box("Débat : l’œuvre commune, ou comment écrire à plusieurs"))
}

/// A message with a plural and a date, once its formatters are there.
#[divan::bench]
fn message(bencher: Bencher<'_, '_>) {
    let locales = locales();
    let messages = Messages::load(&locales, None, Clock::System).expect("sound messages");
    let chain = locales.chain(locales.find("fr").expect("French is offered")).clone();
    let args = serde_json::json!({ "number": 2, "date": "2012-02-14T18:30:00+01:00[Europe/Paris]" });

    bencher.bench(|| {
        let args = arguments(args.as_object().expect("an object"));
        messages.find(black_box(&chain), black_box("programme-day-number"), &args, true).is_some()
    });
}
