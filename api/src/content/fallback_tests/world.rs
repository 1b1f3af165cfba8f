//! Content as it was written, read through SQL and through the rules in memory.

use std::{collections::BTreeMap, sync::Arc};

use entity::ContentRow;
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use sea_orm::{ConnectionTrait, IdenStatic, QueryResult, sea_query::Query};
use uuid::Uuid;

use super::sample::{Case, Item, Sample, locale};
use crate::{
    Result,
    batch::{Loads, drive},
    clock::Clock,
    content::{
        Content, Localized, Record, Text, Title,
        list::{Direction, ListOf},
        rows::{Budget, Rows},
        sql::{self, Column, Scope},
        text::fold,
        write::{Action, Write},
    },
    database::Database,
    locale::{Chain, localize},
    permission::Authority,
    viewer::Writer,
};

/// Content as it was written, and what a viewer may see of it.
pub struct World<'a, E: Content> {
    database: &'a Database,
    scope: Scope,
    pub chains: Vec<Chain>,
    pub case: &'a Case,
    pub records: Vec<Arc<Record<E>>>,
}

impl<'a, E: Sample> World<'a, E> {
    pub async fn written(database: &'a Database, case: &'a Case) -> Result<Self> {
        let scope = Scope { now: case.now, backend: database.backend(), authority: Authority::none() };
        let (locales, chains) = case.languages();
        clear(database).await?;
        let mut write =
            Write::begin(database, Arc::new(locales), Clock::Fixed(case.now), &Writer::command("test")).await?;
        for item in &case.items {
            for version in &item.versions {
                let state = item.state::<E>(version, case.now);
                if let Some(before) = write.load::<E>(&[item.uid]).await?.get(&item.uid) {
                    write.update(before, state, Action::Update, Vec::new()).await?;
                } else {
                    write.create(state, item.uid, Vec::new()).await?;
                }
            }
        }
        write.commit().await?;
        let seen = |item: &Item| item.seen(case.now).map(Arc::new);
        Ok(Self { database, scope, chains, case, records: case.items.iter().filter_map(seen).collect() })
    }

    pub fn item(&self, uid: Uuid) -> &Item {
        self.case.items.iter().find(|item| item.uid == uid).expect("each record is one of the items")
    }

    /// Runs reads as a request does.
    pub async fn read<T>(&self, reads: impl AsyncFnOnce(&Rows) -> Result<T>) -> Result<T> {
        let loads = Loads::default();
        let budget = Budget::new(usize::MAX, std::time::Duration::from_secs(600));
        let rows = Rows::new(self.database.reader(None), loads.clone(), self.scope.clone(), budget);
        drive(loads, reads(&rows)).await
    }

    /// The texts that SQL shows, by uid.
    pub async fn shown(&self, chain: &Chain) -> Result<BTreeMap<Uuid, Vec<Option<String>>>> {
        let mut query = Query::select();
        query
            .expr_as(sql::column::<E>(Column::Uid), "uid")
            .from(E::default())
            .cond_where(sql::visible::<E>(&self.scope));
        for text in E::TEXTS {
            query.expr_as(sql::shown::<E>(chain, &self.scope, *text), text.column.as_str());
        }
        let texts = |row: &QueryResult| {
            let texts = E::TEXTS.iter().map(|text| row.try_get("", text.column.as_str()));
            Ok((row.try_get("", "uid")?, texts.collect::<Result<_, _>>()?))
        };
        self.database.reader(None).rows(&query).await?.iter().map(texts).collect()
    }

    /// What SQL finds by a slug.
    pub async fn named(&self, slug: &str) -> Result<Vec<Uuid>> {
        let query = Query::select()
            .expr_as(sql::column::<E>(Column::Uid), "uid")
            .from(E::default())
            .and_where(sql::has_slug::<E>(slug, &self.scope))
            .take();
        self.database.reader(None).rows(&query).await?.iter().map(|row| Ok(row.try_get("", "uid")?)).collect()
    }

    /// A list that is not paged, and its total.
    pub async fn whole(&self, list: &ListOf<E>) -> Result<(Vec<Uuid>, i64)> {
        let (page, total) = self
            .read(async |rows| {
                futures::future::try_join(rows.page::<E>(list.clone(), None), rows.count::<E>(list.clone(), None)).await
            })
            .await?;
        Ok((page.items.iter().map(|item| item.uid).collect(), total))
    }

    /// Each order by title.
    pub fn orders(&self) -> impl Iterator<Item = (&Chain, Direction)> {
        self.chains.iter().flat_map(|chain| [(chain, Direction::Asc), (chain, Direction::Desc)])
    }

    /// In memory: what a reader of `chain` finds in lists, of it what `is_kept` keeps, by the title that the reader
    /// sees as ICU compares it, then by uid; what has no title comes last.
    pub fn sorted(
        &self,
        chain: &Chain,
        direction: Direction,
        is_kept: impl Fn(&Localized<E>) -> bool,
    ) -> (Vec<Uuid>, i64) {
        let tag: icu_locale_core::Locale = chain.requested().as_str().parse().expect("a tag of ours is a tag of ICU");
        let collator = CollatorBorrowed::try_new((&tag).into(), CollatorOptions::default()).expect("ICU knows it");
        let records = self.records.iter().filter(|record| record.is_available(chain));
        let items = records.map(|record| Localized { record: record.clone(), chain: chain.clone() });
        let mut items: Vec<Localized<E>> = items.filter(is_kept).collect();
        let by_title = |left: &str, right: &str| match direction {
            Direction::Asc => collator.compare(left, right),
            Direction::Desc => collator.compare(right, left),
        };
        items.sort_by(|left, right| {
            let order = match (title(left), title(right)) {
                (Some(left), Some(right)) => by_title(left, right),
                (left, right) => left.is_none().cmp(&right.is_none()),
            };
            order.then(left.row().uid().cmp(&right.row().uid()))
        });
        let uids: Vec<Uuid> = items.iter().map(|item| item.row().uid()).collect();
        let total = uids.len().try_into().expect("a small number");
        (uids, total)
    }
}

/// The title that the reader sees.
fn title<E: Content>(item: &Localized<E>) -> Option<&str> {
    match E::TITLE {
        Title::Plain(_, get) => Some(get(item.row())),
        Title::Localised(title) => item.text(title.get).map(|(_, text)| text),
    }
}

pub fn is_available_in<E: Content>(item: &Localized<E>, tag: &str) -> bool {
    let exactly = Chain::closed(locale(tag), []);
    let has_text = |text: &Text<E>| localize(&exactly, &item.record.translations, text.get).is_some();
    match E::TITLE {
        Title::Plain(..) => E::TEXTS.iter().any(has_text),
        Title::Localised(title) => has_text(&title),
    }
}

pub fn has_words<E: Content>(item: &Localized<E>, search: &str) -> bool {
    let texts = E::TEXTS.iter().filter_map(|text| Some(item.text(text.get)?.1));
    let folded: Vec<String> = title(item).into_iter().chain(texts).map(fold).collect();
    fold(search).split_whitespace().all(|word| folded.iter().any(|text| text.contains(word)))
}

/// Removes what the last case wrote.
async fn clear(database: &Database) -> Result<()> {
    let transaction = database.begin().await?;
    for table in ["series", "speaker", "slug", "sort_key", "search_text", "revision", "change"] {
        transaction.execute_unprepared(&format!("DELETE FROM {table}")).await?;
    }
    Ok(transaction.commit().await?)
}
