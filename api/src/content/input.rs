//! What can be written of content: one struct for each type, `SessionInput`, in the domain's `input.rs`. It is
//! the input of the type's mutations, an item of Tribune's own JSON, and what the readers of other formats make.
//!
//! Every field may be left out. An absent field leaves what is there, `null` clears it.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    ops::Deref,
};

use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use entity::{ContentRow, TranslationRow};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};
use uuid::Uuid;

use super::{
    Content, Translation,
    names::{Find, References},
    outdated::{is_outdated, outdated},
    write::State,
};
use crate::{Fault, Rule, error::camel_case, locale::Locale, scalar};

/// A field of an input: left out, `null`, or a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not given: leave what is there.
    #[default]
    Absent,
    /// `null`: clear what is there.
    Null,
    /// Replace what is there.
    Value(T),
}

impl<T> Field<T> {
    /// Whoever knows the field says so even when it is empty.
    pub fn known(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// The value, when there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }

    /// Puts the field into a nullable place.
    pub fn apply(self, place: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *place = None,
            Self::Value(value) => *place = Some(value),
        }
    }

    /// Puts the field into a place that always holds something; `null` is its default.
    pub fn apply_or(self, place: &mut T, default: T) {
        match self {
            Self::Absent => {}
            Self::Null => *place = default,
            Self::Value(value) => *place = value,
        }
    }
}

impl Field<DateTime<Utc>> {
    /// In microseconds: what both databases keep.
    pub fn in_micros(self) -> Self {
        self.map(|instant| instant.trunc_subsecs(6))
    }
}

impl<T> Field<Vec<T>> {
    /// The list that the field asks for; none when the list is to stay as it is.
    pub fn or_empty(&self) -> Option<&[T]> {
        match self {
            Self::Absent => None,
            Self::Null => Some(&[]),
            Self::Value(list) => Some(list),
        }
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::known)
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

impl<T: FieldValue> InputType for Field<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::Said::type_name()
    }

    fn qualified_type_name() -> String {
        T::Said::type_name().to_string()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::Said::create_type_info(registry);
        T::Said::type_name().to_string()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            None => Ok(Self::Absent),
            Some(Value::Null) => Ok(Self::Null),
            Some(value) => match T::Said::parse(Some(value)) {
                Ok(said) => Ok(Self::Value(T::heard(said))),
                Err(error) => Err(InputValueError::propagate(error)),
            },
        }
    }

    fn to_value(&self) -> Value {
        self.value().map_or(Value::Null, |value| value.said().to_value())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// What a field can hold, and how GraphQL says it.
pub trait FieldValue: Sized + Send + Sync {
    type Said: InputType;
    fn heard(said: Self::Said) -> Self;
    fn said(&self) -> Self::Said;
}

/// `field_value!(String, …)` for what GraphQL says as it is; `field_value!(Held as Said, …)` for what converts.
macro_rules! field_value {
    ($($held:ty as $said:ty),+ $(,)?) => {
        $(impl $crate::content::input::FieldValue for $held {
            type Said = $said;
            fn heard(said: $said) -> Self {
                said.into()
            }
            fn said(&self) -> $said {
                self.clone().into()
            }
        })+
    };
    ($($held:ty),+ $(,)?) => { $crate::content::input::field_value!($($held as $held),+); };
}
pub(crate) use field_value;

field_value!(String, i32, f64, bool, Reference);
field_value!(DateTime<Utc> as scalar::DateTime, NaiveTime as scalar::Time);

impl<T: FieldValue> FieldValue for Vec<T> {
    type Said = Vec<T::Said>;

    fn heard(said: Self::Said) -> Self {
        said.into_iter().map(T::heard).collect()
    }

    fn said(&self) -> Self::Said {
        self.iter().map(T::said).collect()
    }
}

/// What may be left out of JSON.
pub trait Omissible {
    fn is_omitted(&self) -> bool;
}

impl<T> Omissible for Field<T> {
    fn is_omitted(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> Omissible for Option<T> {
    fn is_omitted(&self) -> bool {
        self.is_none()
    }
}

impl<T> Omissible for Vec<T> {
    fn is_omitted(&self) -> bool {
        self.is_empty()
    }
}

/// The name of another thing: an id, a uid, a slug, or what it is called elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Reference(pub String);

impl Deref for Reference {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Reference {
    fn from(name: T) -> Self {
        Self(name.into())
    }
}

impl InputType for Reference {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let id = <ID as InputType>::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self(id.0))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// The localised texts of an input, one item for each language.
#[derive(Clone, Debug, PartialEq)]
pub struct Translations<T>(pub Vec<T>);

impl<T> Default for Translations<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Texts> Translations<T> {
    pub fn one(locale: &str, mut texts: T) -> Self {
        texts.set_locale(locale.to_owned());
        Self(vec![texts])
    }

    /// Makes one of those in the same language; what the first tells counts.
    pub fn unite(&mut self) {
        let mut by_locale: HashMap<String, usize> = HashMap::new();
        let mut united: Vec<T> = Vec::with_capacity(self.0.len());
        for texts in self.0.drain(..) {
            let next = united.len();
            match united.get_mut(*by_locale.entry(texts.locale().to_owned()).or_insert(next)) {
                Some(known) => known.complete(texts),
                None => united.push(texts),
            }
        }
        self.0 = united;
    }
}

impl<T: Texts> FromIterator<(String, T)> for Translations<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(texts: I) -> Self {
        let one = |(locale, mut texts): (String, T)| {
            texts.set_locale(locale);
            texts
        };
        Self(texts.into_iter().map(one).collect())
    }
}

#[cfg(test)]
impl<T: Texts> std::ops::Index<&str> for Translations<T> {
    type Output = T;

    fn index(&self, locale: &str) -> &T {
        self.0.iter().find(|texts| texts.locale() == locale).expect("the test knows its languages")
    }
}

impl<T: Texts + Serialize> Serialize for Translations<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for texts in &self.0 {
            map.serialize_entry(texts.locale(), texts)?;
        }
        map.end()
    }
}

impl<'de, T: Texts + Deserialize<'de>> Deserialize<'de> for Translations<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByLocale<T>(std::marker::PhantomData<T>);

        impl<'de, T: Texts + Deserialize<'de>> Visitor<'de> for ByLocale<T> {
            type Value = Translations<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("texts by locale")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Translations<T>, A::Error> {
                let mut all = Vec::new();
                while let Some((locale, mut texts)) = map.next_entry::<String, T>()? {
                    texts.set_locale(locale);
                    all.push(texts);
                }
                Ok(Translations(all))
            }
        }
        deserializer.deserialize_map(ByLocale(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Translations<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<String, T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, T>::json_schema(generator)
    }
}

impl<T: InputType> InputType for Translations<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        Vec::<T>::parse(value).map(Self).map_err(InputValueError::propagate)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// The localised texts of an input in one language; the macro `texts_input!` declares them.
pub trait Texts: Clone + Default + Send + Sync {
    fn locale(&self) -> &str;
    fn set_locale(&mut self, locale: String);
    /// The text that a column of the translation table holds; none when there is no such text.
    fn text(&self, column: &str) -> Option<&Field<String>>;
    fn text_mut(&mut self, column: &str) -> Option<&mut Field<String>>;
    fn slug(&self) -> &Field<String>;
    fn published_at(&self) -> Field<DateTime<Utc>>;
    fn unpublished_at(&self) -> Field<DateTime<Utc>>;
    /// The texts whose source has changed since they were made.
    fn outdated(&self) -> Option<&[String]>;
    /// Says what a translation is besides its texts.
    fn describe(
        &mut self,
        slug: Option<String>,
        published_at: Option<DateTime<Utc>>,
        unpublished_at: Option<DateTime<Utc>>,
        outdated: Vec<String>,
    );
    /// Takes over what other texts of the same thing tell and these do not.
    fn complete(&mut self, told: Self);
}

/// What every input has, whatever its type; the macro `input!` declares it.
pub trait Fields: Clone + Default + Send + Sync {
    /// The localised texts of one locale.
    type Texts: Texts;
    fn head(&self) -> Head<'_>;
    fn translations(&self) -> &[Self::Texts];
    /// Says what a thing is besides the fields of its type.
    fn describe(&mut self, head: Head<'_>, translations: Vec<Self::Texts>);
    /// Takes over what other inputs tell of the same thing and this one does not, and all that it is called there.
    fn complete(&mut self, told: Vec<Self>);
}

/// Keeps the first of each name.
pub fn unite_names(names: &mut Vec<String>) {
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
}

/// Fills each of the fields that are omitted.
macro_rules! fill {
    ($known:ident, $told:ident: $($field:ident)*) => {
        $(if $crate::content::input::Omissible::is_omitted(&$known.$field) {
            $known.$field = $told.$field;
        })*
    };
}
pub(crate) use fill;

/// The fields that all inputs have.
#[derive(Clone, Copy, Default)]
pub struct Head<'i> {
    pub uid: Option<Uuid>,
    pub slug: Option<&'i str>,
    pub former_slugs: &'i [String],
    pub external_ids: &'i [String],
    pub source_locale: Option<&'i str>,
    pub published_at: Field<DateTime<Utc>>,
    pub unpublished_at: Field<DateTime<Utc>>,
    pub archived_at: Field<DateTime<Utc>>,
    /// Where the item stands in the file it came from, for the report.
    pub place: Option<&'i str>,
}

/// How the input of a type becomes content, and content its input.
pub trait Input: Fields {
    type Entity: Content;

    /// Whether a slug is identity also for a thing that has names elsewhere.
    const SLUG_IDENTIFIES: bool = false;

    /// The names that the input refers to, for looking them up beforehand.
    fn references(&self) -> References<'_> {
        References::default()
    }

    /// Puts the input's own fields into the row, and its relations. What a name does not find is a fault.
    fn apply(&self, state: &mut State<Self::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>);

    /// Puts what names parts of the thing itself, which exist only after it does.
    fn apply_parts(&self, _: &mut State<Self::Entity>, _: &Find<'_>, _: &mut Vec<Fault>) {}

    /// The names of parts that [`Input::apply_parts`] looks for.
    fn part_references(&self) -> References<'_> {
        References::default()
    }

    /// Says the row's own fields, and its relations.
    fn of(state: &State<Self::Entity>) -> Self;
}

/// What is new, before anything is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Blank<'l> {
    /// The language of its texts when the input names none.
    pub locale: &'l Locale,
    /// From when on it is public when the input does not say.
    pub published_at: Option<DateTime<Utc>>,
}

/// Puts what all inputs have into a state; `blank` when it is new.
pub fn apply_shared<I: Input>(
    input: &I,
    state: &mut State<I::Entity>,
    blank: Option<Blank<'_>>,
    faults: &mut Vec<Fault>,
) {
    let head = input.head();
    faults.extend(faults_of_names(head.external_ids));
    match head.source_locale.map(|tag| Locale::parse(tag).ok_or(tag)) {
        Some(Ok(locale)) => state.row.set_source_locale(locale.to_string()),
        Some(Err(tag)) => faults.push(Fault::new("source_locale", Rule::Locale(tag.to_owned()))),
        None => {}
    }
    let mut publication = state.row.publication();
    if let Some(blank) = blank {
        if state.row.source_locale().is_empty() {
            state.row.set_source_locale(blank.locale.to_string());
        }
        publication.published_at = blank.published_at;
    }
    head.published_at.apply(&mut publication.published_at);
    head.unpublished_at.apply(&mut publication.unpublished_at);
    head.archived_at.apply(&mut publication.archived_at);
    state.row.set_publication(publication);
    apply_translations(input, state, faults);
}

/// Most names of a thing elsewhere.
const MOST_NAMES: usize = 100;
/// Most letters of such a name.
pub const LONGEST_NAME: usize = 500;

fn faults_of_names(external_ids: &[String]) -> Vec<Fault> {
    if external_ids.len() > MOST_NAMES {
        return vec![Fault::new("external_ids", Rule::TooMany { max: MOST_NAMES })];
    }
    let long = external_ids.iter().enumerate().filter(|(_, id)| id.chars().count() > LONGEST_NAME);
    long.map(|(at, _)| Fault::new(format!("external_ids.{at}"), Rule::TooLong { max: LONGEST_NAME })).collect()
}

/// Most languages of one thing.
const MOST_LANGUAGES: usize = 100;

fn apply_translations<I: Input>(input: &I, state: &mut State<I::Entity>, faults: &mut Vec<Fault>) {
    let mut given: Vec<(&I::Texts, String)> = Vec::new();
    if input.translations().len() > MOST_LANGUAGES {
        return faults.push(Fault::new("translations", Rule::TooMany { max: MOST_LANGUAGES }));
    }
    for (at, texts) in input.translations().iter().enumerate() {
        let field = || format!("translations.{at}");
        match Locale::parse(texts.locale()).map(|locale| locale.to_string()) {
            None => faults.push(Fault::new(field(), Rule::Locale(texts.locale().to_owned()))),
            Some(locale) if given.iter().any(|(_, other)| *other == locale) => {
                faults.push(Fault::new(field(), Rule::GivenTwice(locale)));
            }
            Some(locale) => given.push((texts, locale)),
        }
    }
    for (texts, locale) in &given {
        let row = state.translations.entry(locale.clone()).or_default();
        row.set_locale(locale.clone());
        let (mut slug, mut from, mut until) = (row.slug().map(str::to_owned), row.published_at(), row.unpublished_at());
        texts.slug().clone().apply(&mut slug);
        texts.published_at().apply(&mut from);
        texts.unpublished_at().apply(&mut until);
        row.set_slug(slug);
        row.set_publication(from, until);
        apply_texts::<I::Entity>(*texts, row);
    }
    state.drop_empty_translations();
    for (texts, locale) in &given {
        mark_outdated(texts.outdated().unwrap_or_default(), state, locale);
    }
}

/// Marks texts as made from an older source than the present one, where they are not marked so already.
fn mark_outdated<E: Content>(names: &[String], state: &mut State<E>, locale: &str) {
    let source = state.translations.get(state.row.source_locale()).cloned();
    let (Some(source), Some(row)) = (source, state.translations.get_mut(locale)) else { return };
    let mut versions = row.text_versions().clone();
    for text in E::TEXTS.iter().filter(|text| names.iter().any(|name| *name == camel_case(text.name()))) {
        if text.of(row).is_some() && !is_outdated(text, row, &source) {
            versions.0.insert(text.name().to_owned(), 0);
        }
    }
    row.set_text_versions(versions);
}

/// The input that says all of a state, with what it is called elsewhere and was called before.
pub fn describe<I: Input>(state: &State<I::Entity>, external_ids: &[String], former_slugs: &[String]) -> I {
    let (row, publication) = (&state.row, state.row.publication());
    let source = state.translations.get(row.source_locale());
    let texts = |(locale, row): (&String, &Translation<I::Entity>)| {
        let mut texts = I::Texts::default();
        texts.set_locale(locale.clone());
        for text in I::Entity::TEXTS {
            if let Some(place) = texts.text_mut(text.name()) {
                *place = Field::known((text.get)(row).map(str::to_owned));
            }
        }
        let outdated = outdated::<I::Entity>(row, source).map(|text| camel_case(text.name())).collect();
        texts.describe(row.slug().map(str::to_owned), row.published_at(), row.unpublished_at(), outdated);
        texts
    };
    let mut input = I::of(state);
    let head = Head {
        uid: Some(row.uid()),
        slug: Some(row.slug()),
        former_slugs,
        external_ids,
        source_locale: Some(row.source_locale()),
        published_at: Field::known(publication.published_at),
        unpublished_at: Field::known(publication.unpublished_at),
        archived_at: Field::known(publication.archived_at),
        place: None,
    };
    input.describe(head, state.translations.iter().map(texts).collect());
    input
}

/// Puts the texts of one locale into its row.
fn apply_texts<E: Content>(texts: &impl Texts, row: &mut Translation<E>) {
    for text in E::TEXTS {
        let name = sea_orm::IdenStatic::as_str(&text.column);
        let given = match texts.text(name) {
            None | Some(Field::Absent) => continue,
            Some(Field::Null) => None,
            Some(Field::Value(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        };
        sea_orm::ModelTrait::set(row, text.column, given.into());
    }
}

/// Declares the input of a type: its own fields, and those that all inputs share.
macro_rules! input {
    (
        $(#[$doc:meta])* $name:ident: $texts:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
            async_graphql::InputObject,
        )]
        #[serde(default, deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name {
            /// The identity that Tribune gave it; written by `export`.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[graphql(skip)]
            pub uid: Option<uuid::Uuid>,
            /// The short name for addresses, `[a-z0-9-]`, the same in every language; made from the title when
            /// absent on something new.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub slug: Option<String>,
            /// Slugs that it had before; addresses with them still find it.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            #[graphql(skip)]
            pub former_slugs: Vec<String>,
            /// Stable names of the thing elsewhere, the surest first: `guid:…`, `https://…`.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            #[graphql(default)]
            pub external_ids: Vec<String>,
            /// The locale that the texts were first written in; the default locale when absent on something new.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub source_locale: Option<$crate::content::object::LocaleTag>,
            /// From when on it is public (UTC). Absent on something new: at once. `null`: a draft.
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            #[graphql(skip)]
            pub published_at: $crate::content::input::Field<chrono::DateTime<chrono::Utc>>,
            /// Until when it is public (UTC), exclusive.
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            #[graphql(skip)]
            pub unpublished_at: $crate::content::input::Field<chrono::DateTime<chrono::Utc>>,
            /// Since when it is archived (UTC).
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            #[graphql(skip)]
            pub archived_at: $crate::content::input::Field<chrono::DateTime<chrono::Utc>>,
            /// The localised texts, by language. Languages that are not given stay as they are.
            #[graphql(default)]
            pub translations: $crate::content::input::Translations<$texts>,
            /// Where it stands in the file it came from.
            #[serde(skip)]
            #[graphql(skip)]
            pub place: Option<String>,
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
                pub $field: $type,
            )*
        }

        impl $crate::content::input::Fields for $name {
            type Texts = $texts;

            fn head(&self) -> $crate::content::input::Head<'_> {
                $crate::content::input::Head {
                    uid: self.uid,
                    slug: self.slug.as_deref(),
                    former_slugs: &self.former_slugs,
                    external_ids: &self.external_ids,
                    source_locale: self.source_locale.as_ref().map(|tag| tag.0.as_str()),
                    published_at: self.published_at.in_micros(),
                    unpublished_at: self.unpublished_at.in_micros(),
                    archived_at: self.archived_at.in_micros(),
                    place: self.place.as_deref(),
                }
            }

            fn translations(&self) -> &[$texts] {
                &self.translations.0
            }

            fn describe(&mut self, head: $crate::content::input::Head<'_>, translations: Vec<$texts>) {
                self.uid = head.uid;
                self.slug = head.slug.map(str::to_owned);
                self.former_slugs = head.former_slugs.to_vec();
                self.external_ids = head.external_ids.to_vec();
                self.source_locale = head.source_locale.map(Into::into);
                self.published_at = head.published_at;
                self.unpublished_at = head.unpublished_at;
                self.archived_at = head.archived_at;
                self.translations = $crate::content::input::Translations(translations);
            }

            fn complete(&mut self, told: Vec<Self>) {
                for told in told {
                    self.former_slugs.extend(told.former_slugs);
                    self.external_ids.extend(told.external_ids);
                    self.translations.0.extend(told.translations.0);
                    $crate::content::input::fill!(
                        self, told: uid slug source_locale published_at unpublished_at archived_at $($field)*
                    );
                }
                $crate::content::input::unite_names(&mut self.former_slugs);
                $crate::content::input::unite_names(&mut self.external_ids);
                self.translations.unite();
            }
        }
    };
}
pub(crate) use input;

/// Declares the localised texts of a type.
macro_rules! texts_input {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
            async_graphql::InputObject,
        )]
        #[serde(default, deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name {
            /// The language that the texts are in.
            #[serde(skip)]
            pub locale: $crate::content::object::LocaleTag,
            /// An address of its own in this language, `[a-z0-9-]`.
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            pub slug: $crate::content::input::Field<String>,
            /// From when on this translation is public (UTC). Absent on a new one: with the thing itself.
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            #[graphql(skip)]
            pub published_at: $crate::content::input::Field<chrono::DateTime<chrono::Utc>>,
            /// Until when this translation is public (UTC), exclusive.
            #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
            #[graphql(skip)]
            pub unpublished_at: $crate::content::input::Field<chrono::DateTime<chrono::Utc>>,
            /// The texts whose source has changed since they were made: `["title"]`.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[graphql(skip)]
            pub outdated: Option<Vec<String>>,
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "crate::content::input::Omissible::is_omitted")]
                pub $field: $crate::content::input::Field<String>,
            )*
        }

        impl $crate::content::input::Texts for $name {
            fn locale(&self) -> &str {
                &self.locale.0
            }

            fn set_locale(&mut self, locale: String) {
                self.locale = locale.into();
            }

            fn text(&self, column: &str) -> Option<&$crate::content::input::Field<String>> {
                $(if stringify!($field).trim_start_matches("r#") == column {
                    return Some(&self.$field);
                })*
                None
            }

            fn text_mut(&mut self, column: &str) -> Option<&mut $crate::content::input::Field<String>> {
                $(if stringify!($field).trim_start_matches("r#") == column {
                    return Some(&mut self.$field);
                })*
                None
            }

            fn slug(&self) -> &$crate::content::input::Field<String> {
                &self.slug
            }

            fn published_at(&self) -> $crate::content::input::Field<chrono::DateTime<chrono::Utc>> {
                self.published_at.in_micros()
            }

            fn unpublished_at(&self) -> $crate::content::input::Field<chrono::DateTime<chrono::Utc>> {
                self.unpublished_at.in_micros()
            }

            fn outdated(&self) -> Option<&[String]> {
                self.outdated.as_deref()
            }

            fn describe(
                &mut self,
                slug: Option<String>,
                published_at: Option<chrono::DateTime<chrono::Utc>>,
                unpublished_at: Option<chrono::DateTime<chrono::Utc>>,
                outdated: Vec<String>,
            ) {
                use $crate::content::input::Field;
                self.slug = Field::known(slug);
                self.published_at = Field::known(published_at);
                self.unpublished_at = Field::known(unpublished_at);
                self.outdated = Some(outdated).filter(|outdated| !outdated.is_empty());
            }

            fn complete(&mut self, told: Self) {
                $crate::content::input::fill!(self, told: slug published_at unpublished_at outdated $($field)*);
            }
        }
    };
}
pub(crate) use texts_input;
