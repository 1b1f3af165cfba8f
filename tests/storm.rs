//! Many clients that write at once, and a server that dies meanwhile: nothing is lost, nothing is half there.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::editor::Editor;

on_both_databases![clients_that_write_at_once_lose_nothing, server_that_is_killed_has_all_that_it_acknowledged];

const CLIENTS: usize = 16;
/// Rooms whose capacity all clients count up.
const ROOMS: usize = 4;

/// Raises the capacity of a room by one, from what the client believes that it is.
const COUNT: &str = "mutation ($id: ID!, $version: Int!, $capacity: Int!) {
    roomUpdate(input: { id: $id, version: $version, capacity: $capacity }) {
        room { version capacity } userErrors { code }
    }
}";
const ROOMS_NOW: &str = r#"{ event(slug: "fair") { rooms { id uid version capacity } } }"#;
const TAG: &str = r#"mutation ($label: String!) {
    tagCreate(input: { translations: [{ locale: "en", label: $label }] }) { tag { uid } userErrors { code } }
}"#;

/// What one client was told to have been written.
#[derive(Default)]
struct Acknowledged {
    /// How often it counted each room up, and the last version that it left there.
    rooms: BTreeMap<String, (i64, i64)>,
    tags: Vec<String>,
    conflicts: usize,
}

/// A client writes until its time is over, or until the server is gone. It counts itself in `begun` when it has
/// written.
fn write(editor: &Editor, rooms: &[String], client: usize, end: Instant, begun: &AtomicUsize) -> Acknowledged {
    let mut acknowledged = Acknowledged::default();
    for turn in 0.. {
        if Instant::now() > end {
            break;
        }
        let is_there = match turn % 4 {
            3 => create_tag(editor, &format!("{client} {turn}"), &mut acknowledged),
            _ => count_up(editor, &rooms[(client + turn) % rooms.len()], end, &mut acknowledged),
        };
        if is_there.is_none() {
            break;
        }
        if turn == 0 && !acknowledged.rooms.is_empty() {
            begun.fetch_add(1, Ordering::SeqCst);
        }
    }
    acknowledged
}

/// Tries until nobody was faster. None when the server is gone.
fn count_up(editor: &Editor, room: &str, end: Instant, acknowledged: &mut Acknowledged) -> Option<()> {
    while Instant::now() <= end {
        let now = post(editor, ROOMS_NOW, Value::Null)?;
        let (version, capacity) = version_and_capacity(&now["data"]["event"]["rooms"], room);
        let answer = post(editor, COUNT, json!({ "id": room, "version": version, "capacity": capacity + 1 }))?;
        if answer["errors"][0]["extensions"]["code"] == "CONFLICT" {
            acknowledged.conflicts += 1;
            continue;
        }
        let done = &answer["data"]["roomUpdate"];
        // The answer is read once the write is committed: another one may have come in between, whole.
        let later = done["room"]["version"].as_i64().expect("a version") - (version + 1);
        assert!(later >= 0 && done["userErrors"] == json!([]), "{answer}");
        assert_eq!(done["room"]["capacity"], capacity + 1 + later, "{answer}");
        let (count, last) = acknowledged.rooms.entry(room.to_owned()).or_default();
        (*count, *last) = (*count + 1, version + 1);
        return Some(());
    }
    Some(())
}

fn create_tag(editor: &Editor, label: &str, acknowledged: &mut Acknowledged) -> Option<()> {
    let answer = post(editor, TAG, json!({ "label": label }))?;
    let uid = answer["data"]["tagCreate"]["tag"]["uid"].as_str().unwrap_or_else(|| panic!("no tag: {answer}"));
    acknowledged.tags.push(uid.to_owned());
    Some(())
}

/// The whole answer; none when the server ended before it was there.
fn post(editor: &Editor, document: &str, variables: Value) -> Option<Value> {
    let request = editor.app.request(Method::POST, "/graphql").bearer_auth(&editor.token.0);
    let response = request.json(&json!({ "query": document, "variables": variables })).send().ok()?;
    let status = response.status();
    let answer: Value = serde_json::from_str(&response.text().ok()?).expect("an answer is JSON");
    assert!(status.is_success(), "{status} {answer}");
    Some(answer)
}

/// Lets all clients write for a while, and `meanwhile` happen, which is told how many have written.
fn storm(editor: &Editor, rooms: &[String], time: Duration, meanwhile: impl FnOnce(&AtomicUsize)) -> Vec<Acknowledged> {
    let (end, begun) = (Instant::now() + time, &AtomicUsize::new(0));
    thread::scope(|scope| {
        let start = |client| scope.spawn(move || write(editor, rooms, client, end, begun));
        let clients: Vec<_> = (0..CLIENTS).map(start).collect();
        meanwhile(begun);
        clients.into_iter().map(|client| client.join().expect("a client got what it may get")).collect()
    })
}

fn rooms(editor: &Editor) -> Vec<String> {
    editor.fair();
    let room = |at| json!({ "event": "fair", "capacity": 0, "translations": [{ "locale": "en", "name": at }] });
    (0..ROOMS).map(|at| editor.create("room", &room(format!("Room {at}"))).uid).collect()
}

/// All changes there are, the oldest first: `(seq, uid, version)`.
fn changes(editor: &Editor) -> Vec<(i64, String, i64)> {
    let document = "query ($after: String) { changes(first: 100, after: $after) {
        nodes { seq uid version } pageInfo { endCursor hasNextPage }
    } }";
    let (mut changes, mut after) = (Vec::new(), Value::Null);
    loop {
        let response = editor.ask(document, json!({ "after": after }));
        let page = response.at("/changes");
        changes.extend(page["nodes"].as_array().unwrap().iter().map(|change| {
            let uid = change["uid"].as_str().unwrap().to_owned();
            (change["seq"].as_i64().unwrap(), uid, change["version"].as_i64().unwrap())
        }));
        if page["pageInfo"]["hasNextPage"] != true {
            return changes;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// All things there are, by uid: the id of each.
fn things(editor: &Editor) -> BTreeMap<String, String> {
    let document = r#"query ($after: String) {
        event(slug: "fair") { id uid rooms { id uid } }
        tags(first: 100, after: $after) { nodes { id uid } pageInfo { endCursor hasNextPage } }
    }"#;
    let mut things = BTreeMap::new();
    let mut note = |thing: &Value| {
        let text = |name: &str| thing[name].as_str().unwrap().to_owned();
        things.insert(text("uid"), text("id"));
    };
    let mut after = Value::Null;
    loop {
        let response = editor.ask(document, json!({ "after": after }));
        let data = response.data();
        note(&data["event"]);
        data["event"]["rooms"].as_array().unwrap().iter().for_each(&mut note);
        data["tags"]["nodes"].as_array().unwrap().iter().for_each(&mut note);
        if data["tags"]["pageInfo"]["hasNextPage"] != true {
            return things;
        }
        after = data["tags"]["pageInfo"]["endCursor"].clone();
    }
}

/// The versions of a thing that its history holds, the earliest first.
fn revisions(editor: &Editor, id: &str) -> Vec<i64> {
    let document = "query ($id: ID!, $after: String) { node(id: $id) { ... on Content {
        revisions(first: 100, after: $after) { nodes { version } pageInfo { endCursor hasNextPage } }
    } } }";
    let (mut versions, mut after) = (Vec::new(), Value::Null);
    loop {
        let response = editor.ask(document, json!({ "id": id, "after": after }));
        let page = response.at("/node/revisions");
        versions.extend(page["nodes"].as_array().unwrap().iter().map(|revision| revision["version"].as_i64().unwrap()));
        if page["pageInfo"]["hasNextPage"] != true {
            versions.sort_unstable();
            return versions;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Sees that each thing that is there, and no other, has as many revisions and changes as it has versions, without
/// gap and in order; the version of each.
fn whole_history(editor: &Editor) -> BTreeMap<String, i64> {
    let changes = changes(editor);
    let seqs: Vec<i64> = changes.iter().map(|(seq, ..)| *seq).collect();
    assert_eq!(seqs, (1..=i64::try_from(seqs.len()).unwrap()).collect::<Vec<_>>());
    let mut versions: BTreeMap<String, i64> = BTreeMap::new();
    for (seq, uid, version) in changes {
        let last = versions.entry(uid).or_default();
        assert_eq!(version, *last + 1, "change {seq}");
        *last = version;
    }
    let things = things(editor);
    assert!(things.keys().eq(versions.keys()), "{things:#?} are not {versions:#?}");
    for (uid, version) in &versions {
        assert_eq!(revisions(editor, &things[uid]), (1..=*version).collect::<Vec<_>>(), "revisions of {uid}");
    }
    versions
}

fn room_now(editor: &Editor, uid: &str) -> (i64, i64) {
    version_and_capacity(editor.ask(ROOMS_NOW, Value::Null).at("/event/rooms"), uid)
}

fn version_and_capacity(rooms: &Value, uid: &str) -> (i64, i64) {
    let room = rooms.as_array().and_then(|rooms| rooms.iter().find(|room| room["uid"] == uid));
    let number =
        |name: &str| room.and_then(|room| room[name].as_i64()).unwrap_or_else(|| panic!("no {uid} in {rooms}"));
    (number("version"), number("capacity"))
}

fn clients_that_write_at_once_lose_nothing(database: Database) {
    let time = Duration::from_secs(10);
    let app = TestApp::start(database, &Options { running_clock: true, ..Options::default() });
    let editor = Editor::of(&app);
    let rooms = rooms(&editor);
    let before = changes(&editor).len();

    let all = storm(&editor, &rooms, time, |_| ());

    let tags: Vec<&String> = all.iter().flat_map(|client| &client.tags).collect();
    let versions = whole_history(&editor);
    let mut acknowledged = tags.len();
    for room in &rooms {
        let counted: i64 = all.iter().filter_map(|client| client.rooms.get(room)).map(|(count, _)| count).sum();
        assert!(counted > 0);
        assert_eq!(room_now(&editor, room), (counted + 1, counted));
        assert_eq!(versions[room], counted + 1);
        acknowledged += usize::try_from(counted).unwrap();
    }
    assert!(tags.iter().all(|tag| versions[*tag] == 1));
    assert_eq!(changes(&editor).len(), before + acknowledged);
    let conflicts: usize = all.iter().map(|client| client.conflicts).sum();
    assert!(conflicts > 0, "clients never met");
    println!("{acknowledged} writes in {time:?}, and {conflicts} conflicts");
}

fn server_that_is_killed_has_all_that_it_acknowledged(database: Database) {
    let options = Options { running_clock: true, ..Options::default() };
    let mut app = TestApp::start(database, &options);
    let token = app.admin();
    let editor = Editor { app: &app, token: token.clone() };
    let rooms = rooms(&editor);

    let all = storm(&editor, &rooms, Duration::from_secs(60), |begun| {
        let begin = Instant::now();
        // In the middle of the storm: everybody is at it.
        while begin.elapsed() < Duration::from_secs(3) || begun.load(Ordering::SeqCst) < CLIENTS {
            assert!(begin.elapsed() < Duration::from_secs(60), "not all clients get to write");
            thread::sleep(Duration::from_millis(10));
        }
        app.kill();
    });
    app.restart(&options);

    let editor = Editor { app: &app, token };
    let versions = whole_history(&editor);
    for room in &rooms {
        let of_room = || all.iter().filter_map(|client| client.rooms.get(room));
        let counted: i64 = of_room().map(|(count, _)| count).sum();
        let last = of_room().map(|(_, last)| *last).max().unwrap_or(1);
        let (version, capacity) = room_now(&editor, room);
        assert_eq!((version, capacity), (versions[room], version - 1), "the row is not what its history says");
        assert!(version >= last, "version {version} is before {last}, which was acknowledged");
        // What was under way may have come in without anybody being told.
        let untold = capacity - counted;
        assert!((0..=i64::try_from(CLIENTS).unwrap()).contains(&untold), "{capacity} of {counted}");
    }
    for tag in all.iter().flat_map(|client| &client.tags) {
        assert_eq!(versions.get(tag), Some(&1), "a tag that was acknowledged is gone");
    }
    assert!(all.iter().all(|client| !client.rooms.is_empty()), "each client wrote before the server died");
}
