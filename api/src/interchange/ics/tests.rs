//! Each trap of real files, in a small one of our own.

use super::*;
use entity::value::SessionState;

use crate::interchange::document::{Field, SessionInput};

fn read_lines(lines: &str) -> Reading {
    let file =
        format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Harbour\r\n{}\r\nEND:VCALENDAR", lines.trim().replace('\n', "\r\n"));
    read(file.as_bytes(), &Options::of_locale("en")).unwrap()
}

/// A calendar with one event of these lines.
fn event_of(lines: &str) -> Reading {
    read_lines(&format!("BEGIN:VEVENT\nUID:1\nSUMMARY:Tides\n{lines}\nEND:VEVENT"))
}

fn sessions(reading: &Reading) -> &[SessionInput] {
    &reading.document.events[0].sessions
}

/// From when to when, in UTC: `2012-03-01T09:00 10:00`.
fn times(reading: &Reading) -> Vec<String> {
    let time = |session: &SessionInput| {
        let start = session.starts_at.value().map(|at| at.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default();
        let end = session.ends_at.value().map(|at| at.format(" %dT%H:%M").to_string()).unwrap_or_default();
        start + &end
    };
    sessions(reading).iter().map(time).collect()
}

fn reasons(reading: &Reading) -> Vec<(&str, &Reason)> {
    let known =
        |reason: &Reason| !matches!(reason, Reason::NoEventTime { .. } | Reason::NoTimeZone | Reason::OffsetUnproven);
    reading.notes.iter().filter(|note| known(&note.reason)).map(|note| (note.place.as_str(), &note.reason)).collect()
}

fn title(session: &SessionInput) -> &str {
    session.translations.0[0].title.value().map_or("", String::as_str)
}

#[test]
fn times_are_read_in_each_form() {
    for (lines, expected) in [
        ("DTSTART:20120301T090000Z\nDTEND:20120301T100000Z", "2012-03-01T09:00 01T10:00"),
        (
            "DTSTART;TZID=Europe/Paris:20120301T090000\nDTEND;TZID=Europe/Paris:20120301T100000",
            "2012-03-01T08:00 01T09:00",
        ),
        ("DTSTART;TZID=\"Romance Standard Time\":20120301T090000\nDURATION:PT1H30M", "2012-03-01T08:00 01T09:30"),
        (
            "DTSTART;TZID=/a.example/1/Europe/Paris;VALUE=DATE-TIME:20120301T090000\nDURATION:P1W",
            "2012-03-01T08:00 08T08:00",
        ),
        (
            "DTSTART;TZID=America/New_York:20120301T090000\nDTEND;TZID=Europe/Paris:20120301T160000",
            "2012-03-01T14:00 01T15:00",
        ),
        ("DTSTART:20120301T0900\nDURATION:+P1DT2H", "2012-03-01T09:00 02T11:00"),
        ("DTSTART:2012-03-01T09:00:00Z", "2012-03-01T09:00"),
        ("DTSTART;VALUE=DATE:20120301", "2012-03-01T00:00 02T00:00"),
        ("DTSTART;VALUE=DATE:20120301\nDTEND;VALUE=DATE:20120304", "2012-03-01T00:00 04T00:00"),
        ("DTSTART:20120301T090000Z\nDTEND:20120301T080000Z", "2012-03-01T09:00"),
        ("DTSTART:yesterday", ""),
        ("DTSTART:20120231T090000Z", ""),
    ] {
        assert_eq!(times(&event_of(lines)), [expected], "{lines}");
    }
}

#[test]
fn clocks_that_change_change_no_instant() {
    // Two hours across the end of summer time: pretalx says where they end, which is read as the first of two hours.
    let ends = event_of("DTSTART;TZID=Europe/Paris:20251026T013000\nDTEND;TZID=Europe/Paris:20251026T023000");
    let lasts = event_of("DTSTART;TZID=Europe/Paris:20251026T013000\nDURATION:PT2H");
    let begins = event_of("DTSTART;TZID=Europe/Paris:20250330T013000\nDTEND;TZID=Europe/Paris:20250330T033000");

    assert_eq!(times(&ends), ["2025-10-25T23:30 26T00:30"]);
    assert_eq!(times(&lasts), ["2025-10-25T23:30 26T01:30"]);
    assert_eq!(times(&begins), ["2025-03-30T00:30 30T01:30"]);
    // Samoa had no such day.
    let skips = event_of("DTSTART;TZID=Pacific/Apia:20111229T230000\nDTEND;TZID=Pacific/Apia:20111230T120000");
    assert_eq!(times(&skips), ["2011-12-30T09:00 30T22:00"]);
}

#[test]
fn zone_of_the_calendar_is_that_of_floating_times_and_of_the_event() {
    let reading = read_lines(
        "X-WR-TIMEZONE:America/Sao_Paulo\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20250301T090000\nDTEND:20250301T100000\nEND:VEVENT\n\
         BEGIN:VEVENT\nSUMMARY:B\nDTSTART;TZID=Nowhere:20250301T110000\nDTEND:20250301T120000\nEND:VEVENT",
    );

    assert_eq!(reading.document.events[0].time_zone, Field::Value("America/Sao_Paulo".to_owned()));
    assert_eq!(times(&reading), ["2025-03-01T12:00 01T13:00", "2025-03-01T14:00 01T15:00"]);
    let unknown = Reason::UnknownTimeZone { name: "Nowhere".to_owned() };
    assert!(reasons(&reading).iter().any(|(_, reason)| **reason == unknown), "{:?}", reading.notes);
}

#[test]
fn zone_that_only_the_file_knows_is_what_the_file_says() {
    let reading = read_lines(
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n\
         TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20000326T020000\n\
         RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nSUMMARY:A\nDTSTART;TZID=Ours:20250701T090000\nDTEND;TZID=Ours:20250701T100000\nEND:VEVENT\n\
         BEGIN:VEVENT\nSUMMARY:B\nDTSTART;TZID=Ours:20250101T090000\nDTEND;TZID=Ours:20250101T100000\nEND:VEVENT",
    );

    assert_eq!(times(&reading), ["2025-07-01T07:00 01T08:00", "2025-01-01T08:00 01T09:00"]);
}

#[test]
fn texts_are_unescaped_and_cleaned_in_their_language() {
    let reading = event_of(
        "DTSTART:20120301T090000Z\nDESCRIPTION;LANGUAGE=fr:Marées\\, <b>hautes</b>\\nou basses\n\
         LOCATION:Quay \\; left\nURL:https://harbour.example/1\nCONFERENCE;VALUE=URI:https://harbour.example/live\n\
         ATTACH;FILENAME=a.pdf:https://harbour.example/a.pdf\nSTATUS:TENTATIVE",
    );

    let session = &sessions(&reading)[0];
    assert_eq!(session.translations["fr"].description, Field::Value("Marées, **hautes**\nou basses".to_owned()));
    assert_eq!(reading.document.events[0].rooms[0].translations["en"].name, Field::Value("Quay ; left".to_owned()));
    assert_eq!(session.livestream_url, Field::Value("https://harbour.example/live".to_owned()));
    let links: Vec<&str> = session.links.value().unwrap().iter().map(|link| link.url.as_str()).collect();
    assert_eq!(links, ["https://harbour.example/1", "https://harbour.example/a.pdf"]);
    assert_eq!(session.state, Field::Value(SessionState::Tentative));
}

#[test]
fn people_come_in_by_name_and_without_their_addresses() {
    let reading = event_of(
        "DTSTART:20120301T090000Z\nATTENDEE;CN=\"Winter, Ada\";ROLE=REQ-PARTICIPANT:mailto:ada@harbour.example\n\
         ATTENDEE;CN=bo@harbour.example:mailto:bo@harbour.example\nATTENDEE;CUTYPE=ROOM;CN=Quay:mailto:quay@harbour.example\n\
         ORGANIZER;CN=Office:mailto:office@harbour.example",
    );

    let names: Vec<&str> =
        reading.document.speakers.iter().filter_map(|s| s.name.value()).map(String::as_str).collect();
    assert_eq!(names, ["Winter, Ada"]);
    assert_eq!(
        reasons(&reading).into_iter().map(|(_, reason)| reason.clone()).collect::<Vec<_>>(),
        [Reason::Ignored { field: "ORGANIZER".to_owned() }, Reason::NamelessPerson, Reason::NoDuration]
    );
    assert!(!format!("{:?}", reading.document).contains("@harbour"), "{:?}", reading.document);
}

#[test]
fn one_category_each_is_a_track_and_several_are_tags() {
    let event = |uid: u8, categories: &str| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nSUMMARY:S{uid}\nDTSTART:20120301T090000Z\nCATEGORIES:{categories}\nEND:VEVENT\n"
        )
    };
    let tracks = read_lines(&(event(1, "Sea") + &event(2, "Land\\, and shore") + &event(3, "Sea")));
    let tags = read_lines(&(event(1, "Sea,Wind") + &event(2, "Sea")));

    assert_eq!((tracks.document.events[0].tracks.len(), tracks.document.tags.len()), (2, 0));
    assert_eq!((tags.document.events[0].tracks.len(), tags.document.tags.len()), (0, 2));
}

#[test]
fn what_happens_more_than_once_is_a_session_each_time() {
    let reading = read_lines(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Watch\nDTSTART;TZID=Europe/Paris:20250328T090000\nDTEND;TZID=Europe/Paris:20250328T100000\n\
         RRULE:FREQ=DAILY;UNTIL=20250331T070000Z\nEXDATE;TZID=Europe/Paris:20250329T090000\nRDATE:20250402T070000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:1\nSUMMARY:Late watch\nRECURRENCE-ID;TZID=Europe/Paris:20250330T090000\n\
         DTSTART;TZID=Europe/Paris:20250330T110000\nDTEND;TZID=Europe/Paris:20250330T120000\nEND:VEVENT",
    );

    assert_eq!(
        times(&reading),
        [
            "2025-03-28T08:00 28T09:00",
            "2025-03-31T07:00 31T08:00",
            "2025-04-02T07:00 02T08:00",
            "2025-03-30T09:00 30T10:00"
        ]
    );
    let ids: Vec<&str> = sessions(&reading).iter().map(|session| session.external_ids[0].as_str()).collect();
    assert_eq!(
        ids,
        [
            "ics:harbour:session:1/20250328T090000",
            "ics:harbour:session:1/20250331T090000",
            "ics:harbour:session:1/20250402T090000",
            "ics:harbour:session:1/20250330T090000"
        ]
    );
}

#[test]
fn what_happens_for_ever_or_never_ends_here() {
    let begun = std::time::Instant::now();
    let ever = event_of("DTSTART:20250328T090000Z\nRRULE:FREQ=SECONDLY");
    let never = event_of("DTSTART:20250328T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    let strange = event_of("DTSTART:20250328T090000Z\nRRULE:FREQ=SOMETIMES");

    assert_eq!(sessions(&ever).len(), 366);
    assert!(reasons(&ever).iter().any(|(_, reason)| **reason == Reason::RepeatsTooOften { limit: 366 }));
    assert_eq!((sessions(&never).len(), sessions(&strange).len()), (1, 1));
    let unread = Reason::Unreadable { field: "RRULE", value: "FREQ=SOMETIMES".to_owned() };
    assert!(reasons(&strange).iter().any(|(_, reason)| **reason == unread), "{:?}", strange.notes);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn new_uids_are_no_new_sessions() {
    let file = |uids: [u8; 2]| {
        let event = |uid, room| {
            format!(
                "BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Tides\nLOCATION:{room}\nDTSTART:20120301T090000Z\nDURATION:PT1H\nEND:VEVENT\n"
            )
        };
        read_lines(&(event(uids[0], "Quay") + &event(uids[1], "Deck")))
    };
    let names = |reading: &Reading| sessions(reading).iter().map(|s| s.external_ids.clone()).collect::<Vec<_>>();

    assert_eq!(
        names(&file([1, 2])),
        [
            ["ics:harbour:session:1", "ics:harbour:session:at:2012-03-01T09:00:00Z:tides:quay"],
            ["ics:harbour:session:2", "ics:harbour:session:at:2012-03-01T09:00:00Z:tides:deck"]
        ]
    );
    let known = |reading: &Reading| names(reading).iter().map(|names| names[1].clone()).collect::<Vec<_>>();
    assert_eq!(known(&file([1, 2])), known(&file([3, 4])));
}

#[test]
fn what_is_not_for_everybody_stays_out() {
    let reading = read_lines(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Secret\nCLASS:PRIVATE\nDTSTART:20120301T090000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:2\nSUMMARY:Open\nCLASS:PUBLIC\nDTSTART:20120301T090000Z\nBEGIN:VALARM\nACTION:EMAIL\nEND:VALARM\nEND:VEVENT\n\
         BEGIN:VTODO\nUID:3\nEND:VTODO",
    );

    assert_eq!(sessions(&reading).iter().map(title).collect::<Vec<_>>(), ["Open"]);
    let ignored = |field: &str| Reason::Ignored { field: field.to_owned() };
    let all = reasons(&reading);
    for expected in
        [("event 1 (line 3)", Reason::Private), ("event 2 (line 9)", ignored("VALARM")), ("line 18", ignored("VTODO"))]
    {
        assert!(all.contains(&(expected.0, &expected.1)), "{expected:?}: {all:?}");
    }
}

#[test]
fn broken_lines_are_named_and_the_others_read() {
    let reading = event_of("this is no line\nDTSTART:20120301T090000Z\nDURATION:PT1H\nEND:VTODO");

    assert_eq!(times(&reading), ["2012-03-01T09:00 01T10:00"]);
    let broken = |kind| Reason::BrokenLine { kind };
    use crate::calendar::parser::FaultKind;
    assert_eq!(
        reasons(&reading),
        [("line 6", &broken(FaultKind::NotAProperty)), ("line 9", &broken(FaultKind::NotBegun))]
    );
}

#[test]
fn calendars_of_one_name_are_one_event() {
    let calendar = |name: &str, uid: u8| {
        format!(
            "BEGIN:VCALENDAR\n{name}BEGIN:VEVENT\nUID:{uid}\nSUMMARY:S\nDTSTART:20120301T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let file = calendar("NAME:A\n", 1) + &calendar("X-WR-CALNAME:B\n", 2) + &calendar("NAME:A\n", 3);

    let events = read(file.as_bytes(), &Options::of_locale("en")).unwrap().document.events;

    assert_eq!(events.iter().map(|event| event.sessions.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_file_without_events_is_no_schedule() {
    let empty = read(b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", &Options::of_locale("en"));

    assert_eq!(empty.unwrap_err(), ReadError::NotASchedule { problem: NoSchedule::NoEvent });
}

#[test]
fn what_we_write_we_read() {
    use crate::calendar::{Calendar, Entry, Status, Text};
    let text = |text: &str| Text { text: text.to_owned(), language: Some("fr".to_owned()) };
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let entry = |uid: &str, start: &str, end: &str| Entry {
        uid: uid.to_owned(),
        starts_at: at(start),
        ends_at: Some(at(end)),
        zone: Tz::Europe__Paris,
        summary: text("Marées, hautes ; basses"),
        description: Some(text("Un\n\nDeux")),
        location: Some(text("Quai")),
        geo: Some((47.5, -2.25)),
        url: None,
        categories: vec![text("Mer"), text("Vent")],
        status: Status::Cancelled,
        sequence: 1,
        created_at: at(start),
        updated_at: at(start),
        color: None,
        image: None,
        conference: None,
    };
    let entries = vec![
        entry("a", "2025-10-25T23:30:00Z", "2025-10-26T01:30:00Z"),
        entry("b", "2025-10-26T08:00:00Z", "2025-10-26T09:00:00Z"),
    ];
    let calendar = Calendar { name: text("Port"), zone: Some(Tz::Europe__Paris), entries, ..Calendar::default() };

    let reading = read(calendar.write().as_bytes(), &Options::of_locale("fr")).unwrap();

    let event = &reading.document.events[0];
    assert_eq!(times(&reading), ["2025-10-25T23:30 26T01:30", "2025-10-26T08:00 26T09:00"]);
    assert_eq!((&event.time_zone, &event.latitude), (&Field::Value("Europe/Paris".to_owned()), &Field::Value(47.5)));
    let session = &event.sessions[0];
    assert_eq!(session.translations["fr"].title, Field::Value("Marées, hautes ; basses".to_owned()));
    assert_eq!(session.translations["fr"].description, Field::Value("Un\n\nDeux".to_owned()));
    assert_eq!(session.state, Field::Value(SessionState::Cancelled));
    assert_eq!(reasons(&reading), []);
}

proptest::proptest! {
    #[test]
    fn nothing_in_a_file_is_fatal(
        lines in proptest::collection::vec(
            "(BEGIN:V(EVENT|TIMEZONE|CALENDAR)|END:V(EVENT|TIMEZONE)|BEGIN:STANDARD|END:STANDARD|(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|TZOFFSETTO|TZOFFSETFROM|TZID|X-WR-TIMEZONE|GEO)(;TZID=[A-Z/é]{0,5})?:(FREQ=(DAILY|YEARLY);)?[-+0-9TZP;,.:é]{0,18})",
            0..30,
        )
    ) {
        let file = format!("BEGIN:VCALENDAR\n{}", lines.join("\n"));
        let _ = read(file.as_bytes(), &Options::of_locale("en"));
    }
}
