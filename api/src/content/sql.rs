//! The rules of visibility and of fallback as SQL: for filters, order, slugs and search.
//!
//! What `locale::localize` does with rows in memory, [`shown`] does in a query; a property test in `rows`
//! holds the two together.

use chrono::{DateTime, Utc};
use entity::{revision, search_text, slug, sort_key};
use sea_orm::{
    ColumnTrait, ColumnType, DbBackend, DeriveIden, EntityTrait, IdenStatic, Iterable,
    sea_query::{CaseStatement, Condition, Expr, ExprTrait, Func, LikeExpr, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{Content, Membership, Text, TextColumn, Title, publication::Status, text::fold};
use crate::{
    locale::Chain,
    permission::{Authority, Sight},
};

/// Who looks, and when.
#[derive(Clone, Debug)]
pub struct Scope {
    pub now: DateTime<Utc>,
    /// The few expressions that the databases write differently depend on it.
    pub backend: DbBackend,
    /// Who looks.
    pub authority: Authority,
}

impl Scope {
    /// What of a type is seen besides what is public.
    pub fn sight<E: Content>(&self) -> Sight {
        self.authority.sight(E::KIND)
    }
}

/// The columns that every content table has.
#[derive(Clone, Copy, Debug, DeriveIden)]
pub enum Column {
    Uid,
    Slug,
    PublishedAt,
    UnpublishedAt,
    ArchivedAt,
    CreatedAt,
    UpdatedAt,
    Locale,
    Position,
}

/// A shared column of `E`.
pub fn column<E: EntityTrait + Default>(column: Column) -> Expr {
    Expr::col((E::default(), column))
}

/// Whether the row is one that the viewer may see now.
pub fn visible<E: Content>(scope: &Scope) -> Condition {
    let sight = scope.sight::<E>();
    if sight.all {
        return Condition::all();
    }
    let public = public::<E>(scope);
    if sight.is_public() { public } else { Condition::any().add(public).add(seen_by::<E>(&sight)) }
}

/// Whether the row belongs to what an account may see before it is public.
pub fn seen_by<E: Content>(sight: &Sight) -> Condition {
    let finder = sight.finder.filter(|_| may_belong_nowhere::<E>());
    let seen = Condition::any()
        .add_option(sight.creator.map(created_by::<E>))
        .add_option(finder.map(|finder| created_by::<E>(finder).and(belongs_nowhere::<E>())));
    if sight.events.is_empty() { seen } else { seen.add(belongs_to_any::<E>(&sight.events)) }
}

/// Whether the row belongs to one of the events.
pub fn belongs_to_any<E: Content>(events: &[Uuid]) -> Condition {
    E::memberships().into_iter().fold(Condition::any(), |any, membership| match membership {
        Membership::Column(event) => any.add(Expr::col((E::default(), event)).is_in(events.iter().copied())),
        Membership::Through(query) => events
            .iter()
            .fold(any, |any, event| any.add(Expr::value(*event).in_subquery(query(column::<E>(Column::Uid))))),
    })
}

/// Whether there is something of the type that belongs to no event: a part always belongs to its own.
fn may_belong_nowhere<E: Content>() -> bool {
    E::memberships().iter().all(|membership| matches!(membership, Membership::Through(_)))
}

/// Whether the row belongs to no event.
fn belongs_nowhere<E: Content>() -> Expr {
    E::memberships().into_iter().fold(Expr::value(true), |nowhere, membership| match membership {
        Membership::Column(_) => Expr::value(false),
        Membership::Through(query) => nowhere.and(Expr::exists(query(column::<E>(Column::Uid))).not()),
    })
}

/// Whether the account created the row.
fn created_by<E: Content>(account: Uuid) -> Expr {
    let revision = |column| Expr::col((revision::Entity, column));
    Expr::exists(
        Query::select()
            .expr(Expr::cust("1"))
            .from(revision::Entity)
            .and_where(revision(revision::Column::Uid).eq(column::<E>(Column::Uid)))
            .and_where(revision(revision::Column::Version).eq(1))
            .and_where(revision(revision::Column::ActorUid).eq(account))
            .take(),
    )
}

/// Whether the row is one that everybody may see now.
pub fn public<E: Content>(scope: &Scope) -> Condition {
    let condition = Condition::all()
        .add(column::<E>(Column::ArchivedAt).is_null())
        .add(column::<E>(Column::PublishedAt).lte(scope.now))
        .add(not_ended::<E>(scope));
    match E::parent() {
        None => condition,
        Some(parent) => condition.add((parent.visible)(scope, Expr::col((E::default(), parent.column)))),
    }
}

/// Whether the row of `E` that `uid` names is visible: what a part asks of its parent.
pub fn exists_visible<E: Content>(scope: &Scope, uid: Expr) -> Expr {
    Expr::exists(
        Query::select()
            .expr(Expr::cust("1"))
            .from(E::default())
            .and_where(column::<E>(Column::Uid).eq(uid))
            .cond_where(visible::<E>(scope))
            .take(),
    )
}

/// Whether the row has the status; see `publication::status`.
pub fn has_status<E: Content>(status: Status, scope: &Scope) -> Condition {
    let (from, archived) = (|| column::<E>(Column::PublishedAt), column::<E>(Column::ArchivedAt));
    if status == Status::Archived {
        return archived.is_not_null().into();
    }
    let condition = Condition::all().add(archived.is_null());
    let goes_on = || not_ended::<E>(scope);
    match status {
        Status::Draft => condition.add(from().is_null()),
        Status::Scheduled => condition.add(goes_on()).add(from().gt(scope.now)),
        Status::Published => condition.add(goes_on()).add(from().lte(scope.now)),
        Status::Unpublished => condition.add(from().is_not_null()).add(goes_on().not()),
        Status::Archived => condition,
    }
}

/// Whether a translation is one that the viewer may see now; `E` itself is in the same or in an outer query.
pub fn visible_translation<E: Content>(scope: &Scope) -> Condition {
    let sight = scope.sight::<E>();
    if sight.all {
        return Condition::all();
    }
    let public = public_translation::<E>(scope);
    if sight.is_public() { public } else { Condition::any().add(public).add(seen_by::<E>(&sight)) }
}

fn public_translation<E: Content>(scope: &Scope) -> Condition {
    Condition::all()
        .add(
            column::<E::Translation>(Column::PublishedAt)
                .is_null()
                .or(column::<E::Translation>(Column::PublishedAt).lte(scope.now)),
        )
        .add(not_ended::<E::Translation>(scope))
}

fn not_ended<E: EntityTrait + Default>(scope: &Scope) -> Expr {
    column::<E>(Column::UnpublishedAt).is_null().or(column::<E>(Column::UnpublishedAt).gt(scope.now))
}

/// The visible translations of the row in the outer query.
fn translations<E: Content>(scope: &Scope) -> SelectStatement {
    Query::select()
        .from(E::Translation::default())
        .and_where(owner::<E>().eq(column::<E>(Column::Uid)))
        .cond_where(visible_translation::<E>(scope))
        .take()
}

/// The visible translations of the row in the outer query, as a JSON array of the columns by name. Without the owner,
/// which the row is, and which JSON cannot hold on SQLite.
pub fn translations_as_json<E: Content>(scope: &Scope) -> Expr {
    let (array, object) = match scope.backend {
        DbBackend::Postgres => ("json_agg", "json_build_object"),
        _ => ("json_group_array", "json_object"),
    };
    let columns = TextColumn::<E>::iter().filter(|column| column.as_str() != E::OWNER.as_str());
    let fields = columns.flat_map(|column| {
        let value = Expr::col((E::Translation::default(), column));
        let is_json = matches!(column.def().get_column_type(), ColumnType::Json | ColumnType::JsonBinary);
        let value = match scope.backend {
            DbBackend::Sqlite if is_json => Func::cust("json").arg(value).into(),
            _ => value,
        };
        [Expr::cust(format!("'{}'", column.as_str())), value]
    });
    let rows = translations::<E>(scope).expr(Func::cust(array).arg(Func::cust(object).args(fields))).take();
    scalar(rows).cast_as("text")
}

/// The `uid` and the `locale` of the visible translations of these things.
pub fn translations_of<E: Content>(uids: &[Uuid], scope: &Scope) -> SelectStatement {
    Query::select()
        .expr_as(owner::<E>(), "uid")
        .expr_as(column::<E::Translation>(Column::Locale), "locale")
        .from(E::Translation::default())
        .inner_join(E::default(), owner::<E>().eq(column::<E>(Column::Uid)))
        .and_where(among(owner::<E>(), uids))
        .cond_where(visible_translation::<E>(scope))
        .take()
}

fn owner<E: Content>() -> Expr {
    Expr::col((E::Translation::default(), E::OWNER))
}

/// The first by the chain of what `rows` selects; `locale` is the locale of each.
fn first_in(mut rows: SelectStatement, chain: &Chain, locale: Expr) -> SelectStatement {
    if chain.is_closed() {
        rows.and_where(locale.clone().is_in(chain.locales().iter().map(|locale| locale.as_str())));
    }
    let rank = chain.locales().iter().enumerate().fold(CaseStatement::new(), |rank, (at, tag)| {
        rank.case(locale.clone().eq(tag.as_str()), Expr::cust(at.to_string()))
    });
    let rank = rank.finally(Expr::cust(chain.locales().len().to_string()));
    rows.order_by_expr(rank.into(), Order::Asc).order_by_expr(locale, Order::Asc).limit(1).take()
}

/// The text that a reader of `chain` sees, as an expression of the row in the outer query.
pub fn shown<E: Content>(chain: &Chain, scope: &Scope, text: Text<E>) -> Expr {
    let value = Expr::col((E::Translation::default(), text.column));
    let rows = translations::<E>(scope).expr(value.clone()).and_where(value.ne("")).take();
    scalar(first_in(rows, chain, column::<E::Translation>(Column::Locale)))
}

/// The key that the title sorts by for a reader of `chain`.
pub fn title_key<E: Content>(chain: &Chain, scope: &Scope) -> Expr {
    let key = Expr::col((sort_key::Entity, sort_key::Column::Key));
    let uid = Expr::col((sort_key::Entity, sort_key::Column::Uid));
    let locale = Expr::col((sort_key::Entity, sort_key::Column::Locale));
    let collation = Expr::col((sort_key::Entity, sort_key::Column::Collation)).eq(chain.requested().real().as_str());
    match E::TITLE {
        Title::Plain(..) => scalar(
            Query::select()
                .expr(key)
                .from(sort_key::Entity)
                .and_where(uid.eq(column::<E>(Column::Uid)))
                .and_where(collation)
                .take(),
        ),
        Title::Localised(_) => {
            let joined = locale.clone().eq(column::<E::Translation>(Column::Locale)).and(uid.eq(owner::<E>()));
            let rows =
                translations::<E>(scope).expr(key).inner_join(sort_key::Entity, joined).and_where(collation).take();
            scalar(first_in(rows, chain, locale))
        }
    }
}

/// Whether a reader of `chain` finds the row in lists; see `Record::is_available`.
pub fn available<E: Content>(chain: &Chain, scope: &Scope) -> Option<Expr> {
    match E::TITLE {
        Title::Localised(title) if chain.is_closed() => Some(shown::<E>(chain, scope, title).is_not_null()),
        _ => None,
    }
}

/// Whether the row has a translation of its own into `locale`: of its title, or of any text when its title is
/// the same in every language.
pub fn available_in<E: Content>(locale: &str, scope: &Scope) -> Expr {
    let mut rows = translations::<E>(scope);
    rows.expr(Expr::cust("1")).and_where(column::<E::Translation>(Column::Locale).eq(locale));
    let has_text = |text: &Text<E>| Expr::col((E::Translation::default(), text.column)).ne("");
    match E::TITLE {
        Title::Localised(title) => rows.and_where(has_text(&title)),
        Title::Plain(..) => {
            rows.cond_where(E::TEXTS.iter().fold(Condition::any(), |any, text| any.add(has_text(text))))
        }
    };
    Expr::exists(rows.take())
}

/// Whether each word of `search` occurs in a text that a reader of `chain` sees.
pub fn found<E: Content>(search: &str, chain: &Chain, scope: &Scope) -> Condition {
    let title = match E::TITLE {
        Title::Plain(title, _) => Some(title.as_str()),
        Title::Localised(_) => None,
    };
    let fields: Vec<&str> = title.into_iter().chain(E::TEXTS.iter().map(|text| text.column.as_str())).collect();
    fold(search).split_whitespace().fold(Condition::all(), |all, word| {
        all.add(fields.iter().fold(Condition::any(), |any, field| any.add(occurs::<E>(word, field, chain, scope))))
    })
}

fn occurs<E: Content>(word: &str, field: &str, chain: &Chain, scope: &Scope) -> Expr {
    let locale = Expr::col((search_text::Entity, search_text::Column::Locale));
    let translated = translations::<E>(scope)
        .expr(Expr::cust("1"))
        .and_where(column::<E::Translation>(Column::Locale).eq(locale.clone()))
        .take();
    let rows = Query::select()
        .expr(Expr::col((search_text::Entity, search_text::Column::Folded)))
        .from(search_text::Entity)
        .and_where(Expr::col((search_text::Entity, search_text::Column::Uid)).eq(column::<E>(Column::Uid)))
        .and_where(Expr::col((search_text::Entity, search_text::Column::Field)).eq(field))
        .and_where(locale.clone().eq("").or(Expr::exists(translated)))
        .take();
    let rows = if matches!(E::TITLE, Title::Plain(column, _) if column.as_str() == field) {
        rows
    } else {
        first_in(rows, chain, locale)
    };
    scalar(rows).like(LikeExpr::new(format!("%{}%", escaped(word))).escape('\\'))
}

fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Whether the row answers to `slug`: its own, one of a visible translation, or a former one.
pub fn has_slug<E: Content>(slug: &str, scope: &Scope) -> Expr {
    let named = |column| Expr::col((slug::Entity, column));
    let of_visible_translation = Expr::exists(
        translations::<E>(scope)
            .expr(Expr::cust("1"))
            .and_where(column::<E::Translation>(Column::Locale).eq(named(slug::Column::Locale)))
            .take(),
    );
    Expr::exists(
        Query::select()
            .expr(Expr::cust("1"))
            .from(slug::Entity)
            .and_where(named(slug::Column::Kind).eq(E::KIND))
            .and_where(named(slug::Column::Slug).eq(slug))
            .and_where(named(slug::Column::Uid).eq(column::<E>(Column::Uid)))
            .and_where(named(slug::Column::Locale).eq("").or(of_visible_translation))
            .take(),
    )
}

/// `list` with its last item repeated up to the next power of two, so that statements of all sizes share few
/// texts, and with them few prepared statements.
pub fn among(column: Expr, list: &[Uuid]) -> Expr {
    let mut padded = list.to_vec();
    if let Some(last) = padded.last().copied() {
        padded.resize(list.len().next_power_of_two(), last);
    }
    column.is_in(padded)
}

fn scalar(query: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(query.into()))
}
