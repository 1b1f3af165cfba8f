//! The harness's own rules.

use tests::{Answer, normalise};

#[test]
fn both_dialects_get_one_spelling() {
    let sqlite = r#"SELECT "event"."id" FROM "event" WHERE "event"."slug" IN (?, ?) AND "at" <= ? LIMIT ?"#;
    let postgres = "SELECT \"event\".\"id\"\nFROM \"event\" WHERE \"event\".\"slug\" IN ($1, $2, $3::text[]) AND \"at\" <= $4 LIMIT $5";

    let spelling = "SELECT event.id FROM event WHERE event.slug IN (…) AND at <= ? LIMIT ?";
    assert_eq!(normalise(sqlite), spelling);
    assert_eq!(normalise(postgres), spelling);
}

#[test]
fn a_list_of_pairs_is_a_list() {
    let pairs = "WHERE (a, b) IN ((?, ?), (?, ?)) AND c IN (SELECT d FROM e)";
    let values = "WITH k (a, b) AS (VALUES ($1::uuid, $2), ($3::uuid, $4)) SELECT 1";

    assert_eq!(normalise(pairs), "WHERE (a, b) IN (…) AND c IN (SELECT d FROM e)");
    assert_eq!(normalise(values), "WITH k (a, b) AS (VALUES (…)) SELECT 1");
}

#[test]
fn texts_in_a_statement_stay() {
    let statement = "SELECT 'it''s \"one\" ?' || a::text, `b` FROM c WHERE d IN ('x', ?)";

    let spelling = "SELECT 'it''s \"one\" ?' || a::text, b FROM c WHERE d IN ('x', ?)";
    assert_eq!(normalise(statement), spelling);
}

#[test]
fn identifiers_are_named_in_order_of_appearance() {
    let answer = r#"{"data":{"z":{"id":"q1","cursor":"c9"},"a":[{"id":"q2"},{"id":"q1"}],
        "link":"018f2f6e-0000-7000-8000-000000000001"},"extensions":{"explain":{}}}"#;

    let snapshot: String = Answer::parse(answer).snapshot().split_whitespace().collect();
    assert_eq!(
        snapshot,
        r#"{"data":{"z":{"id":"id1","cursor":"cursor1"},"a":[{"id":"id2"},{"id":"id1"}],"link":"uid1"}}"#
    );
}
