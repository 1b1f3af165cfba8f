//! What a client sends: the media types it takes, and the operation, in a body or in the address.

use actix_web::{
    HttpRequest,
    http::header::{ACCEPT, CONTENT_TYPE},
    web,
};
use async_graphql::{Value, Variables};
use futures::StreamExt;
use serde::Deserialize;

use crate::{Error, Result};

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status says what became of the request.
    GraphqlResponse,
    /// `application/json`, for older clients: 200 for every well-formed request.
    Json,
    /// `text/event-stream`: one answer after the other, see [`super::stream`].
    EventStream,
}

impl MediaType {
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
        }
    }

    /// In what it is told that the request as a whole is refused.
    pub fn of_refusals(self) -> Self {
        match self {
            Self::EventStream => Self::GraphqlResponse,
            other => other,
        }
    }

    /// What the client likes best of what we have; JSON when it does not say.
    pub fn accepted(request: &HttpRequest) -> Result<Self> {
        let header = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
        let header = header.join(",");
        if header.trim().is_empty() {
            return Ok(Self::Json);
        }
        let mut ranges: Vec<(f32, Self)> = header.split(',').filter_map(range).collect();
        ranges.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        ranges.first().map(|(_, media_type)| *media_type).ok_or(Error::NotAcceptable { given: header })
    }
}

/// A range of the header that we can serve, with its quality.
fn range(range: &str) -> Option<(f32, MediaType)> {
    let mut parts = range.split(';').map(str::trim);
    let media_type = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => MediaType::GraphqlResponse,
        "application/json" | "application/*" | "*/*" => MediaType::Json,
        "text/event-stream" => MediaType::EventStream,
        _ => return None,
    };
    let mut quality = 1.0;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => quality = value.trim().parse().ok()?,
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => return None,
            _ => {}
        }
    }
    (quality > 0.0).then_some((quality, media_type))
}

/// What was sent: an operation, or what names its document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    #[serde(default)]
    pub query: Option<String>,
    /// The id of a document, under the name of GraphQL over HTTP or under that of Relay.
    #[serde(default, alias = "doc_id")]
    pub document_id: Option<String>,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default, deserialize_with = "object")]
    variables: Variables,
    #[serde(default, deserialize_with = "extensions")]
    pub extensions: Extensions,
}

/// The extensions of a request that mean something here.
#[derive(Debug, Default)]
pub struct Extensions {
    pub persisted_query: Option<PersistedQuery>,
    /// What the header `Idempotency-Key` is over HTTP, where no operation has headers of its own.
    pub idempotency_key: Option<serde_json::Value>,
}

/// The extension that names a document by its hash, after Apollo.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistedQuery {
    pub version: serde_json::Value,
    pub sha256_hash: String,
}

/// An operation whose document is known.
#[derive(Debug, Default)]
pub struct Operation {
    pub query: String,
    pub operation_name: Option<String>,
    pub variables: Variables,
}

type Json = serde_json::Map<String, serde_json::Value>;

/// Extensions are an object or null.
fn extensions<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Extensions, D::Error> {
    let Some(mut extensions) = Option::<Json>::deserialize(deserializer)? else { return Ok(Extensions::default()) };
    let named = serde_json::from_value(extensions.remove("persistedQuery").unwrap_or_default());
    Ok(Extensions {
        persisted_query: named
            .map_err(|error| serde::de::Error::custom(format!("extensions.persistedQuery: {error}")))?,
        idempotency_key: extensions.remove("idempotencyKey").filter(|key| !key.is_null()),
    })
}

/// Variables are an object or null.
fn object<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Variables, D::Error> {
    let object = Option::<Json>::deserialize(deserializer)?;
    Ok(Variables::from_json(serde_json::Value::Object(object.unwrap_or_default())))
}

/// All of a body, up to a limit.
pub async fn read_body(mut body: web::Payload, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| Error::MalformedRequest { reason: error.to_string() })?;
        if bytes.len() + chunk.len() > limit {
            return Err(Error::BodyTooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl Sent {
    /// What the body of a POST holds.
    pub fn of_body(request: &HttpRequest, bytes: &[u8]) -> Result<Self> {
        let content_type =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
        let is_json = parts.next().is_some_and(|media_type| media_type == "application/json");
        let is_utf8 = parts
            .filter_map(|parameter| parameter.strip_prefix("charset=").map(str::to_owned))
            .all(|charset| charset.trim_matches('"') == "utf-8");
        if !is_json || !is_utf8 {
            return Err(Error::UnsupportedMediaType { given: content_type.to_owned() });
        }
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Err(Error::MalformedRequest { reason: "a list of requests is not supported".to_owned() });
        }
        serde_json::from_slice(bytes).map_err(|error| Error::MalformedRequest { reason: error.to_string() })
    }

    /// What the query string of a GET holds.
    pub fn of_query_string(request: &HttpRequest) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Parameters {
            query: Option<String>,
            #[serde(alias = "doc_id")]
            document_id: Option<String>,
            operation_name: Option<String>,
            variables: Option<String>,
            extensions: Option<String>,
        }
        let malformed = |reason: String| Error::MalformedRequest { reason };
        let parameters = web::Query::<Parameters>::from_query(request.query_string())
            .map_err(|error| malformed(error.to_string()))?
            .into_inner();
        let json = |name: &str, text: Option<String>| match text.filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => serde_json::from_str(&text).map_err(|error| malformed(format!("{name}: {error}"))),
        };
        let variables: Option<Json> = json("variables", parameters.variables)?;
        let extensions: Option<Json> = json("extensions", parameters.extensions)?;
        let extensions = self::extensions(serde_json::Value::from(extensions.unwrap_or_default()));
        Ok(Self {
            query: parameters.query,
            document_id: parameters.document_id,
            operation_name: parameters.operation_name.filter(|name| !name.is_empty()),
            variables: Variables::from_json(serde_json::Value::Object(variables.unwrap_or_default())),
            extensions: extensions.map_err(|error| malformed(error.to_string()))?,
        })
    }

    /// Whether it sends a document to be named from then on.
    pub fn registers(&self) -> bool {
        self.query.is_some() && self.extensions.persisted_query.is_some()
    }

    /// Whether it sends a document, or names one.
    pub fn has_document(&self) -> bool {
        self.query.is_some() || self.document_id.is_some() || self.extensions.persisted_query.is_some()
    }

    /// The operation, with the document that was named.
    pub fn of_document(self, query: String) -> Operation {
        Operation { query, operation_name: self.operation_name, variables: self.variables }
    }

    /// The operation, with the document that was sent.
    pub fn of_own_document(mut self) -> Operation {
        let query = self.query.take().unwrap_or_default();
        self.of_document(query)
    }
}

impl PersistedQuery {
    /// The hash, in the only version that there is.
    pub fn hash(&self) -> Result<&str> {
        if self.version == 1 {
            Ok(&self.sha256_hash)
        } else {
            Err(Error::PersistedQueryVersion { given: self.version.to_string() })
        }
    }
}

impl Operation {
    /// What tells it from another operation.
    pub fn fingerprint(&self) -> String {
        let variables = serde_json::to_string(&self.variables).unwrap_or_default();
        format!("{:?}\0{}\0{variables}", self.operation_name, self.query)
    }

    /// Whether a text in the variables holds U+0000.
    pub fn has_nul(&self) -> bool {
        fn holds(value: &Value) -> bool {
            match value {
                Value::String(text) => text.contains('\0'),
                Value::List(items) => items.iter().any(holds),
                Value::Object(fields) => fields.values().any(holds),
                _ => false,
            }
        }
        self.variables.values().any(holds)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn accepted(header: &str) -> Option<MediaType> {
        MediaType::accepted(&TestRequest::default().insert_header((ACCEPT, header)).to_http_request()).ok()
    }

    #[test]
    fn the_client_says_what_it_takes() {
        assert_eq!(
            accepted("application/graphql-response+json, application/json;q=0.9"),
            Some(MediaType::GraphqlResponse)
        );
        assert_eq!(accepted("application/json, application/graphql-response+json;q=0.1"), Some(MediaType::Json));
        assert_eq!(accepted("text/html, */*;q=0.1"), Some(MediaType::Json));
        assert_eq!(accepted("text/html"), None);
        assert_eq!(accepted("application/json; charset=iso-8859-1"), None);
        assert_eq!(accepted("text/event-stream"), Some(MediaType::EventStream));
        assert_eq!(accepted("application/json, text/event-stream;q=0.9"), Some(MediaType::Json));
        assert_eq!(accepted("text/*"), None);
    }
}
