//! The items of lists. What an item was shown as is kept with what was asked of it, so that other answers that ask the
//! same of it take it as it is: another page or filter, a text that was never seen, a list of which one item has changed.

use std::{any::TypeId, borrow::Cow, sync::Arc};

use actix_web::web::Bytes;
use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field, registry::Registry,
};
use entity::ContentRow;
use uuid::Uuid;

use super::{connection::ListedObject, rows::record_tags};
use crate::{
    batch::Source,
    context::Request,
    footprint::{self, Footprint},
    json,
    locale::{Chain, Locale},
};

/// An item of a list: to clients, the object itself.
pub struct Item<T>(pub T);

/// An item in a language, as a selection shows it.
#[derive(PartialEq, Eq, Hash)]
struct View {
    uid: Uuid,
    chain: Chain,
    selection: Arc<str>,
}

/// What was shown.
struct Shown {
    json: Bytes,
    /// The locales of its texts.
    served: Vec<Locale>,
    /// How many objects it took from the budget of the request.
    objects: usize,
}

impl<T: ListedObject> Item<T> {
    /// As it was shown before, when it would be shown so again.
    fn shown(&self, view: &View, request: &Request) -> Option<Value> {
        let found = request.rows().loads().made::<_, Shown>(TypeId::of::<Self>(), view)?;
        let shown = found.value();
        // Where the budget ends, it ends within the item.
        if !request.rows().take_whole(shown.objects) {
            return None;
        }
        request.instance.cache.count_item_hit();
        for locale in &shown.served {
            request.note_served(locale.as_str());
        }
        Some(Value::Binary(shown.json.clone()))
    }

    /// Keeps what it was shown as.
    fn keep(&self, view: View, json: Bytes, footprint: Footprint, request: &Request) {
        let row = self.0.localized().row();
        let mut tags = footprint.tags;
        tags.extend(record_tags::<T::Entity>(row.uid(), Some(row)));
        let source = Source { tags, bytes: json.len() + view.selection.len() };
        let shown = Shown { json, served: footprint.served, objects: footprint.objects };
        request.instance.cache.count_item_miss();
        request.rows().loads().leave(TypeId::of::<Self>(), view, shown, source);
    }
}

impl<T: ListedObject> OutputType for Item<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let request = ctx.data_unchecked::<Arc<Request>>();
        let Some(selection) = request.selection(ctx, field) else { return self.0.resolve(ctx, field).await };
        let item = self.0.localized();
        let view = View { uid: item.row().uid(), chain: item.chain.clone(), selection };
        if let Some(shown) = self.shown(&view, request) {
            return Ok(shown);
        }
        let (value, footprint) = footprint::trace(self.0.resolve(ctx, field)).await;
        let value = value?;
        // Some field of it may be null because it failed.
        let has_errors = !ctx.query_env.errors.lock().is_ok_and(|errors| errors.is_empty());
        let mut json = Vec::new();
        if footprint.is_private || has_errors || json::write(&value, &mut json).is_err() {
            return Ok(value);
        }
        let json = Bytes::from(json.into_boxed_slice());
        self.keep(view, json.clone(), footprint, request);
        Ok(Value::Binary(json))
    }
}
