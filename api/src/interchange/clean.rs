//! Texts of real files, made fit to be kept: plain lines and Markdown, in NFC, without HTML and without
//! characters that nobody sees. Each function says what it had to repair.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use htmd::{
    HtmlToMarkdown,
    options::{BrStyle, BulletListMarker, LinkStyle, Options},
};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::locale::messages::Said;

/// HTML nested deeper than this loses its tags: parsing it takes quadratic time, and the converter is recursive.
const DEEPEST_HTML: usize = 100;

/// Elements that end without being closed, so that thousands of them may stand side by side.
const ENDING_BY_THEMSELVES: &[&str] = &["p", "br", "hr", "img", "li", "dt", "dd", "tr", "td", "th", "wbr", "col"];

/// A `<` without a `>` near it opens no tag; without a limit each would be looked for to the end of the text.
const LONGEST_TAG: usize = 2048;

/// Elements that make a whole text HTML: paragraphs are told by tags then, not by blank lines.
const BLOCKS: &[&str] =
    &["p", "br", "div", "ul", "ol", "li", "dl", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that also turn up within plain text or Markdown.
const INLINES: &[&str] =
    &["a", "b", "strong", "i", "em", "u", "s", "code", "span", "small", "sub", "sup", "tt", "font", "script", "style"];

/// What Windows-1252 has where Unicode has the C1 controls. Nobody writes those; they are what is left of
/// Windows-1252 read as Latin-1, which is why HTML too reads `&#146;` as an apostrophe.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Named entities that lines are seen to hold; what is not here stays as it is written.
const ENTITIES: &str = "amp=& lt=< gt=> quot=\" apos=' nbsp=\u{a0} ndash=– mdash=— hellip=… lsquo=‘ rsquo=’ ldquo=“ \
                        rdquo=” laquo=« raquo=» eacute=é egrave=è agrave=à ccedil=ç auml=ä ouml=ö uuml=ü szlig=ß \
                        ntilde=ñ iquest=¿ iexcl=¡ euro=€";

/// A text that is fit to be kept, and what had to be done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// `None` when nothing is left.
    pub text: Option<String>,
    pub repairs: Vec<Repair>,
}

/// What was done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Repair {
    #[error("`undefined` or `null` stands for nothing")]
    Placeholder,
    #[error("invisible or control characters removed")]
    Invisible,
    #[error("HTML turned into Markdown")]
    Html,
    #[error("HTML tags removed")]
    Tags,
    #[error("HTML entities decoded")]
    Entities,
}

impl Repair {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(self) -> Said {
        let id = match self {
            Self::Placeholder => "note-placeholder",
            Self::Invisible => "note-invisible",
            Self::Html => "note-html",
            Self::Tags => "note-tags",
            Self::Entities => "note-entities",
        };
        (id, vec![])
    }
}

/// One line of plain text: a title, a name.
pub fn line(raw: &str) -> Cleaned {
    let mut repairs = Vec::new();
    let mut text = visible(raw, &mut repairs);
    if let Some(stripped) = without_tags(&text) {
        text = stripped;
        repairs.push(Repair::Tags);
    }
    if let Some(decoded) = decoded(&text) {
        text = decoded;
        repairs.push(Repair::Entities);
    }
    // A no-break space stays: French sets one before a colon.
    let words: Vec<_> = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect();
    finished(words.join(" "), repairs)
}

/// Markdown of any length. HTML is turned into Markdown; Markdown is left alone.
pub fn markdown(raw: &str) -> Cleaned {
    let mut repairs = Vec::new();
    let mut text = visible(raw, &mut repairs);
    if let Some(html) = escaped_html(&text) {
        text = html;
        repairs.push(Repair::Entities);
    }
    if let Some(converted) = from_html(&text) {
        text = converted;
        repairs.push(Repair::Html);
    }
    finished(text, repairs)
}

/// An address, an identifier: nothing is changed but white space around it.
pub fn token(raw: &str) -> Option<&str> {
    Some(raw.trim()).filter(|token| !token.is_empty())
}

/// `[a-z0-9-]` from any text, for identifiers; empty when it has neither letters nor digits. Unlike the slugs of
/// addresses it is never shortened: two long names stay two.
pub fn slug(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_ascii_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Names that differ only in white space have the same key; `Mo` and `mo` are two people of one programme.
/// Give it a cleaned name.
pub fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn finished(text: String, mut repairs: Vec<Repair>) -> Cleaned {
    let text = text.trim();
    if matches!(text, "undefined" | "null") {
        repairs.push(Repair::Placeholder);
        return Cleaned { text: None, repairs };
    }
    Cleaned { text: Some(text.to_owned()).filter(|text| !text.is_empty()), repairs }
}

/// In NFC, with LF at line ends and without what cannot be seen.
fn visible(raw: &str, repairs: &mut Vec<Repair>) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut removed = false;
    let mut chars = raw.trim().chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\u{80}'..='\u{9f}' => {
                removed = true;
                text.extend(Some(WINDOWS_1252[c as usize - 0x80]).filter(|c| !c.is_control()));
            }
            _ if is_invisible(c, before, chars.peek().copied()) => removed = true,
            c => text.push(c),
        }
        before = c;
    }
    if removed {
        repairs.push(Repair::Invisible);
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
}

/// Joiners are seen where they join: in emoji, in Persian, in Hindi. In `ASCII` they are left-overs.
fn is_invisible(c: char, before: char, after: Option<char>) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200c}' | '\u{200d}' => before.is_ascii() || after.is_none_or(|after| after.is_ascii()),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => true,
        c => c.is_control(),
    }
}

/// Without its HTML tags, when it has tags that certainly are some. `Vec<T>` and a talk about `<p>` stay.
fn without_tags(text: &str) -> Option<String> {
    let tags = tags(text);
    let names = |closes| tags.iter().filter(|tag| tag.closes == closes).map(|tag| &tag.name).collect::<HashSet<_>>();
    let (opened, closed) = (names(false), names(true));
    let is_pair = |tag: &Tag| opened.contains(&tag.name) && closed.contains(&tag.name);
    let certain: Vec<_> = tags.iter().filter(|tag| tag.name == "br" || is_pair(tag)).collect();
    if certain.is_empty() {
        return None;
    }
    let mut stripped = String::with_capacity(text.len());
    let mut from = 0;
    for tag in certain {
        stripped.push_str(&text[from..tag.start]);
        if BLOCKS.contains(&tag.name.as_str()) {
            stripped.push(' ');
        }
        from = tag.end;
    }
    stripped.push_str(&text[from..]);
    Some(stripped)
}

/// Without its entities, when they certainly are some: each `&` of the text begins one.
fn decoded(text: &str) -> Option<String> {
    let (first, parts) = text.split_once('&')?;
    let mut decoded = first.to_owned();
    for part in parts.split('&') {
        let (name, rest) = part.split_once(';')?;
        decoded.push_str(&entity(name)?);
        decoded.push_str(rest);
    }
    Some(decoded)
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control()).map(String::from);
    }
    ENTITIES.split(' ').find_map(|entity| entity.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

/// HTML that was escaped once too often: it begins with an escaped tag, has an escaped closing tag, and no real
/// one. Single entities stay, since Markdown knows them.
fn escaped_html(text: &str) -> Option<String> {
    if !text.contains("&lt;/") || text.contains("<code") {
        return None;
    }
    if !text.starts_with("&lt;") || !tags(text).is_empty() {
        return escaped_blocks(text);
    }
    // `&amp;` last, or `&amp;lt;` would be decoded twice.
    let html = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    tags(&html).first().is_some_and(|tag| tag.start == 0).then_some(html)
}

/// Paragraphs and lists that were escaped within HTML that was not. Tags without their counterpart stay.
fn escaped_blocks(text: &str) -> Option<String> {
    let mut html = text.to_owned();
    for name in ["p", "ul", "ol", "li"] {
        let (open, close) = (format!("&lt;{name}&gt;"), format!("&lt;/{name}&gt;"));
        if html.contains(&open) && html.contains(&close) {
            html = html.replace(&open, &format!("<{name}>")).replace(&close, &format!("</{name}>"));
        }
    }
    (html != text).then_some(html)
}

/// Markdown of a text that has HTML in it; `None` of one that has none.
fn from_html(text: &str) -> Option<String> {
    let tags = tags(text);
    if tags.iter().any(|tag| BLOCKS.contains(&tag.name.as_str())) {
        return Some(converted(&with_paragraphs(text)));
    }
    inline_converted(text, &tags)
}

/// Blank lines between plain paragraphs become tags: HTML would run the paragraphs together.
fn with_paragraphs(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut in_pre = false;
    for (index, paragraph) in text.split("\n\n").enumerate() {
        let between_tags = html.trim_end().ends_with('>') || paragraph.trim_start().starts_with('<');
        html.push_str(if index == 0 {
            ""
        } else if between_tags || in_pre {
            "\n\n"
        } else {
            "\n\n<p>"
        });
        html.push_str(paragraph);
        in_pre = match (paragraph.rfind("<pre"), paragraph.rfind("</pre")) {
            (None, None) => in_pre,
            (opened, closed) => opened > closed,
        };
    }
    html
}

/// Converts only the inline elements of a text; what stands around them is Markdown already.
fn inline_converted(text: &str, tags: &[Tag]) -> Option<String> {
    let mut markdown = String::with_capacity(text.len());
    let mut from = 0;
    let mut never_closed = HashSet::new();
    for (index, open) in tags.iter().enumerate() {
        if open.closes || open.start < from || never_closed.contains(&open.name) {
            continue;
        }
        let Some(close) = tags[index..].iter().find(|tag| tag.closes && tag.name == open.name) else {
            never_closed.insert(&open.name);
            continue;
        };
        markdown.push_str(&text[from..open.start]);
        markdown.push_str(&converted(&text[open.start..close.end]));
        from = close.end;
    }
    (from > 0).then(|| markdown + &text[from..])
}

fn converted(html: &str) -> String {
    static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
        let options = Options {
            br_style: BrStyle::Backslash,
            bullet_list_marker: BulletListMarker::Dash,
            link_style: LinkStyle::InlinedPreferAutolinks,
            ol_number_spacing: 1,
            ul_bullet_spacing: 1,
            ..Options::default()
        };
        HtmlToMarkdown::builder().options(options).build()
    });

    if depth(html) > DEEPEST_HTML {
        return text_of(html);
    }
    let safe = ammonia::clean(html);
    CONVERTER.convert(&safe).map_or_else(|_| text_of(&safe), |markdown| tidy(&markdown))
}

/// What stands between the tags, whatever tags they are.
fn text_of(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default();
    parts.fold(first.to_owned(), |text, part| text + part.split_once('>').map_or("", |(_, after)| after))
}

/// Without the spaces that the converter leaves at line ends, and the backslashes it sets into bare addresses.
fn tidy(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| {
        let words = line.trim_end().split_inclusive(' ').map(|word| {
            let is_address = word.starts_with("http://") || word.starts_with("https://");
            if is_address { Cow::Owned(word.replace("\\_", "_")) } else { Cow::Borrowed(word) }
        });
        words.collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How deep elements may be nested at most, whatever elements they are.
fn depth(html: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for part in html.split('<').skip(1) {
        let name = part.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !ENDING_BY_THEMSELVES.contains(&name.as_str()) {
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A tag of HTML in a text: `<a href="…">`, `</p>`.
#[derive(Debug)]
struct Tag {
    name: String,
    closes: bool,
    start: usize,
    end: usize,
}

/// The tags of elements we know, but for those in code spans (`` `<p>` ``).
fn tags(text: &str) -> Vec<Tag> {
    let ticks = backticks(text);
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '`']) {
        let start = at + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if let Some(starts) = ticks.get(&run) {
            // A code span ends with as many backticks as it begins with; without those it is none.
            let next = starts.get(starts.partition_point(|other| *other <= start));
            at = next.copied().unwrap_or(start) + run;
        } else if let Some(tag) = tag_at(text, start) {
            at = tag.end;
            tags.push(tag);
        } else {
            at = start + 1;
        }
    }
    tags
}

/// Where runs of backticks begin, by their length.
fn backticks(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        runs.entry(length).or_default().push(start);
        at = start + length;
    }
    runs
}

fn tag_at(text: &str, start: usize) -> Option<Tag> {
    let inside = &text[start + 1..];
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = inside[..length].to_ascii_lowercase();
    let rest = &inside[length..];
    let known = BLOCKS.contains(&name.as_str()) || INLINES.contains(&name.as_str());
    if !known || !rest.starts_with(['>', '/', ' ', '\n', '\t']) {
        return None;
    }
    let end =
        start + 1 + usize::from(closes) + length + rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
    Some(Tag { name, closes, start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(raw: &str) -> String {
        line(raw).text.unwrap_or_default()
    }

    fn markdown_of(raw: &str) -> String {
        markdown(raw).text.unwrap_or_default()
    }

    #[test]
    fn lines_hold_what_can_be_seen() {
        assert_eq!(line_of(" a\r\n  b\tc\u{200b}\u{7} "), "a b c");
        assert_eq!(line_of("Ou\u{300} en est-on\u{a0}?"), "Où en est-on\u{a0}?");
        assert_eq!(line_of("it\u{92}s"), "it’s");
        assert_eq!(line_of("👩\u{200d}💻 \u{200d}x"), "👩\u{200d}💻 x");
        assert_eq!(line("undefined"), Cleaned { text: None, repairs: vec![Repair::Placeholder] });
        assert_eq!(line(" \n"), Cleaned { text: None, repairs: vec![] });
    }

    #[test]
    fn lines_lose_tags_and_entities_that_are_certain() {
        assert_eq!(line_of("Jean <b>Müller</b>"), "Jean Müller");
        assert_eq!(line_of("Vec<T> and <p>, in C++ <3"), "Vec<T> and <p>, in C++ <3");
        assert_eq!(line_of("Q&amp;A &#8211; &quot;live&quot;"), "Q&A – \"live\"");
        assert_eq!(line_of("AT&T says &amp; is written &"), "AT&T says &amp; is written &");
        assert_eq!(line_of("How &lt;canvas&gt; works"), "How <canvas> works");
    }

    #[test]
    fn html_becomes_markdown() {
        let html =
            "<p>One <a href=\"https://example.org\">link</a>.</p>\n<ul>\n<li>a<li>b</ul><script>alert(1)</script>";
        assert_eq!(markdown_of(html), "One [link](https://example.org).\n\n- a\n- b");
        assert_eq!(markdown_of("one\n\ntwo<br>three"), "one\n\ntwo\\\nthree");
        assert_eq!(markdown_of("<p>http://example.org/a_b_c</p>"), "http://example.org/a_b_c");
        assert_eq!(markdown_of("<p onclick=\"x()\"><img src=\"javascript:x()\">a</p>"), "a");
    }

    #[test]
    fn markdown_is_left_alone() {
        let text = "# A *b* <https://example.org>\n\n- `<p>` and ``<b>`</b>``\n- a < b, Vec<T> \\_";
        assert_eq!(markdown(text), Cleaned { text: Some(text.into()), repairs: vec![] });
        assert_eq!(markdown_of("a *b*\n\n- c <i>d</i>\r\n- <b>e"), "a *b*\n\n- c *d*\n- <b>e");
    }

    #[test]
    fn html_that_was_escaped_twice_becomes_markdown() {
        assert_eq!(markdown_of("&lt;p&gt;a &amp;amp; b&lt;/p&gt;"), "a & b");
        assert_eq!(markdown_of("<p>a</p>&lt;ul&gt;&lt;li&gt;b&lt;/li&gt;&lt;/ul&gt;"), "a\n\n- b");
        assert_eq!(markdown_of("the tags &lt;p&gt; and &amp;"), "the tags &lt;p&gt; and &amp;");
    }

    #[test]
    fn hostile_html_is_survived() {
        assert_eq!(markdown_of(&("<div>".repeat(20_000) + "a")), "a");
        assert_eq!(markdown_of(&("<p>".to_owned() + &"<x>".repeat(20_000) + "a")), "a");
        for hostile in ["<a ", "<b>", "<p><font>", "` <p> ``` ", "<ul><li>"] {
            markdown(&hostile.repeat(5_000));
        }
    }

    #[test]
    fn slugs_are_never_shortened() {
        assert_eq!(slug("Débat : L’Œuvre — ¿Qué?"), "debat-l-oeuvre-que");
        assert_eq!(slug("Camp2019-10386-opening_ceremony"), "camp2019-10386-opening-ceremony");
        assert_eq!(slug("!!!"), "");
        assert_eq!(slug(&"x".repeat(500)).len(), 500);
    }
}
