//! The parts that the filters of all types are made of.

use async_graphql::{ID, InputObject};
use sea_orm::{
    DbBackend, EntityTrait,
    sea_query::{Condition, Expr, ExprTrait, IntoIden, Query, Value},
};

use super::{
    Content,
    object::{LocaleTag, PublicationStatus, refers},
    sql::{self, Column, Scope},
    text::fold,
};
use crate::{
    Error, Result,
    locale::{Chain, Locales},
    scalar::DateTime,
};

/// A span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct TimeRange {
    /// At this instant or later.
    pub gte: Option<DateTime>,
    /// Before this instant.
    pub lt: Option<DateTime>,
}

/// Most words of a search: each is looked for in every text.
const MAX_WORDS: usize = 20;
/// Most letters of a search.
const MAX_LETTERS: usize = 400;

/// What the filters of all types can ask of the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct TextFilter {
    /// Only what has a title of its own in this language; of speakers and companies, whose name is the same in
    /// every language, what has any text in it.
    available_in: Option<LocaleTag>,
    /// Only what has all these words in the texts that the reader sees, whatever their case and accents. At
    /// most 20 words and 400 letters.
    search: Option<String>,
    /// Only what has one of these states. Without it an account sees all that it may see but the archive; who has
    /// no account sees what is published, whatever is asked for.
    pub status: Option<Vec<PublicationStatus>>,
}

impl TextFilter {
    /// Fails when it asks for a language that is not offered, or searches for too much.
    pub fn resolve(&mut self, locales: &Locales) -> Result<()> {
        if let Some(tag) = &mut self.available_in {
            *tag = locales.require(&tag.0)?.into();
        }
        let Some(search) = &self.search else { return Ok(()) };
        let is_long = search.chars().count() > MAX_LETTERS || fold(search).split_whitespace().count() > MAX_WORDS;
        if is_long { Err(Error::SearchTooLong { words: MAX_WORDS, letters: MAX_LETTERS }) } else { Ok(()) }
    }
}

/// The condition of a filter in the making: each call adds what the filter asks for, when it does.
pub struct Filtering<'a, E> {
    chain: &'a Chain,
    scope: &'a Scope,
    condition: Condition,
    content: std::marker::PhantomData<E>,
}

impl<'a, E: Content> Filtering<'a, E> {
    pub fn new(chain: &'a Chain, scope: &'a Scope) -> Self {
        Self { chain, scope, condition: Condition::all(), content: std::marker::PhantomData }
    }

    pub fn condition(self) -> Condition {
        self.condition
    }

    fn add(mut self, condition: Option<impl Into<Condition>>) -> Self {
        self.condition = self.condition.add_option(condition.map(Into::into));
        self
    }

    /// The column names the thing that is referred to.
    pub fn refers<T: Content>(self, column: E::Column, reference: Option<&ID>) -> Self {
        let condition =
            reference.map(|reference| refers::<T>(Expr::col((E::default(), column)), reference, self.scope));
        self.add(condition)
    }

    /// A row of a join table joins it with the thing that is referred to.
    pub fn joined<J: EntityTrait + Default, T: Content>(
        self,
        own: J::Column,
        target: J::Column,
        reference: Option<&ID>,
    ) -> Self {
        let condition = reference.map(|reference| {
            let joined = Query::select()
                .column((J::default(), own))
                .from(J::default())
                .and_where(refers::<T>(Expr::col((J::default(), target)), reference, self.scope))
                .take();
            sql::column::<E>(Column::Uid).in_subquery(joined)
        });
        self.add(condition)
    }

    pub fn equals(self, column: E::Column, value: Option<impl Into<Value>>) -> Self {
        self.add(value.map(|value| Expr::col((E::default(), column)).eq(value.into())))
    }

    /// The column holds one of the values.
    pub fn any_of<V: Copy + PartialEq, W: Into<Value>>(
        self,
        column: E::Column,
        values: Option<&[V]>,
        own: fn(V) -> W,
    ) -> Self {
        let condition = values.map(|values| {
            let mut once: Vec<V> = Vec::new();
            for value in values {
                if !once.contains(value) {
                    once.push(*value);
                }
            }
            let values = once.into_iter().map(|value| own(value).into());
            Expr::col((E::default(), column)).is_in(values.collect::<Vec<Value>>())
        });
        self.add(condition)
    }

    /// The column holds something, or nothing.
    pub fn is_set(self, column: E::Column, wanted: Option<bool>) -> Self {
        let column = Expr::col((E::default(), column));
        self.add(wanted.map(|wanted| if wanted { column.is_not_null() } else { column.is_null() }))
    }

    pub fn within(self, column: E::Column, range: Option<TimeRange>) -> Self {
        let column = || Expr::col((E::default(), column));
        let condition = range.map(|range| {
            Condition::all()
                .add_option(range.gte.map(|from| column().gte(from.0)))
                .add_option(range.lt.map(|until| column().lt(until.0)))
        });
        self.add(condition)
    }

    /// The list in the column holds the word, whatever its case.
    pub fn contains(self, column: E::Column, word: Option<&String>) -> Self {
        let condition = word.map(|word| any_item(self.scope, (E::default(), column), "= ", &word.to_ascii_lowercase()));
        self.add(condition)
    }

    /// The list of languages in the column holds the language, or one of its regions.
    pub fn speaks(self, column: E::Column, language: Option<&LocaleTag>) -> Self {
        let condition = language.map(|LocaleTag(tag)| {
            let tag = tag.to_ascii_lowercase().replace(['%', '_'], "");
            any_item(self.scope, (E::default(), column), "= ", &tag).or(any_item(
                self.scope,
                (E::default(), column),
                "LIKE ",
                &format!("{tag}-%"),
            ))
        });
        self.add(condition)
    }

    /// It has a translation of its own into the language; and all words are found in what the reader sees.
    pub fn texts(self, texts: &TextFilter) -> Self {
        let (chain, scope) = (self.chain, self.scope);
        self.add(texts.available_in.as_ref().map(|LocaleTag(tag)| sql::available_in::<E>(tag, scope)))
            .add(texts.search.as_ref().map(|words| sql::found::<E>(words, chain, scope)))
            .add(texts.status.as_ref().map(|states| {
                let has =
                    |any: Condition, status: &PublicationStatus| any.add(sql::has_status::<E>((*status).into(), scope));
                // None of no states.
                states.iter().fold(Condition::any().add(Expr::value(false)), has)
            }))
    }

    /// A rule of the type's own.
    pub fn rule(self, condition: Option<Expr>) -> Self {
        self.add(condition)
    }
}

/// Whether an item of the JSON list in a column compares with `value`, which is in lower case as far as ASCII
/// goes: what `LOWER` does on both databases, told so.
fn any_item(scope: &Scope, (table, column): (impl IntoIden, impl IntoIden), operator: &str, value: &str) -> Expr {
    let column = Expr::col((table.into_iden(), column.into_iden()));
    let (items, item, place) = match scope.backend {
        DbBackend::Postgres => ("jsonb_array_elements_text($1) AS item(value)", "item.value COLLATE \"C\"", "$2"),
        _ => ("json_each(?) AS item", "item.value", "?"),
    };
    let sql = format!("EXISTS (SELECT 1 FROM {items} WHERE LOWER({item}) {operator}{place})");
    Expr::cust_with_exprs(sql, [column, Expr::value(value.to_owned())])
}
