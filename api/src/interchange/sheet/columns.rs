//! The columns of a table of sessions: what they are called, and in which language they are. `docs/import-csv.md`
//! documents them. Start at [`Columns::of`].

use std::collections::HashMap;

use super::table::{Row, Table};
use crate::interchange::{
    clean,
    programme::{
        Texts,
        language::{self, Stated},
    },
    reading::{Notes, Reason},
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Id,
    Title,
    Subtitle,
    Abstract,
    Description,
    Date,
    Start,
    End,
    Duration,
    Room,
    Track,
    Kind,
    Language,
    Level,
    Tags,
    State,
    Featured,
    DoNotRecord,
    Url,
    Slides,
    Recording,
    Livestream,
    Speakers,
    Companies,
    JobTitles,
    Pronouns,
    Photos,
    SpeakerUrls,
    Bio,
    Event,
    EventSlug,
    EventTagline,
    EventDescription,
    EventStart,
    EventEnd,
    TimeZone,
    Venue,
    Address,
    City,
    Country,
    Website,
}

use Column::*;

/// The names of each column as [`clean::slug`] makes them: first that of the documentation, then others that
/// organisers are seen to use, in English, French, Spanish and German.
const NAMES: &[(Column, &str)] = &[
    (Id, "id session-id code identifier identifiant identificador"),
    (Title, "title session-title titre titulo titel name-of-the-session"),
    (Subtitle, "subtitle sous-titre subtitulo untertitel"),
    (Abstract, "abstract summary resume resumen kurzbeschreibung zusammenfassung"),
    (Description, "description long-description descripcion beschreibung"),
    (Date, "date day jour fecha dia datum tag"),
    (Start, "start starts starts-at start-time begin debut heure-de-debut inicio hora-de-inicio comienzo beginn"),
    (End, "end ends ends-at end-time fin heure-de-fin hora-de-fin ende"),
    (Duration, "duration duration-min duration-minutes length duree duracion dauer"),
    (Room, "room location salle lieu sala raum"),
    (Track, "track topic theme thematique parcours tema bloque themenbereich"),
    (Kind, "kind type format session-type session-format tipo formato art"),
    (Language, "language spoken-language languages langue idioma sprache"),
    (Level, "level niveau nivel niveau-requis"),
    (Tags, "tags keywords mots-cles etiquettes etiquetas palabras-clave schlagworte"),
    (State, "state status etat statut estado"),
    (Featured, "featured highlight mis-en-avant destacada destacado hervorgehoben"),
    (DoNotRecord, "do-not-record no-recording ne-pas-enregistrer no-grabar nicht-aufzeichnen"),
    (Url, "url link lien enlace"),
    (Slides, "slides presentation diapositives diapositivas folien"),
    (Recording, "recording video enregistrement grabacion aufzeichnung"),
    (Livestream, "livestream stream live directo"),
    (
        Speakers,
        "speakers speaker speaker-name speaker-names orateurs orateur intervenants intervenant ponentes ponente referenten referent",
    ),
    (
        Companies,
        "companies company organisation organization affiliation entreprise entreprises empresa empresas firma",
    ),
    (JobTitles, "job-titles job-title position role fonction poste cargo puesto"),
    (Pronouns, "pronouns pronoms pronombres pronomen"),
    (Photos, "photos photo picture portrait foto fotos"),
    (SpeakerUrls, "speaker-urls speaker-url speaker-website speaker-link"),
    (Bio, "bio biography speaker-bio biographie biografia"),
    (Event, "event event-name evenement evento veranstaltung"),
    (EventSlug, "event-slug"),
    (EventTagline, "event-tagline"),
    (EventDescription, "event-description"),
    (EventStart, "event-start"),
    (EventEnd, "event-end"),
    (TimeZone, "time-zone timezone fuseau-horaire zona-horaria zeitzone"),
    (Venue, "venue event-venue"),
    (Address, "address event-address adresse direccion"),
    (City, "city event-city ville ciudad stadt"),
    (Country, "country event-country pays pais land"),
    (Website, "website event-website event-url"),
];

/// Columns whose texts may be given in several languages.
const LOCALISED: &[Column] = &[
    Title,
    Subtitle,
    Abstract,
    Description,
    Room,
    Track,
    JobTitles,
    Bio,
    Event,
    EventTagline,
    EventDescription,
    Venue,
];

/// What the header of a column says: `title`, `Title:fr`, `Title (fr)`.
fn parse(header: &str) -> Option<(Column, Option<String>)> {
    let header = header.trim_start_matches('\u{feff}').trim();
    let (name, tag) = match header.strip_suffix(')').and_then(|header| header.rsplit_once('(')) {
        Some((name, tag)) => (name, Some(tag)),
        None => header.rsplit_once(':').map_or((header, None), |(name, tag)| (name, Some(tag))),
    };
    let column = |name: &str| {
        let name = clean::slug(name);
        NAMES.iter().find(|(_, names)| names.split(' ').any(|known| known == name)).map(|(column, _)| *column)
    };
    // `Duration (min)` is one name.
    if let Some(column) = column(header) {
        return Some((column, None));
    }
    let (column, tag) = (column(name)?, tag?);
    match language::parse(tag).as_slice() {
        [Stated::Language(tag)] if LOCALISED.contains(&column) => Some((column, Some(tag.clone()))),
        _ => None,
    }
}

/// Whether a header names the one column that no table of sessions is without.
pub fn is_title(header: &str) -> bool {
    matches!(parse(header), Some((Title, _)))
}

/// Whether a header names any column.
pub fn is_known(header: &str) -> bool {
    parse(header).is_some()
}

/// Where the columns of a table are.
#[derive(Debug)]
pub struct Columns {
    /// The positions of each column, with their languages.
    positions: HashMap<Column, Vec<(usize, Option<String>)>>,
}

impl Columns {
    /// Notes the columns that have no meaning, and those that are there twice.
    pub fn of(table: &Table, notes: &mut Notes) -> Self {
        let mut positions: HashMap<Column, Vec<(usize, Option<String>)>> = HashMap::new();
        for (at, header) in table.header.iter().enumerate() {
            if let Some((column, language)) = parse(header) {
                let known = positions.entry(column).or_default();
                if known.iter().all(|(_, other)| *other != language) {
                    known.push((at, language));
                    continue;
                }
            }
            if table.rows.iter().any(|row| row.cell(at).is_some()) {
                let field = clean::line(header).text.unwrap_or_else(|| format!("column {}", at + 1));
                notes.skipped("line 1", Reason::Ignored { field });
            }
        }
        Self { positions }
    }

    /// Whether a text of the table is given in a language by its column.
    pub fn has_languages(&self) -> bool {
        self.positions.values().flatten().any(|(_, language)| language.is_some())
    }

    /// The text of a cell: empty when the cell is, none when there is no such column.
    pub fn text(&self, row: &Row, column: Column) -> Option<String> {
        let positions = self.positions.get(&column)?;
        Some(positions.iter().find_map(|(at, _)| row.cell(*at)).unwrap_or_default().to_owned())
    }

    /// As [`Columns::text`], none when the cell is empty.
    pub fn told(&self, row: &Row, column: Column) -> Option<String> {
        self.text(row, column).filter(|text| !text.is_empty())
    }

    /// The texts of a column in all languages; none when there is no such column.
    pub fn texts(&self, row: &Row, column: Column) -> Option<Texts> {
        let cell =
            |(at, language): &(usize, Option<String>)| (language.clone(), row.cell(*at).unwrap_or_default().to_owned());
        self.positions.get(&column).map(|positions| positions.iter().map(cell).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn headers_are_read_as_organisers_write_them() {
        let plain = |header: &str| parse(header).map(|(column, language)| (column, language.unwrap_or_default()));
        for (header, column, language) in [
            ("title", Title, ""),
            ("\u{feff}Titre", Title, ""),
            ("Title:fr", Title, "fr"),
            ("Abstract (Español)", Abstract, "es"),
            ("Starts at", Start, ""),
            ("START_TIME", Start, ""),
            ("Duration (min)", Duration, ""),
            ("Durée", Duration, ""),
        ] {
            assert_eq!(plain(header), Some((column, language.to_owned())), "{header}");
        }
        for header in ["", "e-mail", "title:nonsense", "start:fr", "Notes (internal)"] {
            assert_eq!(plain(header), None, "{header}");
        }
    }

    #[test]
    fn no_name_is_that_of_two_columns() {
        let mut seen = HashSet::new();
        for name in NAMES.iter().flat_map(|(_, names)| names.split(' ')) {
            assert!(seen.insert(name), "{name}");
            assert_eq!(clean::slug(name), name);
        }
    }

    #[test]
    fn documentation_names_every_column() {
        let documentation = include_str!("../../../../docs/import-csv.md");

        for (column, names) in NAMES {
            let name = names.split(' ').next().unwrap_or_default().replace('-', " ");
            assert!(documentation.contains(&format!("| `{name}`")), "{column:?}: {name}");
        }
    }
}
