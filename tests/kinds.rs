//! The types of content, for tests that do the same to all of them.

use serde_json::{Value, json};

/// What such a test must know of a type.
#[derive(Debug)]
pub struct Kind {
    /// Its name: in ids, in the log, in the names of mutations.
    pub name: &'static str,
    /// The field that lists its things: of the query, or of an event.
    pub list: &'static str,
    /// Whether it is part of an event.
    pub is_part: bool,
    /// Whether the query has a field that looks it up by its slug, and one that lists it.
    pub is_root: bool,
    /// What people know it by.
    pub title: &'static str,
    /// A text that it has in each language, other than its title when it has any other.
    pub text: &'static str,
    /// A field that is the same in every language, with another value for each number.
    pub field: fn(usize) -> (&'static str, Value),
}

const KIND: Kind = Kind {
    name: "",
    list: "",
    is_part: false,
    is_root: true,
    title: "name",
    text: "description",
    field: |number| ("slug", json!(format!("renamed-{number}"))),
};

/// All types, an event after all that is purged with it.
pub const KINDS: [Kind; 11] = [
    Kind { name: "tag", list: "tags", title: "label", text: "label", ..KIND },
    Kind { name: "series", list: "seriesList", ..KIND },
    Kind {
        name: "company",
        list: "companies",
        field: |number| ("website", json!(format!("https://company.example/{number}"))),
        ..KIND
    },
    Kind {
        name: "speaker",
        list: "speakers",
        text: "bio",
        field: |number| ("pronouns", json!(format!("they {number}"))),
        ..KIND
    },
    Kind {
        name: "post",
        list: "posts",
        title: "title",
        text: "excerpt",
        field: |number| ("canonicalUrl", json!(format!("https://post.example/{number}"))),
        ..KIND
    },
    Kind {
        name: "room",
        list: "rooms",
        is_part: true,
        is_root: false,
        field: |number| ("capacity", json!(number)),
        ..KIND
    },
    Kind {
        name: "track",
        list: "tracks",
        is_part: true,
        is_root: false,
        field: |number| ("colour", json!(format!("#{number:06x}"))),
        ..KIND
    },
    Kind {
        name: "tier",
        list: "tiers",
        is_part: true,
        is_root: false,
        text: "name",
        field: |number| ("position", json!(number)),
        ..KIND
    },
    Kind { name: "release", list: "releases", is_part: true, is_root: false, text: "note", ..KIND },
    Kind {
        name: "session",
        list: "sessions",
        is_part: true,
        title: "title",
        text: "abstract",
        field: |number| ("slidesUrl", json!(format!("https://slides.example/{number}"))),
        ..KIND
    },
    Kind {
        name: "event",
        list: "events",
        text: "tagline",
        field: |number| ("city", json!(format!("City {number}"))),
        ..KIND
    },
];

impl Kind {
    pub fn named(name: &str) -> &'static Self {
        KINDS.iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("`{name}` is no type"))
    }

    /// The name of its object type.
    fn object(&self) -> String {
        let (first, rest) = self.name.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    }

    /// What a new one is made of: its slug, its title, which is the slug as one word, and what it cannot be without.
    pub fn fields(&self, slug: &str, locale: &str) -> Value {
        let mut fields = json!({ "slug": slug, "sourceLocale": locale });
        if ["company", "speaker"].contains(&self.name) {
            fields["name"] = json!(word(slug));
            fields["translations"] = json!([{ "locale": locale, self.text: "Text" }]);
        } else {
            fields["translations"] = json!([{ "locale": locale, self.title: word(slug) }]);
        }
        if self.name == "event" {
            fields["startsAt"] = json!("2012-02-14T08:00:00Z");
            fields["endsAt"] = json!("2012-02-14T20:00:00Z");
            fields["timeZone"] = json!("Europe/Paris");
        }
        fields
    }

    /// The mutation that creates one.
    pub fn create(&self) -> String {
        self.mutation("Create", "Create")
    }

    /// The mutation that changes one.
    pub fn update(&self) -> String {
        self.mutation("Update", "Update")
    }

    /// The mutation that keeps a change for later.
    pub fn save_draft(&self) -> String {
        self.mutation("DraftSave", "Update")
    }

    fn mutation(&self, deed: &str, input: &str) -> String {
        let (object, name) = (self.object(), self.name);
        format!(
            "mutation ($input: {object}{input}Input!) {{ done: {name}{deed}(input: $input) {{
                thing: {name} {{ id uid version }} userErrors {{ field code message }}
            }} }}"
        )
    }
}

/// A mutation of all types: `contentArchive` takes a `ContentInput`.
pub fn of_all(deed: &str, input: &str) -> String {
    format!(
        "mutation ($input: {input}!) {{ done: {deed}(input: $input) {{
            thing: content {{ id uid version }} userErrors {{ field code message }}
        }} }}"
    )
}

/// The mutation that writes many things, each known by its name elsewhere.
pub const UPSERT: &str = "mutation ($input: ContentUpsertInput!) { done: contentUpsert(input: $input) {
    results { outcome content { uid version } } userErrors { field code message }
} }";
pub const PURGE: &str = "mutation ($input: ContentInput!) { done: contentPurge(input: $input) { uid } }";
pub const PREVIEW: &str = "mutation ($input: PreviewTokenCreateInput!) { done: previewTokenCreate(input: $input) {
    previewToken { token } userErrors { field code message }
} }";

/// A word that only the texts of this thing hold.
pub fn word(slug: &str) -> String {
    slug.replace('-', "")
}
