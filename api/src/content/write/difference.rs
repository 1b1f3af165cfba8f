//! What differs between two states of a thing: for the change log, for conflicts, and for putting pending edits
//! onto what others have changed meanwhile.

use serde_json::{Map, Value, json};

use crate::error::{FieldDifference, camel_case};

/// What the door itself writes into rows: no difference to anybody.
const BOOKKEEPING: [&str; 8] =
    ["uid", "locale", "version", "created_at", "updated_at", "text_version", "source_version", "text_versions"];

/// What differs between two snapshots: `{"translations.fr.title": {"before": …, "after": …}}`. Objects are
/// compared field by field, everything else as a whole.
pub fn differences(before: &Value, after: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    compare("", before, after, &mut |path, before, after| {
        found.insert(path.to_owned(), json!({ "before": before, "after": after }));
    });
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut impl FnMut(&str, &Value, &Value)) {
    if before == after {
        return;
    }
    if !before.is_object() && !after.is_object() {
        return found(path, before, after);
    }
    let empty = Map::new();
    let (old, new) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names.into_iter().filter(|name| !is_bookkeeping(path, name)) {
        let of = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        compare(&path, &of(old), &of(new), found);
    }
}

/// Of rows, not of relations, whose rows are compared as a whole.
fn is_bookkeeping(path: &str, name: &str) -> bool {
    let is_translation = path.starts_with("translations.");
    // The only uid of a translation is that of its owner.
    BOOKKEEPING.contains(&name) && (path == "row" || is_translation) || is_translation && name.ends_with("_uid")
}

/// The differences in the words of the contract.
pub fn readable(differences: &Map<String, Value>) -> Vec<FieldDifference> {
    let readable = |(path, change): (&String, &Value)| {
        let (field, locale) = field(path);
        FieldDifference { field, locale, before: change["before"].clone(), after: change["after"].clone() }
    };
    differences.iter().map(readable).collect()
}

/// `translations.fr.title`, `startsAt`: the fields that differ, as the audit log names them.
pub fn names(differences: &Map<String, Value>) -> Vec<String> {
    let name = |path: &String| match field(path) {
        (field, Some(locale)) => format!("translations.{locale}.{field}"),
        (field, None) => field,
    };
    differences.keys().map(name).collect()
}

/// The field and the locale that a path means.
fn field(path: &str) -> (String, Option<String>) {
    let mut parts = path.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("translations"), Some(locale), Some(column)) => (camel_case(column), Some(locale.to_owned())),
        (Some("relations"), Some(relation), None) => (camel_case(relation), None),
        (Some("row"), Some(column), None) => (camel_case(column.strip_suffix("_uid").unwrap_or(column)), None),
        _ => (path.to_owned(), None),
    }
}

/// What publishing `draft` would change of `live`: of what differs between the two, that which the edits touch and
/// not that which others have changed since `base`.
pub fn pending(base: &Value, draft: &Value, live: &Value) -> Map<String, Value> {
    let ours = differences(base, draft);
    let mut pending = differences(live, draft);
    pending.retain(|path, _| ours.keys().any(|own| touches(own, path)));
    pending
}

/// Whether one path is the other, or leads to it.
fn touches(path: &str, other: &str) -> bool {
    let leads = |path: &str, other: &str| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    other == path || leads(path, other) || leads(other, path)
}

/// What differs between `pending` and `after` though `pending` has changed it of `live` already.
pub fn clashes(live: &Value, pending: &Value, after: &Value) -> Map<String, Value> {
    let theirs = differences(live, pending);
    let mut ours = differences(pending, after);
    ours.retain(|path, _| theirs.keys().any(|other| touches(other, path)));
    ours
}

/// `live` with what `draft` changed of `base`; the paths that were changed in both when they were not changed
/// alike.
pub fn merge(base: &Value, draft: &Value, live: &Value) -> Result<Value, Vec<String>> {
    let (ours, theirs) = (differences(base, draft), differences(base, live));
    let clash = |path: &&String| theirs.iter().any(|(other, change)| touches(path, other) && ours[*path] != *change);
    let clashes: Vec<String> = ours.keys().filter(clash).cloned().collect();
    if !clashes.is_empty() {
        return Err(clashes);
    }
    Ok(put_onto(&ours, live))
}

/// As [`merge`], but what both changed is as `draft` says.
pub fn merge_over(base: &Value, draft: &Value, live: &Value) -> Value {
    put_onto(&differences(base, draft), live)
}

fn put_onto(changes: &Map<String, Value>, live: &Value) -> Value {
    let mut merged = live.clone();
    for (path, change) in changes {
        set(&mut merged, path, change["after"].clone());
    }
    merged
}

/// Puts a value at a path, whose objects are made when they are absent.
fn set(place: &mut Value, path: &str, value: Value) {
    // Locale tags and columns hold no point.
    let place = path.split('.').fold(place, |place, name| {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        &mut place[name]
    });
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_the_path() {
        let before =
            json!({"row": {"kind": "talk", "links": [], "version": 1}, "translations": {"en": {"title": "A"}}});
        let after = json!({
            "row": {"kind": "panel", "links": [], "version": 2},
            "translations": {"en": {"title": "A"}, "fr": {"locale": "fr", "title": "B"}}
        });

        let found = differences(&before, &after);

        assert_eq!(found.keys().collect::<Vec<_>>(), ["row.kind", "translations.fr.title"]);
        assert_eq!(found["row.kind"], json!({"before": "talk", "after": "panel"}));
        assert_eq!(names(&found), ["kind", "translations.fr.title"]);
    }

    #[test]
    fn pending_edits_go_onto_what_others_changed() {
        let base = json!({"row": {"kind": "talk", "room_uid": null}, "translations": {"en": {"title": "A"}}});
        let draft = json!({
            "row": {"kind": "talk", "room_uid": null},
            "translations": {"en": {"title": "B"}, "fr": {"title": "C"}}
        });
        let live = json!({"row": {"kind": "panel", "room_uid": null}, "translations": {"en": {"title": "A"}}});

        let merged = merge(&base, &draft, &live).unwrap();

        assert_eq!(
            merged,
            json!({
                "row": {"kind": "panel", "room_uid": null},
                "translations": {"en": {"title": "B"}, "fr": {"title": "C"}}
            })
        );
    }

    #[test]
    fn pending_edits_are_what_the_draft_changed_and_nothing_else() {
        let base = json!({"row": {"kind": "talk", "level": null, "guid": "1"}});
        let draft = json!({"row": {"kind": "panel", "level": "beginner", "guid": "1"}});
        let live = json!({"row": {"kind": "keynote", "level": "beginner", "guid": "2"}});

        let pending = pending(&base, &draft, &live);

        assert_eq!(Value::Object(pending), json!({"row.kind": {"before": "keynote", "after": "panel"}}));
    }

    #[test]
    fn what_both_changed_is_named() {
        let base = json!({"translations": {"en": {"title": "A", "subtitle": "S"}}});
        let draft = json!({"translations": {"en": {"title": "B", "subtitle": "T"}}});
        let live = json!({"translations": {"en": {"title": "C", "subtitle": "T"}}});

        assert_eq!(merge(&base, &draft, &live).unwrap_err(), ["translations.en.title"]);
    }
}
