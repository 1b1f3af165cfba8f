//! What every content type shares, and the only home of it: how content is localised, published, listed,
//! read and written. A type says *what* it is in its `impl Content`; nothing here names a type.

pub mod connection;
pub mod cursor;
#[cfg(test)]
mod fallback_tests;
pub mod filter;
pub mod formatted;
pub mod history;
pub mod input;
mod item;
pub mod list;
pub mod names;
pub mod object;
pub mod outdated;
pub mod outline;
pub mod past;
pub mod publication;
pub mod relations;
pub mod rows;
pub mod rules;
pub mod slug;
pub mod sql;
pub mod text;
pub mod write;

use std::{borrow::Cow, sync::Arc};

use entity::{ContentRow, TranslationRow};
use sea_orm::{
    ActiveModelTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    sea_query::{Expr, SelectStatement},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Fault, Result, Rule,
    error::Warning,
    locale::{Chain, Locale, localize, messages::pseudo::Pseudo},
};
use input::Input;
use relations::Relations;
use sql::Scope;
use write::{State, Write};

/// The row of a content type.
pub type Model<E> = <E as EntityTrait>::Model;
/// A row of its translation table.
pub type Translation<E> = <<E as Content>::Translation as EntityTrait>::Model;
/// A column of its translation table.
pub type TextColumn<E> = <<E as Content>::Translation as EntityTrait>::Column;

/// A content type: its tables, its texts, its relations.
pub trait Content:
    EntityTrait<
        Model: ContentRow
                   + Clone
                   + Default
                   + PartialEq
                   + Serialize
                   + DeserializeOwned
                   + Send
                   + Sync
                   + IntoActiveModel<Self::ActiveModel>,
        ActiveModel: ActiveModelTrait<Entity = Self> + Send,
    > + Default
{
    type Translation: EntityTrait<
            Model: TranslationRow
                       + Clone
                       + Default
                       + PartialEq
                       + Serialize
                       + DeserializeOwned
                       + Send
                       + Sync
                       + FromQueryResult
                       + IntoActiveModel<<Self::Translation as EntityTrait>::ActiveModel>,
            ActiveModel: ActiveModelTrait<Entity = Self::Translation> + Send,
        > + Default;
    /// What it is joined with, in order, and is written together with it; `()` when nothing is.
    type Relations: Relations;
    /// What can be written of it.
    type Input: Input<Entity = Self>;

    /// Its name in ids, slugs, revisions and the change log.
    const KIND: &'static str;
    /// The column of the translation table that names the row.
    const OWNER: TextColumn<Self>;
    /// What a reader knows it by, and what lists are sorted by.
    const TITLE: Title<Self>;
    /// All its localised texts. The name of a text is its column.
    const TEXTS: &'static [Text<Self>];

    /// What it is a part of: it is seen only where that is.
    fn parent() -> Option<Parent<Self>> {
        None
    }

    /// The events that it belongs to: who may write for an event may write what belongs to it alone.
    fn memberships() -> Vec<Membership<Self>>;

    /// The rules of the type's own that a row breaks.
    fn faults(_: &Model<Self>) -> Vec<Fault> {
        Vec::new()
    }

    /// The rules between the thing and others that it breaks.
    fn rules(_: &Write, _: &State<Self>) -> impl Future<Output = Result<Vec<Fault>>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// What an editor had better look at, though nothing is wrong.
    fn warnings(_: &Write, _: &State<Self>) -> impl Future<Output = Result<Vec<Warning>>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// Whether what is public of it changes with releases only.
    fn waits(_: &Write, _: &State<Self>) -> impl Future<Output = Result<bool>> + Send {
        std::future::ready(Ok(false))
    }

    /// What its publication makes public, in the same transaction.
    fn release(_: &mut Write, _: &State<Self>) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Whether its slug is unique within its parent only.
    const SLUG_IN_PARENT: bool = false;

    /// The columns that name other things, and go empty when those are purged.
    const REFERENCES: &'static [Self::Column] = &[];
}

/// How content belongs to events.
pub enum Membership<E: Content> {
    /// A column of the row is the event.
    Column(E::Column),
    /// A query of events: `event_uid` of what an expression names.
    Through(fn(Expr) -> SelectStatement),
}

/// What a reader knows a thing by.
pub enum Title<E: Content> {
    /// The same in every language.
    Plain(E::Column, fn(&Model<E>) -> &str),
    /// One of its texts.
    Localised(Text<E>),
}

/// A localised text of a content type.
pub struct Text<E: Content> {
    pub column: TextColumn<E>,
    pub get: fn(&Translation<E>) -> Option<&str>,
    pub form: Form,
}

impl<E: Content> Text<E> {
    /// Its name: that of its column.
    pub fn name(&self) -> &'static str {
        sea_orm::IdenStatic::as_str(&self.column)
    }

    /// The rule that a text breaks, when it breaks one.
    pub fn fault(&self, shown: &str) -> Option<Rule> {
        let max = self.form.max();
        if shown.chars().count() > max {
            Some(Rule::TooLong { max })
        } else if self.form == Form::Line && shown.contains(['\n', '\r']) {
            Some(Rule::NotOneLine)
        } else {
            None
        }
    }

    /// What a row has of it; an empty text is none.
    pub fn of<'t>(&self, row: &'t Translation<E>) -> Option<&'t str> {
        (self.get)(row).filter(|text| !text.is_empty())
    }
}

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One line of plain text.
    Line,
    /// CommonMark of any number of lines.
    Markdown,
}

impl Form {
    /// Most letters of such a text.
    pub fn max(self) -> usize {
        match self {
            Self::Line => 500,
            Self::Markdown => 100_000,
        }
    }
}

/// The texts of a content type: `texts!(event_translation { Name: name as Line, … })`.
macro_rules! texts {
    ($table:ident { $($column:ident: $field:ident as $form:ident),* $(,)? }) => {
        &[$($crate::content::Text {
            column: $table::Column::$column,
            get: |row| row.$field.as_deref(),
            form: $crate::content::Form::$form,
        }),*]
    };
}
pub(crate) use texts;

impl<E: Content> Clone for Text<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Content> Copy for Text<E> {}

/// What a content type is a part of.
pub struct Parent<E: Content> {
    /// The type of the parent.
    pub kind: &'static str,
    /// The column that names the parent.
    pub column: E::Column,
    pub uid: fn(&Model<E>) -> Uuid,
    /// Whether the parent named by an expression is visible.
    pub visible: fn(&Scope, Expr) -> Expr,
}

/// A row with its translations, as the reader may see them, in no language yet.
#[derive(Debug)]
pub struct Record<E: Content> {
    pub row: Model<E>,
    /// In the order of their locale tags.
    pub translations: Vec<Translation<E>>,
}

impl<E: Content> Record<E> {
    /// How much memory it takes, about: the row as much as its JSON, a translation its texts.
    pub fn bytes(&self) -> usize {
        let row = serde_json::to_vec(&self.row).map_or(0, |json| json.len());
        let texts = |row: &Translation<E>| E::TEXTS.iter().filter_map(|text| text.of(row)).map(str::len).sum::<usize>();
        let translation = |row: &Translation<E>| size_of::<Translation<E>>() + texts(row);
        row + self.translations.iter().map(translation).sum::<usize>()
    }

    /// Whether a reader of `chain` finds it in lists: with a closed chain, only when its title has text there.
    pub fn is_available(&self, chain: &Chain) -> bool {
        match E::TITLE {
            Title::Plain(..) => true,
            Title::Localised(title) => !chain.is_closed() || localize(chain, &self.translations, title.get).is_some(),
        }
    }
}

/// A row in the language of a reader. Cheap to clone.
pub struct Localized<E: Content> {
    pub record: Arc<Record<E>>,
    pub chain: Chain,
}

impl<E: Content> Clone for Localized<E> {
    fn clone(&self) -> Self {
        Self { record: self.record.clone(), chain: self.chain.clone() }
    }
}

impl<E: Content> Localized<E> {
    pub fn row(&self) -> &Model<E> {
        &self.record.row
    }

    /// The locale and the text that the reader sees, as a pseudo-locale has it.
    pub fn shown(&self, get: fn(&Translation<E>) -> Option<&str>) -> Option<(&str, Cow<'_, str>)> {
        let (served, text) = self.text(get)?;
        Some(match Pseudo::of(self.chain.requested()) {
            Some(way) => (served, way.text(text).into()),
            None => (served, text.into()),
        })
    }

    /// The address of its own that it has in a locale.
    pub fn slug_in(&self, locale: &Locale) -> Option<&str> {
        self.record.translations.iter().find(|row| row.locale() == locale.as_str())?.slug()
    }

    /// The locale and the text that the reader sees.
    pub fn text(&self, get: fn(&Translation<E>) -> Option<&str>) -> Option<(&str, &str)> {
        localize(&self.chain, &self.record.translations, get)
    }
}
