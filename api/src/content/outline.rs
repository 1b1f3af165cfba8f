//! All things of a type as addresses need them: without their texts, of which there may be many.

use chrono::{DateTime, Utc};
use sea_orm::{
    JoinType, QueryResult,
    sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Content, Title,
    sql::{self, Column, Scope},
};
use crate::Result;

/// A thing without its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub uid: Uuid,
    pub slug: String,
    /// An edit, or the instant at which it became public.
    pub changed_at: DateTime<Utc>,
    /// The languages that it has a title in, or any text when its title is the same in all; by tag.
    pub languages: Vec<Language>,
}

/// A language that a thing has texts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    pub locale: String,
    /// An address of its own in this language.
    pub slug: Option<String>,
    /// When the texts became public, when that was not with the thing.
    pub published_at: Option<DateTime<Utc>>,
}

impl Outline {
    /// How much memory it takes, about.
    pub fn bytes(&self) -> usize {
        let language = |language: &Language| size_of::<Language>() + language.slug.as_ref().map_or(0, String::len);
        size_of::<Self>() + self.slug.len() + self.languages.iter().map(language).sum::<usize>()
    }
}

/// All visible things, the oldest first; a row for each language.
pub fn statement<E: Content>(scope: &Scope) -> SelectStatement {
    let own = sql::column::<E>;
    let of_language = sql::column::<E::Translation>;
    let owner = Expr::col((E::Translation::default(), E::OWNER));
    let has_text = |text: &super::Text<E>| Expr::col((E::Translation::default(), text.column)).ne("");
    let has_texts = match E::TITLE {
        Title::Localised(title) => has_text(&title).into(),
        Title::Plain(..) => E::TEXTS.iter().fold(Condition::any(), |any, text| any.add(has_text(text))),
    };
    let joined =
        Condition::all().add(owner.eq(own(Column::Uid))).add(sql::visible_translation::<E>(scope)).add(has_texts);
    Query::select()
        .expr_as(own(Column::Uid), "uid")
        .expr_as(own(Column::Slug), "slug")
        .expr_as(own(Column::UpdatedAt), "updated_at")
        .expr_as(own(Column::PublishedAt), "published_at")
        .expr_as(of_language(Column::Locale), "locale")
        .expr_as(of_language(Column::Slug), "own_slug")
        .expr_as(of_language(Column::PublishedAt), "own_published_at")
        .from(E::default())
        .join(JoinType::LeftJoin, E::Translation::default(), joined)
        .cond_where(sql::visible::<E>(scope))
        .order_by_expr(own(Column::Uid), Order::Asc)
        .take()
}

/// The things of the rows of [`statement`].
pub fn outlines(rows: &[QueryResult]) -> Result<Vec<Outline>> {
    let mut found: Vec<Outline> = Vec::new();
    for row in rows {
        let uid: Uuid = row.try_get("", "uid")?;
        if found.last().is_none_or(|last| last.uid != uid) {
            let published_at: Option<DateTime<Utc>> = row.try_get("", "published_at")?;
            let updated_at: DateTime<Utc> = row.try_get("", "updated_at")?;
            let changed_at = published_at.map_or(updated_at, |at| Ord::max(at, updated_at));
            found.push(Outline { uid, slug: row.try_get("", "slug")?, changed_at, languages: Vec::new() });
        }
        if let (Some(last), Some(locale)) = (found.last_mut(), row.try_get("", "locale")?) {
            let (slug, published_at) = (row.try_get("", "own_slug")?, row.try_get("", "own_published_at")?);
            last.languages.push(Language { locale, slug, published_at });
        }
    }
    found.iter_mut().for_each(|outline| outline.languages.sort_by(|one, other| one.locale.cmp(&other.locale)));
    Ok(found)
}
