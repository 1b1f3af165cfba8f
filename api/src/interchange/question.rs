//! Fields that organisers add themselves: questions to speakers, categories of sessions. What they are for is told
//! by nothing but their titles. What has no place in a programme, or is nobody's business, stays out. Start at
//! [`Subject::of`].

use super::{
    clean,
    programme::{self, Company, Link, Person, Session, kind_of},
    reading::{Notes, Reason},
};

/// What a question is about, as far as a programme has a place for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Language,
    Level,
    Track,
    Kind,
    Tags,
    Company,
    JobTitle,
    Pronouns,
    Slug,
    Recording,
    Livestream,
    Slides,
    /// A page of a person, and of what kind.
    Page(&'static str),
}

/// Words of titles, in plain letters. The first subject with one of its words is it.
const SUBJECTS: &[(Subject, &[&str])] = &[
    (Subject::Slug, &["slug", "short title", "short name"]),
    (Subject::Slides, &["slides", "slide deck", "diapositives", "diapositivas", "folien"]),
    (Subject::Livestream, &["live stream", "livestream", "stream", "live url"]),
    (Subject::Recording, &["recording", "recorded", "video", "youtube", "enregistrement", "grabacion", "aufzeichnung"]),
    (Subject::Language, &["language", "languages", "langue", "langues", "idioma", "idiomas", "sprache"]),
    (
        Subject::Level,
        &["level", "niveau", "nivel", "difficulty", "difficulte", "dificultad", "audience", "public vise", "publico"],
    ),
    (Subject::Track, &["track", "tracks", "parcours", "stream of talks", "itinerario"]),
    (Subject::Kind, &["format", "session type", "type", "formato", "tipo", "formate"]),
    (Subject::Tags, &["tags", "tag", "keywords", "mots cles", "palabras clave", "etiquetas", "schlagworter"]),
    (
        Subject::JobTitle,
        &["job title", "job", "position", "role", "titre", "fonction", "poste", "puesto", "cargo", "profession"],
    ),
    (
        Subject::Company,
        &[
            "company",
            "employer",
            "organisation",
            "organization",
            "affiliation",
            "entreprise",
            "societe",
            "empresa",
            "organizacion",
            "firma",
            "unternehmen",
        ],
    ),
    (Subject::Pronouns, &["pronouns", "pronoms", "pronombres", "pronomen"]),
    (Subject::Page("github"), &["github"]),
    (Subject::Page("gitlab"), &["gitlab"]),
    (Subject::Page("linkedin"), &["linkedin"]),
    (Subject::Page("mastodon"), &["mastodon", "fediverse"]),
    (Subject::Page("bluesky"), &["bluesky"]),
    (Subject::Page("twitter"), &["twitter"]),
    (Subject::Page("website"), &["website", "homepage", "site web", "sitio web", "webseite"]),
];

impl Subject {
    /// What the titles of a question, one for each language, say that it is about.
    pub fn of<'a>(titles: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut titles = titles.into_iter().map(|title| format!(" {} ", clean::slug(title).replace('-', " ")));
        titles.find_map(|title| {
            let tells = |word: &&str| title.contains(&format!(" {word} "));
            SUBJECTS.iter().find(|(_, words)| words.iter().any(tells)).map(|(subject, _)| *subject)
        })
    }
}

impl Subject {
    /// Whether a category may be about it; an answer may be about anything.
    pub fn is_of_categories(self) -> bool {
        matches!(self, Self::Language | Self::Level | Self::Track | Self::Kind | Self::Tags)
    }
}

/// An answer, or the items of a category.
pub struct Answer {
    pub subject: Option<Subject>,
    /// The title of the question, to be named.
    pub title: String,
    pub values: Vec<String>,
}

impl Answer {
    fn first(&self) -> Option<String> {
        self.values.iter().find(|value| clean::token(value).is_some()).cloned()
    }

    fn ignore(&self, place: &str, notes: &mut Notes) {
        notes.skipped(place, Reason::Ignored { field: self.title.clone() });
    }

    /// Puts it where a session has room for it and nothing better yet.
    pub fn of_session(self, session: &mut Session, notes: &mut Notes) {
        let Some(first) = self.first() else { return };
        let place = session.place.clone();
        let subject = self.subject.filter(|subject| match subject {
            Subject::Recording | Subject::Livestream | Subject::Slides => programme::absolute(&first).is_some(),
            Subject::Slug => clean::slug(&first) == first,
            Subject::Kind => kind_of(&first).is_some(),
            _ => true,
        });
        let field = match subject {
            Some(Subject::Language) => {
                return add(&mut session.language, &self.values.join(", "));
            }
            Some(Subject::Tags) => return session.tags.get_or_insert_default().extend(self.values),
            Some(Subject::Track) => {
                let mut values = self.values.into_iter();
                if session.track.is_none() {
                    session.track = values.next();
                }
                // A session is in one track; what it is about besides are words to find it by.
                return session.tags.get_or_insert_default().extend(values);
            }
            Some(Subject::Kind) if session.kind.is_none() => {
                return session.kind = Some(first.as_str().into());
            }
            Some(Subject::Level) => &mut session.level,
            Some(Subject::Slug) => &mut session.slug,
            Some(Subject::Recording) => &mut session.recording_url,
            Some(Subject::Livestream) => &mut session.livestream_url,
            Some(Subject::Slides) => &mut session.slides_url,
            _ => return self.ignore(&place, notes),
        };
        match field {
            Some(known) if clean::token(known).is_some() => self.ignore(&place, notes),
            _ => *field = Some(first),
        }
    }

    /// As [`Answer::of_session`], for a person.
    pub fn of_person(self, person: &mut Person, notes: &mut Notes) {
        let Some(first) = self.first() else { return };
        match self.subject {
            Some(Subject::Company) if person.company.is_none() => {
                person.company = Some(Company { name: Some(first), ..Company::default() });
            }
            Some(Subject::JobTitle) if person.job_title.as_ref().is_none_or(|title| title.first().is_none()) => {
                person.job_title = Some(first.into());
            }
            Some(Subject::Pronouns) if person.pronouns.is_none() => person.pronouns = Some(first),
            Some(Subject::Language) => add(&mut person.languages, &self.values.join(", ")),
            Some(Subject::Page(kind)) if programme::absolute(&first).is_some() => {
                let link = Link { url: Some(first), title: None, kind: Some(kind.to_owned()) };
                person.links.get_or_insert_default().push(link);
            }
            _ => self.ignore(&person.place.clone(), notes),
        }
    }
}

fn add(field: &mut Option<String>, text: &str) {
    match field {
        Some(known) if clean::token(known).is_some() => {
            known.push_str(", ");
            known.push_str(text);
        }
        _ => *field = Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known_by_their_titles() {
        for (title, subject) in [
            ("Session format", Subject::Kind),
            ("Niveau", Subject::Level),
            ("Public visé", Subject::Level),
            ("Spoken language", Subject::Language),
            ("YouTube Video", Subject::Recording),
            ("Short Title", Subject::Slug),
            ("Company name", Subject::Company),
            ("Votre poste", Subject::JobTitle),
            ("GitHub account", Subject::Page("github")),
        ] {
            assert_eq!(Subject::of([title]), Some(subject), "{title}");
        }
        assert_eq!(Subject::of(["T-shirt size", "Taille"]), None);
    }

    #[test]
    fn answers_without_a_place_are_noted() {
        let answer = |subject, values: &[&str]| Answer {
            subject,
            title: "Question".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let (mut session, mut notes) = (Session::default(), Notes::default());

        answer(Some(Subject::Track), &["Web", "Data"]).of_session(&mut session, &mut notes);
        answer(Some(Subject::Recording), &["later"]).of_session(&mut session, &mut notes);
        answer(None, &["XL"]).of_session(&mut session, &mut notes);
        answer(None, &[" "]).of_session(&mut session, &mut notes);

        assert_eq!((session.track.as_deref(), session.tags), (Some("Web"), Some(vec!["Data".into()])));
        assert_eq!(session.recording_url, None);
        let notes = notes.into_vec();
        assert_eq!(notes[0].reason, Reason::Ignored { field: "Question".into() });
        assert_eq!(notes[0].count, 2);
    }
}
