//! The whole contract: the root fields of all domains, and nothing else.

use async_graphql::{EmptyMutation, EmptySubscription, MergedObject, SDLExportOptions, ValidationMode};

use crate::{
    company::CompanyQuery,
    event::{EventQuery, HappeningQuery},
    node::NodeQuery,
    post::PostQuery,
    series::SeriesQuery,
    session::SessionQuery,
    speaker::SpeakerQuery,
    tag::TagQuery,
};

/// Everything that can be read: the programme and what is written about it, each text in the reader's language.
#[derive(MergedObject, Default)]
pub struct Query(
    EventQuery,
    HappeningQuery,
    SeriesQuery,
    SessionQuery,
    SpeakerQuery,
    CompanyQuery,
    PostQuery,
    TagQuery,
    NodeQuery,
);

pub type Schema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// The schema; its limits are those of `crate::limits`, which see the document before it.
pub fn schema() -> Schema {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription).validation_mode(ValidationMode::Strict).finish()
}

/// The schema definition language of the contract: `api/schema.graphql`.
pub fn sdl(schema: &Schema) -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    let mut sdl = schema.sdl_with_options(options.include_specified_by());
    while sdl.ends_with("\n\n") {
        sdl.pop();
    }
    sdl
}
