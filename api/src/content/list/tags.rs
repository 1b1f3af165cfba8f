//! What a list follows from: which things it could hold, and all that its relation and its filter look at.

use sea_orm::{
    IdenStatic,
    sea_query::{Query, SelectStatement},
};
use uuid::Uuid;

use super::{ListOf, Listed, Via};
use crate::{cache::tag::Tag, content::sql::Scope};

/// The tags of a list below `parent`, the nil uid when it stands alone.
pub fn tags<E: Listed>(list: &ListOf<E>, parent: Uuid, scope: &Scope) -> Vec<Tag> {
    let mut tags = Vec::new();
    match &list.via {
        None => tags.push(Tag::all(E::KIND)),
        // Only what names the parent can come in or go.
        Some(Via::Column(_)) => tags.push(Tag::naming(E::KIND, parent)),
        Some(Via::Pairs(_, kind, pairs)) => {
            tags.push(Tag::naming(kind, parent));
            tags.extend(tables(&pairs(scope), scope).iter().filter(|table| table != kind).map(|table| Tag::all(table)));
            if *kind != E::KIND {
                tags.push(Tag::all(E::KIND));
            }
        }
    }
    let filter = Query::select().cond_where(E::condition(&list.filter, &list.chain, scope)).take();
    tags.extend(tables(&filter, scope).iter().filter(|table| *table != E::KIND).map(|table| Tag::all(table)));
    if let Some(part) = E::parent() {
        // A part is seen where its parent is.
        let is_of_parent = matches!(&list.via, Some(Via::Column(column)) if *column == part.column.as_str());
        tags.push(if is_of_parent { Tag::thing(parent) } else { Tag::all(part.kind) });
    }
    tags
}

/// The tables that a query looks at; that of a content type is called like the type.
fn tables(query: &SelectStatement, scope: &Scope) -> Vec<String> {
    let sql = scope.backend.build(query).sql;
    let named = ["FROM \"", "JOIN \""].into_iter().flat_map(|keyword| sql.split(keyword).skip(1));
    let mut tables: Vec<String> = named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}
