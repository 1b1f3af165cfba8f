//! The whole contract: the root fields of all domains, and nothing else.

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, SchemaBuilder, ValidationMode};

use crate::{
    account::{AccountMutation, AccountQuery},
    audit::AuditQuery,
    company::{CompanyMutation, CompanyQuery},
    deed::ContentMutation,
    event::{EventMutation, EventQuery, HappeningQuery},
    history::HistoryQuery,
    interchange::UpsertMutation,
    locale::query::LocaleQuery,
    node::NodeQuery,
    post::{PostMutation, PostQuery},
    release::ReleaseMutation,
    room::RoomMutation,
    series::{SeriesMutation, SeriesQuery},
    session::{SessionMutation, SessionQuery},
    speaker::{SpeakerMutation, SpeakerQuery},
    tag::{TagMutation, TagQuery},
    tier::TierMutation,
    track::TrackMutation,
    translation::{TranslationMutation, TranslationQuery},
};

/// Everything that can be read: the programme and what is written about it, each text in the reader's language.
#[derive(MergedObject, Default)]
pub struct Query(ReadContent, ReadAbout);

// Merged objects are a chain: each takes its turn on the stack for what the others hold. Two short chains take less.
#[derive(MergedObject, Default)]
struct ReadContent(
    EventQuery,
    HappeningQuery,
    SeriesQuery,
    SessionQuery,
    SpeakerQuery,
    CompanyQuery,
    PostQuery,
    TagQuery,
);

#[derive(MergedObject, Default)]
struct ReadAbout(NodeQuery, LocaleQuery, HistoryQuery, TranslationQuery, AccountQuery, AuditQuery);

/// Everything that can be written, by those who may. The fields of one operation are carried out one after
/// another, each whole or not at all.
#[derive(MergedObject, Default)]
pub struct Mutation(WriteAny, WriteEvents, WriteOthers);

#[derive(MergedObject, Default)]
struct WriteAny(AccountMutation, ContentMutation, UpsertMutation, TranslationMutation);

#[derive(MergedObject, Default)]
struct WriteEvents(
    EventMutation,
    SeriesMutation,
    RoomMutation,
    TrackMutation,
    TierMutation,
    SessionMutation,
    ReleaseMutation,
);

#[derive(MergedObject, Default)]
struct WriteOthers(SpeakerMutation, CompanyMutation, PostMutation, TagMutation);

pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The schema; its limits are those of `crate::limits`, which see the document before it.
pub fn schema() -> Schema {
    builder().finish()
}

/// The schema, to add to.
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).validation_mode(ValidationMode::Strict)
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
