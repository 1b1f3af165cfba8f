//! An answer that anybody may have, ready to be sent: its bytes, compressed at the first wish, and its ETag.

use std::{
    io::{self, Write},
    sync::OnceLock,
    time::SystemTime,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{
            ACCEPT_ENCODING, AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG,
            Encoding, EntityTag, Header, HeaderName, HeaderValue, HttpDate, IF_NONE_MATCH, IfNoneMatch, LAST_MODIFIED,
            TryIntoHeaderValue, VARY,
        },
    },
    web::Bytes,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// A better one costs more time than it saves.
const BROTLI_QUALITY: u32 = 5;
const ZSTD_LEVEL: i32 = 3;
/// How far `Encoding` is compressed in memory, at worst, beside the plain bytes.
const COPIES: usize = 2;
const X_CACHE: HeaderName = HeaderName::from_static("x-cache");
const VARY_BY_CODING: &str = "Accept-Encoding";
/// How long an address is good that changes with its content.
pub const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Bytes of a hash that tell one answer from another.
const HASH: usize = 16;

/// An answer that anybody may have.
#[derive(Debug)]
pub struct Page {
    body: Bytes,
    /// The languages of its texts, for `Content-Language`.
    languages: Option<HeaderValue>,
    /// Whether the language of the request had a say in it.
    language_was_used: bool,
    /// When what it shows last changed, for `Last-Modified`.
    changed_at: Option<HeaderValue>,
    /// What tells the bytes from others; made when a GET first asks for it.
    hash: OnceLock<String>,
    /// Its ETags: plain, then of each coding.
    etags: [OnceLock<HeaderValue>; CODINGS.len() + 1],
    compressed: [OnceLock<Bytes>; CODINGS.len()],
}

/// How bytes are compressed, the best first: each in the place of its number.
const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    fn encoding(self) -> Encoding {
        match self {
            Self::Brotli => Encoding::brotli(),
            Self::Zstd => Encoding::zstd(),
            Self::Gzip => Encoding::gzip(),
        }
    }

    fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, 22);
                writer.write_all(bytes)?;
                Ok(writer.into_inner())
            }
            Self::Zstd => zstd::bulk::compress(bytes, ZSTD_LEVEL),
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

/// How a client wants an answer: all that its headers say of it.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    content_type: &'static str,
    coding: Option<Coding>,
    /// Whether the address says the language, whatever the header says.
    language_is_given: bool,
    /// Whether the header `Accept` had a say in the type.
    type_was_negotiated: bool,
}

impl Variant {
    pub fn of(request: &HttpRequest, content_type: &'static str, language_is_given: bool) -> Self {
        Self { content_type, coding: accepted(request), language_is_given, type_was_negotiated: true }
    }

    /// Of a document whose address says its type.
    pub fn of_document(request: &HttpRequest, content_type: &'static str, language_is_given: bool) -> Self {
        Self { type_was_negotiated: false, ..Self::of(request, content_type, language_is_given) }
    }
}

/// Where an answer came from: `X-Cache`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was kept.
    Hit,
    /// It was made, and is kept from now on.
    Miss,
    /// It was made, and is not kept.
    Bypass,
}

impl Source {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "HIT",
            Self::Miss => "MISS",
            Self::Bypass => "BYPASS",
        }
    }
}

/// What an answer says of its bytes.
struct Head {
    content_type: &'static str,
    vary: &'static str,
    /// None when nobody may keep it, and so nobody asks whether it is still so.
    cache_control: Option<&'static str>,
    /// None when it does not come from the cache.
    source: Option<Source>,
}

impl Page {
    pub fn new(body: impl Into<Bytes>, languages: Option<String>, language_was_used: bool) -> Self {
        let (hash, etags, compressed) = (OnceLock::new(), Default::default(), Default::default());
        let languages = languages.and_then(|languages| languages.try_into().ok());
        Self { body: body.into(), languages, language_was_used, changed_at: None, hash, etags, compressed }
    }

    /// The same, of that age.
    pub fn changed_at(self, changed_at: Option<DateTime<Utc>>) -> Self {
        let value = changed_at.map(|at| HttpDate::from(SystemTime::from(at)));
        Self { changed_at: value.and_then(|date| date.try_into_value().ok()), ..self }
    }

    /// The answer as JSON.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The languages of its texts.
    pub fn languages(&self) -> Option<&str> {
        self.languages.as_ref().and_then(|languages| languages.to_str().ok())
    }

    /// How many bytes it takes, at most.
    pub fn weight(&self) -> usize {
        self.body.len() * COPIES + self.languages.as_ref().map_or(0, HeaderValue::len) + HASH
    }

    fn hash(&self) -> &str {
        self.hash.get_or_init(|| {
            let mut hash = Sha256::new();
            hash.update(&self.body);
            hash.update(self.languages.as_ref().map_or(&[][..], HeaderValue::as_bytes));
            BASE64_URL_SAFE_NO_PAD.encode(&hash.finalize()[..HASH])
        })
    }

    /// What tells these bytes from all others, quoted.
    fn tag(&self, coding: Option<Coding>) -> HeaderValue {
        let at = coding.map_or(0, |coding| coding as usize + 1);
        let tag = || match coding {
            Some(coding) => format!("\"{}-{}\"", self.hash(), coding.name()),
            None => format!("\"{}\"", self.hash()),
        };
        self.etags[at].get_or_init(|| HeaderValue::try_from(tag()).unwrap_or(HeaderValue::from_static("\"\""))).clone()
    }

    /// The answer for a client. A GET whose client has these bytes already gets none.
    pub fn respond(&self, request: &HttpRequest, variant: &Variant, source: Source) -> HttpResponse {
        let by_language = self.language_was_used && !variant.language_is_given;
        let head = Head {
            content_type: variant.content_type,
            vary: match (variant.type_was_negotiated, by_language) {
                (true, true) => "Accept, Accept-Encoding, Accept-Language",
                (true, false) => "Accept, Accept-Encoding",
                (false, true) => "Accept-Encoding, Accept-Language",
                (false, false) => VARY_BY_CODING,
            },
            // Whoever keeps it asks each time whether it is still so.
            cache_control: is_read(request).then_some("public, no-cache"),
            source: Some(source),
        };
        self.send(request, variant.coding, head)
    }

    /// The answer to a GET or HEAD of a document with an address of its own.
    pub fn serve(
        &self,
        request: &HttpRequest,
        content_type: &'static str,
        cache_control: &'static str,
    ) -> HttpResponse {
        let head = Head { content_type, vary: VARY_BY_CODING, cache_control: Some(cache_control), source: None };
        self.send(request, accepted(request), head)
    }

    fn send(&self, request: &HttpRequest, coding: Option<Coding>, head: Head) -> HttpResponse {
        let compressed = coding.and_then(|coding| Some((coding, self.compressed(coding)?)));
        let tag = head.cache_control.map(|_| self.tag(compressed.as_ref().map(|(coding, _)| *coding)));
        let is_known = tag.as_ref().is_some_and(|tag| knows(request, tag));
        let mut http = HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
        http.insert_header((VARY, HeaderValue::from_static(head.vary)));
        if let Some(source) = head.source {
            http.insert_header((X_CACHE, HeaderValue::from_static(source.as_str())));
        }
        if let Some(languages) = &self.languages {
            http.insert_header((CONTENT_LANGUAGE, languages.clone()));
        }
        if let Some(tag) = tag {
            http.insert_header((ETAG, tag));
        }
        if let Some(changed_at) = &self.changed_at {
            http.insert_header((LAST_MODIFIED, changed_at.clone()));
        }
        if let Some(cache_control) = head.cache_control {
            http.insert_header((CACHE_CONTROL, HeaderValue::from_static(cache_control)));
        }
        if is_known {
            return http.finish();
        }
        http.insert_header((CONTENT_TYPE, HeaderValue::from_static(head.content_type)));
        match compressed {
            Some((coding, bytes)) => {
                http.insert_header((CONTENT_ENCODING, HeaderValue::from_static(coding.name()))).body(bytes)
            }
            None => http.body(self.body.clone()),
        }
    }

    fn compressed(&self, coding: Coding) -> Option<Bytes> {
        let at = coding as usize;
        if let Some(bytes) = self.compressed[at].get() {
            return Some(bytes.clone());
        }
        match coding.compress(&self.body) {
            Ok(bytes) => Some(self.compressed[at].get_or_init(|| bytes.into()).clone()),
            Err(error) => {
                tracing::error!(%error, coding = coding.name(), "an answer cannot be compressed");
                None
            }
        }
    }
}

/// Whether only an answer is wanted: that of a GET, or what it would say of itself.
pub fn is_read(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// How the client likes its answer compressed; none for not at all.
fn accepted(request: &HttpRequest) -> Option<Coding> {
    if !request.headers().contains_key(ACCEPT_ENCODING) {
        return None;
    }
    let accepted = AcceptEncoding::parse(request).ok()?;
    let offered = CODINGS.map(Coding::encoding);
    let chosen = accepted.negotiate(offered.iter().chain([&Encoding::identity()]))?;
    CODINGS.into_iter().find(|coding| coding.encoding() == chosen)
}

/// Whether the client says that it has these bytes.
fn knows(request: &HttpRequest, tag: &HeaderValue) -> bool {
    let Some(known) = request.headers().get(IF_NONE_MATCH) else { return false };
    if known == tag {
        return true;
    }
    let Ok(tag) = tag.to_str().unwrap_or_default().parse::<EntityTag>() else { return false };
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{body::to_bytes, test::TestRequest};

    use super::*;

    fn get(headers: &[(&str, &str)]) -> HttpResponse {
        let page = Page::new(r#"{"data":{}}"#.repeat(100), Some("fr".to_owned()), true);
        let request = headers.iter().fold(TestRequest::get(), |request, header| request.insert_header(*header));
        let request = request.to_http_request();
        page.respond(&request, &Variant::of(&request, "application/json", false), Source::Hit)
    }

    fn header<'r>(response: &'r HttpResponse, name: &str) -> &'r str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn whoever_has_the_bytes_gets_none() {
        for accepted in ["identity", "gzip", "br", "zstd", "deflate, br;q=0.5, gzip"] {
            let first = get(&[("accept-encoding", accepted)]);
            let tag = header(&first, "etag").to_owned();
            let again = get(&[("accept-encoding", accepted), (IF_NONE_MATCH.as_str(), &tag)]);
            let other = get(&[("accept-encoding", accepted), (IF_NONE_MATCH.as_str(), r#""other""#)]);

            assert_eq!(
                (first.status(), again.status(), other.status()),
                (StatusCode::OK, StatusCode::NOT_MODIFIED, StatusCode::OK)
            );
            assert_eq!(header(&again, "etag"), tag, "{accepted}");
            assert!(to_bytes(again.into_body()).await.unwrap().is_empty());
        }
    }

    #[test]
    fn each_coding_has_an_etag_of_its_own() {
        let of = |accepted: &str| {
            let response = get(&[("accept-encoding", accepted)]);
            (header(&response, "content-encoding").to_owned(), header(&response, "etag").to_owned())
        };
        let all = ["identity", "gzip", "zstd", "br"].map(of);

        assert_eq!(all.clone().map(|(coding, _)| coding), ["", "gzip", "zstd", "br"]);
        let mut tags: Vec<String> = all.into_iter().map(|(_, tag)| tag).collect();
        tags.dedup();
        assert_eq!(tags.len(), 4);
    }

    #[test]
    fn what_is_compressed_is_the_same() {
        use std::io::Read;
        let text = "Émancipation ou surveillance ? ".repeat(200);
        let compressed = |coding: Coding| coding.compress(text.as_bytes()).unwrap();
        let (mut gzip, mut brotli) = (String::new(), String::new());

        flate2::read::GzDecoder::new(&compressed(Coding::Gzip)[..]).read_to_string(&mut gzip).unwrap();
        brotli::Decompressor::new(&compressed(Coding::Brotli)[..], 4096).read_to_string(&mut brotli).unwrap();
        let zstd = zstd::bulk::decompress(&compressed(Coding::Zstd), 100_000).unwrap();

        assert_eq!((gzip.as_str(), brotli.as_str(), zstd.as_slice()), (text.as_str(), text.as_str(), text.as_bytes()));
    }
}
