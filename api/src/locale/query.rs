//! Root fields for what frontends say: the locales, their messages, and messages that the server formats.

use async_graphql::{Context, Enum, InputObject, Json, Object, SimpleObject};
use fluent_syntax::{ast, serializer};
use serde_json::{Map, Value};

use super::{
    Chain, Locale,
    format::{self, arguments, direction},
    ftl,
    messages::{TAG, set::MessageSet},
};
use crate::{Error, Result, cache::tag::Tag, content::object::LocaleTag, context::RequestContext};

/// Most messages that one field formats.
const MOST_MESSAGES: usize = 200;
/// Longest text of arguments, as JSON.
const MOST_BYTES: usize = 20_000;

#[derive(Default)]
pub struct LocaleQuery;

#[Object]
impl LocaleQuery {
    /// The languages that are offered, in the order of the configuration.
    async fn locales(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of their names; without it that of the request.")] locale: Option<LocaleTag>,
    ) -> Result<Vec<OfferedLocale>> {
        let chain = ctx.chain(locale, None)?;
        let reader = chain.requested();
        ctx.request().note_served(reader.as_str());
        let locales = ctx.locales();
        let offered = locales.offered().iter().map(|locale| {
            let (name, native_name) = ftl::names(locale, reader);
            OfferedLocale {
                code: locale.into(),
                name,
                native_name,
                direction: direction(locale).into(),
                fallback: locales.chain(locale).locales().iter().map(LocaleTag::from).collect(),
                is_default: locale == locales.default_locale(),
            }
        });
        Ok(offered.collect())
    }

    /// The messages of the interface, by id: each in the first language of the chain that has it. What a message says is
    /// a pattern of Fluent; the server formats it with `message`.
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(desc = "What is tried when that language has no such message, instead of the configured chain.")]
        fallback: Option<Vec<LocaleTag>>,
        #[graphql(desc = "Only those whose id begins so: `session-`.")] prefix: Option<String>,
        #[graphql(desc = "Only those of these resources: `programme`.")] resources: Option<Vec<String>>,
    ) -> Result<Vec<Message>> {
        let chain = ctx.chain(locale, fallback)?;
        let set = follow(ctx);
        let locales = ctx.instance().messages.locales(&chain);
        let mut found = Vec::new();
        for id in set.ids() {
            if prefix.as_deref().is_some_and(|prefix| !id.starts_with(prefix)) {
                continue;
            }
            let in_locale = |locale| Some((locale, set.get(locale)?.resource_of(id)?));
            let Some((locale, resource)) = locales.clone().find_map(in_locale) else { continue };
            if resources.as_ref().is_some_and(|resources| !resources.iter().any(|wanted| wanted == resource)) {
                continue;
            }
            let Some(message) = Message::of(&set, locale, id) else { continue };
            ctx.request().note_served(&message.locale.0);
            found.push(message);
        }
        Ok(found)
    }

    /// A message with its arguments, formatted as the language does it: plurals, numbers, dates, lists. Null when no
    /// language of the chain has it.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id: `session-count`.")] id: String,
        #[graphql(desc = "Its arguments, an object: numbers, texts, lists of texts, and instants as RFC 3339, with \
                          their time zone in brackets: `2012-02-14T18:30:00+01:00[Europe/Paris]`.")]
        args: Option<Json<Value>>,
        #[graphql(desc = "The language; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(desc = "What is tried when that language has no such message, instead of the configured chain.")]
        fallback: Option<Vec<LocaleTag>>,
        #[graphql(
            desc = "Whether invisible marks (U+2068, U+2069) keep the direction of each argument apart from the text around it.",
            default = true
        )]
        isolate: bool,
    ) -> Result<Option<FormattedMessage>> {
        let chain = ctx.chain(locale, fallback)?;
        follow(ctx);
        formatted(ctx, &chain, id, args, isolate, "args")
    }

    /// As `message`, for many at once, at most 200, in their order.
    async fn formatted_messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, each with its arguments.")] messages: Vec<MessageInput>,
        #[graphql(desc = "The language; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(desc = "What is tried when that language has no such message, instead of the configured chain.")]
        fallback: Option<Vec<LocaleTag>>,
        #[graphql(
            desc = "Whether invisible marks (U+2068, U+2069) keep the direction of each argument apart from the text around it.",
            default = true
        )]
        isolate: bool,
    ) -> Result<Vec<Option<FormattedMessage>>> {
        if messages.len() > MOST_MESSAGES {
            return Err(Error::TooManyItems { given: messages.len(), max: MOST_MESSAGES });
        }
        let chain = ctx.chain(locale, fallback)?;
        follow(ctx);
        let format = |message: MessageInput| formatted(ctx, &chain, message.id, message.args, isolate, "messages");
        messages.into_iter().map(format).collect()
    }
}

/// The present messages; the answer is over when they are taken anew.
fn follow(ctx: &Context<'_>) -> std::sync::Arc<MessageSet> {
    ctx.rows().loads().follow(Tag::all(TAG));
    ctx.instance().messages.set()
}

fn formatted(
    ctx: &Context<'_>,
    chain: &Chain,
    id: String,
    args: Option<Json<Value>>,
    isolate: bool,
    argument: &'static str,
) -> Result<Option<FormattedMessage>> {
    let args = match args.map(|Json(args)| args) {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(args)) => args,
        Some(_) => return Err(Error::MessageArguments { argument }),
    };
    if serde_json::to_string(&args).map_or(0, |text| text.len()) > MOST_BYTES {
        return Err(Error::MessageArguments { argument });
    }
    let messages = &ctx.instance().messages;
    let Some(found) = messages.find(chain, &id, &arguments(&args), isolate) else { return Ok(None) };
    if found.clock_was_read {
        ctx.clock();
    }
    ctx.request().note_served(found.locale.as_str());
    let attributes = found.attributes.into_iter().map(|(name, value)| MessageAttribute { name, value });
    Ok(Some(FormattedMessage {
        id,
        locale: (&found.locale).into(),
        text: found.text,
        attributes: attributes.collect(),
        errors: found.errors.iter().map(ToString::to_string).collect(),
    }))
}

/// A language that is offered.
#[derive(SimpleObject)]
pub struct OfferedLocale {
    /// Its tag.
    code: LocaleTag,
    /// Its name, in the language of the reader.
    name: String,
    /// Its name in itself.
    native_name: String,
    /// In which direction it is written.
    direction: Direction,
    /// The languages that are tried for a text, the first with one wins; this one first.
    fallback: Vec<LocaleTag>,
    /// Whether it is served to whoever asks for no other.
    is_default: bool,
}

/// In which direction a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl From<format::Direction> for Direction {
    fn from(direction: format::Direction) -> Self {
        match direction {
            format::Direction::LeftToRight => Self::Ltr,
            format::Direction::RightToLeft => Self::Rtl,
        }
    }
}

/// A message of the interface, as translators write it.
#[derive(SimpleObject)]
pub struct Message {
    /// Its id, the same in every language.
    id: String,
    /// The resource that it is in: a file below `/locales/`.
    resource: String,
    /// The language that it is in.
    locale: LocaleTag,
    /// What it says, as a pattern of Fluent; null when it has attributes only.
    value: Option<String>,
    /// What else belongs to the same element.
    attributes: Vec<MessageAttribute>,
}

/// What else belongs to the same element: its `aria-label`, its `placeholder`.
#[derive(SimpleObject)]
pub struct MessageAttribute {
    /// Its name.
    name: String,
    /// What it says.
    value: String,
}

/// A message with its arguments in it.
#[derive(SimpleObject)]
pub struct FormattedMessage {
    /// Its id.
    id: String,
    /// The language that it is in.
    locale: LocaleTag,
    /// What it says; null when it has attributes only.
    text: Option<String>,
    /// What else belongs to the same element.
    attributes: Vec<MessageAttribute>,
    /// What is wrong, in English: an argument that is missing, or of another kind. The text shows where.
    errors: Vec<String>,
}

/// A message to format.
#[derive(InputObject)]
pub struct MessageInput {
    /// Its id.
    id: String,
    /// Its arguments, as in `message`.
    args: Option<Json<Value>>,
}

impl Message {
    fn of(set: &MessageSet, locale: &Locale, id: &str) -> Option<Self> {
        let catalogue = set.get(locale)?;
        let message = catalogue.message(id)?;
        Some(Self {
            id: id.to_owned(),
            resource: catalogue.resource_of(id)?.to_owned(),
            locale: locale.into(),
            value: message.value.as_ref().map(written),
            attributes: message
                .attributes
                .iter()
                .map(|attribute| MessageAttribute { name: attribute.id.name.clone(), value: written(&attribute.value) })
                .collect(),
        })
    }
}

/// A pattern as it stands in a file.
fn written(pattern: &ast::Pattern<String>) -> String {
    let message = ast::Message {
        id: ast::Identifier { name: "m".to_owned() },
        value: Some(pattern.clone()),
        attributes: Vec::new(),
        comment: None,
    };
    let text = serializer::serialize(&ast::Resource { body: vec![ast::Entry::Message(message)] });
    text.trim_start_matches("m =").trim().to_owned()
}
