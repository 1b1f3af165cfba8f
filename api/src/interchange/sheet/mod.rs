//! A table of sessions, as any spreadsheet exports it: a row for each session, of one event, with its speakers.
//! `docs/import-csv.md` is the manual. Start at [`read`].

mod columns;
mod moment;
mod table;

use self::{
    columns::{Column, Columns},
    moment::{Days, Moment, Unclear},
    table::{Row, Table},
};
use super::{
    clean,
    parts::titled,
    programme::{self, Company, Event, Link, Person, Programme, Room, Session, Texts, Track},
    reading::{Notes, Options, Reading, Reason},
    standing::Standing,
};

/// What separates the cells of a table of sessions; none when the file is no such table.
pub fn separator(bytes: &[u8]) -> Option<u8> {
    Table::separator(bytes, &columns::is_title).and_then(|_| Table::separator(bytes, &columns::is_known))
}

/// Reads a table of sessions.
pub fn read(bytes: &[u8], separator: u8, options: &Options) -> Reading {
    let mut notes = Notes::default();
    let table = Table::read(bytes, separator, &mut notes);
    let columns = Columns::of(&table, &mut notes);
    let moments = [Column::Date, Column::Start, Column::End, Column::EventStart, Column::EventEnd];
    let cells = table.rows.iter().flat_map(|row| moments.map(|column| columns.told(row, column)));
    let cells: Vec<String> = cells.flatten().collect();
    let sheet = Sheet { columns, days: Days::of(cells.iter().map(String::as_str)) };
    let mut programme = Programme::of("csv");
    programme.event = sheet.event(&table.rows, options, &mut notes);
    for row in &table.rows {
        sheet.add(row, options, &mut programme, &mut notes);
    }
    programme::reading(&programme, options, notes)
}

/// How a table is to be read.
struct Sheet {
    columns: Columns,
    days: Days,
}

impl Sheet {
    /// What is said of the event, in whichever row it is said first.
    fn event(&self, rows: &[Row], options: &Options, notes: &mut Notes) -> Event {
        let place = rows.first().map_or_else(|| "the file".to_owned(), |row| format!("line {}", row.line));
        let text = |column| match rows.iter().find_map(|row| self.columns.told(row, column)) {
            Some(text) => Some(text),
            None => rows.first().and_then(|row| self.columns.text(row, column)),
        };
        let texts = |column| {
            let is_told = |texts: &Texts| texts.first().is_some();
            let all = || rows.iter().filter_map(|row| self.columns.texts(row, column));
            all().find(is_told).or_else(|| all().next())
        };
        let mut moment = |column, field| {
            let raw = text(column).filter(|raw| !raw.is_empty())?;
            match self.moment(&raw, field, &place, notes)? {
                Moment::At(at) => Some(at),
                Moment::Day(day) => Some(day),
                Moment::Time(_) => {
                    notes.skipped(&place, Reason::Unreadable { field, value: raw });
                    None
                }
            }
        };
        Event {
            start: moment(Column::EventStart, "event start"),
            end: moment(Column::EventEnd, "event end"),
            acronym: text(Column::EventSlug),
            title: texts(Column::Event),
            subtitle: texts(Column::EventTagline),
            description: texts(Column::EventDescription),
            venue: texts(Column::Venue),
            address: text(Column::Address),
            city: text(Column::City),
            country: text(Column::Country),
            time_zone: text(Column::TimeZone),
            url: text(Column::Website),
            // Where columns tell their languages, those that tell none are in that of the table.
            language: self.columns.has_languages().then(|| options.locale.clone()),
            place,
            ..Event::default()
        }
    }

    fn add(&self, row: &Row, options: &Options, programme: &mut Programme, notes: &mut Notes) {
        let title = self.columns.texts(row, Column::Title).and_then(|title| title.first().map(str::to_owned));
        let place = titled(format!("line {}", row.line), title.as_deref());
        if self.is_of_another_event(row, &programme.event, &place, notes) {
            return;
        }
        let persons = self.persons(row, &place, notes);
        if let Some(session) = self.continued(row, title.as_deref(), programme) {
            session.persons.extend(persons);
            return;
        }
        let Some(mut session) = self.session(row, options, &place, notes) else { return };
        session.persons = persons;
        self.add_room(row, &place, programme);
        self.add_track(row, &place, programme);
        programme.sessions.push(session);
    }

    fn is_of_another_event(&self, row: &Row, event: &Event, place: &str, notes: &mut Notes) -> bool {
        let slug = |text: &str| clean::slug(text);
        let own = event.title.as_ref().and_then(Texts::first).map(slug);
        let here = self.columns.texts(row, Column::Event).and_then(|texts| texts.first().map(str::to_owned));
        match here {
            Some(here) if Some(slug(&here)) != own => {
                notes.skipped(place, Reason::OtherEvent { name: here });
                true
            }
            _ => false,
        }
    }

    /// The session that a row goes on with: one with the same id and title, or that of the row above when it tells
    /// neither. Such rows add speakers.
    fn continued<'p>(&self, row: &Row, title: Option<&str>, programme: &'p mut Programme) -> Option<&'p mut Session> {
        let id = self.columns.told(row, Column::Id);
        let speaks = self.columns.told(row, Column::Speakers).is_some();
        let is_same = |session: &Session| {
            let known = session.title.as_ref().and_then(Texts::first);
            session.id == id && title.is_none_or(|title| known == Some(title))
        };
        match id {
            Some(_) if speaks => programme.sessions.last_mut().filter(|session| is_same(session)),
            None if speaks && title.is_none() => programme.sessions.last_mut(),
            _ => None,
        }
    }

    /// None for one that is no part of the programme.
    fn session(&self, row: &Row, options: &Options, place: &str, notes: &mut Notes) -> Option<Session> {
        let text = |column| self.columns.text(row, column);
        let texts = |column| self.columns.texts(row, column);
        let state = match self.columns.told(row, Column::State).map(|word| (Standing::of(&word), word)) {
            Some((Some(Standing::TurnedDown), state)) => {
                notes.skipped(place, Reason::NotAccepted { state });
                return None;
            }
            Some((Some(Standing::In(state)), _)) => Some(state),
            Some((None, value)) => {
                notes.skipped(place, Reason::Unreadable { field: "state", value });
                None
            }
            None => None,
        };
        let mut session = Session {
            id: text(Column::Id),
            title: texts(Column::Title),
            subtitle: texts(Column::Subtitle),
            r#abstract: texts(Column::Abstract),
            description: texts(Column::Description),
            language: text(Column::Language),
            text_language: self.columns.has_languages().then(|| options.locale.clone()),
            room: texts(Column::Room).map(|room| room.first().unwrap_or_default().to_owned()),
            track: texts(Column::Track).map(|track| track.first().unwrap_or_default().to_owned()),
            kind: texts(Column::Kind),
            level: text(Column::Level),
            tags: text(Column::Tags).map(|tags| list(&tags)),
            state,
            featured: self.truth(row, Column::Featured, "featured", place, notes),
            do_not_record: self.truth(row, Column::DoNotRecord, "do not record", place, notes).map(|is| is.to_string()),
            url: text(Column::Url),
            slides_url: text(Column::Slides),
            recording_url: text(Column::Recording),
            livestream_url: text(Column::Livestream),
            duration: text(Column::Duration).map(|cell| moment::duration(&cell)),
            place: place.to_owned(),
            ..Session::default()
        };
        self.set_times(&mut session, row, notes);
        Some(session)
    }

    fn set_times(&self, session: &mut Session, row: &Row, notes: &mut Notes) {
        let place = session.place.clone();
        let mut moment = |column, field| {
            let cell = self.columns.told(row, column)?;
            self.moment(&cell, field, &place, notes)
        };
        let (date, start) = (moment(Column::Date, "date"), moment(Column::Start, "start"));
        let end = moment(Column::End, "end");
        for moment in [date, start].into_iter().flatten() {
            match moment {
                Moment::At(at) => session.date = Some(at),
                Moment::Day(day) => session.day = Some(day),
                Moment::Time(time) => session.start = Some(time),
            }
        }
        match end {
            Some(Moment::At(end) | Moment::Time(end)) => session.end = Some(end),
            Some(Moment::Day(value)) => notes.skipped(&place, Reason::Unreadable { field: "end", value }),
            None => {}
        }
    }

    fn moment(&self, cell: &str, field: &'static str, place: &str, notes: &mut Notes) -> Option<Moment> {
        match self.days.moment(cell) {
            Ok(moment) => Some(moment),
            Err(unclear) => {
                let value = cell.to_owned();
                notes.skipped(
                    place,
                    match unclear {
                        Unclear::Ambiguous => Reason::AmbiguousDay { value },
                        Unclear::Unreadable => Reason::Unreadable { field, value },
                    },
                );
                None
            }
        }
    }

    fn truth(&self, row: &Row, column: Column, field: &'static str, place: &str, notes: &mut Notes) -> Option<bool> {
        let cell = self.columns.text(row, column)?;
        match clean::slug(&cell).as_str() {
            "yes" | "true" | "1" | "x" | "oui" | "vrai" | "si" | "verdadero" | "ja" | "wahr" => Some(true),
            "no" | "false" | "0" | "" | "non" | "faux" | "falso" | "nein" | "falsch" => Some(false),
            _ => {
                notes.skipped(place, Reason::Unreadable { field, value: cell });
                None
            }
        }
    }

    /// The speakers of a row. What there is one of for each stands in their order; one company is that of all.
    fn persons(&self, row: &Row, place: &str, notes: &mut Notes) -> Vec<Person> {
        let names = self.columns.told(row, Column::Speakers).map(|names| list(&names)).unwrap_or_default();
        let mut each = |column, field, is_shared| {
            let cell = self.columns.text(row, column)?;
            let values = list(&cell);
            match values.len() {
                0 => Some(vec![String::new(); names.len()]),
                1 if is_shared || names.len() == 1 => Some(vec![cell.trim().to_owned(); names.len()]),
                _ if names.len() == 1 => Some(vec![cell.trim().to_owned()]),
                count if count == names.len() => Some(values),
                _ => {
                    notes.skipped(place, Reason::NotForEach { field });
                    None
                }
            }
        };
        let companies = each(Column::Companies, "company", true);
        let pronouns = each(Column::Pronouns, "pronouns", false);
        let photos = each(Column::Photos, "photo", false);
        let urls = each(Column::SpeakerUrls, "speaker url", false);
        let job_titles = each(Column::JobTitles, "job title", false);
        let bio = self.columns.texts(row, Column::Bio);
        let bio = bio.filter(|bio| {
            let is_of_one = names.len() == 1 || bio.first().is_none();
            if !is_of_one {
                notes.skipped(place, Reason::NotForEach { field: "bio" });
            }
            is_of_one
        });
        let job_title = self.columns.texts(row, Column::JobTitles).filter(|_| names.len() == 1);
        let of = |values: &Option<Vec<String>>, at: usize| values.as_ref().and_then(|values| values.get(at).cloned());
        let person = |(at, name): (usize, &String)| Person {
            name: Some(name.clone()),
            company: of(&companies, at).map(|name| Company { name: Some(name), ..Company::default() }),
            pronouns: of(&pronouns, at),
            photo_url: of(&photos, at).filter(|url| !url.is_empty()),
            links: of(&urls, at).map(|url| {
                let link = Link { url: Some(url), title: None, kind: Some("website".to_owned()) };
                Some(link).into_iter().filter(|link| link.url.as_deref() != Some("")).collect()
            }),
            job_title: job_title.clone().or_else(|| of(&job_titles, at).map(Texts::from)),
            biography: bio.clone(),
            ..Person::default()
        };
        names.iter().enumerate().map(person).collect()
    }

    fn add_room(&self, row: &Row, place: &str, programme: &mut Programme) {
        let name = self.columns.texts(row, Column::Room).filter(|name| name.first().is_some());
        if let Some(name) = name {
            let id = name.first().map(str::to_owned);
            programme.rooms.push(Room { place: place.to_owned(), id, name: Some(name), ..Room::default() });
        }
    }

    fn add_track(&self, row: &Row, place: &str, programme: &mut Programme) {
        let name = self.columns.texts(row, Column::Track).filter(|name| name.first().is_some());
        if let Some(name) = name {
            let id = name.first().map(str::to_owned);
            programme.tracks.push(Track { place: place.to_owned(), id, name: Some(name), ..Track::default() });
        }
    }
}

/// The values of a cell, separated by `;`, `|` or line ends, or by commas where there are none of those.
fn list(cell: &str) -> Vec<String> {
    let strong = |c: char| matches!(c, ';' | '|' | '\n' | '\r');
    let parts: Vec<&str> = if cell.contains(strong) { cell.split(strong).collect() } else { cell.split(',').collect() };
    parts.into_iter().filter_map(clean::token).map(str::to_owned).collect()
}
