//! What in a text a translator must not touch: Markdown's code and links, HTML tags, addresses, placeholders. Start at
//! [`pieces`]. It reads as CommonMark does, with one pass over the text and no more; where the two differ, the worst
//! is a piece of code that a translator sees as text.

use std::{collections::HashMap, ops::Range};

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Code(Code<'a>),
}

/// A part that stays as it is, in whatever language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<'a> {
    pub text: &'a str,
    pub kind: Kind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A code span, or a fenced block.
    Verbatim,
    /// `<https://a.example>`, `https://a.example`, `[` and `](https://a.example)`.
    Link,
    /// `![` and `](a.png)`.
    Image,
    /// A tag, or a comment.
    Html,
    /// `{name}`, `{{ name }}`, `{ $count }`, `%s`, `%(name)s`.
    Placeholder,
}

/// Whether a code has text inside: `<b>` up to `</b>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Alone,
    /// `end`: the index of the piece that ends it; none when nothing does.
    Start {
        end: Option<usize>,
    },
    End {
        start: Option<usize>,
    },
}

/// The parts of a text. One after another they are the text again, byte for byte.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut codes = Vec::new();
    blocks(text, &mut codes);
    codes.sort_by_key(|code| code.range.start);
    let mut pieces = Vec::new();
    let mut open = HashMap::<String, Vec<usize>>::new();
    let mut at = 0;
    for Found { range, kind, role } in codes {
        if at < range.start {
            pieces.push(Piece::Text(&text[at..range.start]));
        }
        at = range.end;
        let index = pieces.len();
        let span = match role {
            Role::Alone => Span::Alone,
            Role::Start(name) => {
                open.entry(name).or_default().push(index);
                Span::Start { end: None }
            }
            Role::End(name) => {
                let start = open.get_mut(&name).and_then(Vec::pop);
                if let Some(Piece::Code(code)) = start.and_then(|start| pieces.get_mut(start)) {
                    code.span = Span::Start { end: Some(index) };
                }
                Span::End { start }
            }
        };
        pieces.push(Piece::Code(Code { text: &text[range], kind, span }));
    }
    if at < text.len() {
        pieces.push(Piece::Text(&text[at..]));
    }
    pieces
}

/// A code, before it's known which one ends it.
struct Found {
    range: Range<usize>,
    kind: Kind,
    role: Role,
}

/// Start and end of a span have one name: that of the tag, or [`BRACKET`].
enum Role {
    Alone,
    Start(String),
    End(String),
}

/// No tag has this name.
const BRACKET: &str = "[";

/// Tags that have nothing inside.
const VOID_TAGS: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Finds fenced blocks, and what is in the paragraphs around them.
fn blocks(text: &str, codes: &mut Vec<Found>) {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Line { range: start..start + line.len(), fence: fence(line), longest_end_after: [0; 2] });
        start += line.len();
    }
    let mut longest = [0; 2];
    for line in lines.iter_mut().rev() {
        line.longest_end_after = longest;
        if let Some(fence) = line.fence.filter(|fence| fence.can_end) {
            longest[fence.family] = longest[fence.family].max(fence.length);
        }
    }

    let mut paragraph = 0;
    let mut lines = lines.into_iter();
    while let Some(line) = lines.next() {
        // A fence without end would make the whole rest untranslatable; it's more likely a slip.
        if let Some(start) = line.fence.filter(|fence| line.longest_end_after[fence.family] >= fence.length)
            && let Some(end) = lines.find(|line| line.fence.is_some_and(|end| end.ends(&start)))
        {
            inlines(text, paragraph..line.range.start, codes);
            let block = text[..end.range.end].trim_end_matches(['\r', '\n']).len();
            let range = line.range.start + start.indent..block;
            codes.push(Found { range, kind: Kind::Verbatim, role: Role::Alone });
            paragraph = end.range.end;
        } else if text[line.range.clone()].trim().is_empty() {
            inlines(text, paragraph..line.range.start, codes);
            paragraph = line.range.end;
        }
    }
    inlines(text, paragraph..text.len(), codes);
}

struct Line {
    range: Range<usize>,
    fence: Option<Fence>,
    /// The longest fence on a later line that can end a block, of each family.
    longest_end_after: [usize; 2],
}

/// A line of three or more backticks or tildes.
#[derive(Clone, Copy)]
struct Fence {
    /// Of backticks, or of tildes.
    family: usize,
    length: usize,
    indent: usize,
    can_end: bool,
}

impl Fence {
    fn ends(&self, start: &Self) -> bool {
        self.can_end && self.family == start.family && self.length >= start.length
    }
}

fn fence(line: &str) -> Option<Fence> {
    let content = line.trim_start_matches([' ', '\t', '>']);
    let mark = content.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = content.trim_start_matches(mark);
    let length = content.len() - info.len();
    if length < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let can_end = info.trim().is_empty();
    Some(Fence { family: usize::from(mark == '~'), length, indent: line.len() - content.len(), can_end })
}

/// Finds what is in one paragraph, that is: in text without a blank line.
fn inlines(text: &str, paragraph: Range<usize>, codes: &mut Vec<Found>) {
    let mut scanner = Scanner { text: &text[paragraph.clone()], offset: paragraph.start, brackets: Vec::new(), codes };
    scanner.run();
}

struct Scanner<'a> {
    text: &'a str,
    /// Where in the whole text this one begins.
    offset: usize,
    /// Those that may yet become a link or an image.
    brackets: Vec<(Range<usize>, Kind)>,
    codes: &'a mut Vec<Found>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let last_backticks = last_backticks(bytes);
        let last_comment_end = self.text.rfind("-->");
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b'\\' => at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation)),
                b'`' => {
                    let length = run_length(bytes, at);
                    // The last one tells whether there is any, so that no text is searched in vain.
                    match last_backticks.get(&length).is_some_and(|last| *last > at) {
                        true => self.add(at..verbatim_end(bytes, at + length, length), Kind::Verbatim, Role::Alone),
                        false => at + length,
                    }
                }
                b'!' if bytes.get(at + 1) == Some(&b'[') => {
                    self.brackets.push((at..at + 2, Kind::Image));
                    at + 2
                }
                b'[' => {
                    self.brackets.push((at..at + 1, Kind::Link));
                    at + 1
                }
                b']' => self.bracket_end(at),
                b'<' if bytes[at..].starts_with(b"<!--") && last_comment_end.is_some_and(|end| end >= at + 4) => {
                    let end = self.text[at + 4..].find("-->").map_or(at + 4, |end| at + 4 + end + 3);
                    self.add(at..end, Kind::Html, Role::Alone)
                }
                b'<' => self.angle(at),
                b'{' => match braces(&bytes[at..]) {
                    Some(length) => self.add(at..at + length, Kind::Placeholder, Role::Alone),
                    None => at + 1,
                },
                b'%' => match conversion(bytes, at) {
                    Some(end) => self.add(at..end, Kind::Placeholder, Role::Alone),
                    None => at + 1,
                },
                b'h' | b'H' | b'f' | b'F' | b'w' | b'W' => match address(self.text, at) {
                    Some(end) => self.add(at..end, Kind::Link, Role::Alone),
                    None => at + 1,
                },
                _ => at + 1,
            };
        }
    }

    /// Where to go on.
    fn add(&mut self, range: Range<usize>, kind: Kind, role: Role) -> usize {
        let end = range.end;
        self.codes.push(Found { range: self.offset + range.start..self.offset + end, kind, role });
        end
    }

    fn bracket_end(&mut self, at: usize) -> usize {
        let Some((bracket, kind)) = self.brackets.pop() else { return at + 1 };
        let Some(destination) = destination(&self.text.as_bytes()[at..]) else { return at + 1 };
        self.add(bracket, kind, Role::Start(BRACKET.to_owned()));
        let end = self.add(at..at + destination.length, kind, Role::End(BRACKET.to_owned()));
        match destination.title_end {
            Some(title_end) => self.add(at + title_end.start..at + title_end.end, kind, Role::Alone),
            None => end,
        }
    }

    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        if let Some(length) = autolink(rest) {
            return self.add(at..at + length, Kind::Link, Role::Alone);
        }
        let Some(length) = tag(rest) else { return at + 1 };
        let markup = &self.text[at..at + length];
        let name = markup.trim_start_matches(['<', '/']);
        let name = name[..matching(name.as_bytes(), is_tag_name)].to_ascii_lowercase();
        let role = match markup {
            _ if markup.ends_with("/>") || VOID_TAGS.contains(&name.as_str()) => Role::Alone,
            _ if markup.starts_with("</") => Role::End(name),
            _ => Role::Start(name),
        };
        self.add(at..at + length, Kind::Html, role)
    }
}

/// How many bytes there are from the beginning that satisfy it.
fn matching(bytes: &[u8], is_match: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_match(**byte)).count()
}

fn run_length(bytes: &[u8], at: usize) -> usize {
    matching(&bytes[at..], |byte| byte == b'`')
}

/// Where the last run of backticks of each length begins.
fn last_backticks(bytes: &[u8]) -> HashMap<usize, usize> {
    let mut last = HashMap::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'`') {
        at += found;
        let length = run_length(bytes, at);
        last.insert(length, at);
        at += length;
    }
    last
}

/// The end of a code span whose text begins here, and which ends in so many backticks.
fn verbatim_end(bytes: &[u8], mut at: usize, length: usize) -> usize {
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'`') {
        at += found;
        let found = run_length(bytes, at);
        at += found;
        if found == length {
            break;
        }
    }
    at
}

/// `](https://a.example)`, or up to the title and after it: `](https://a.example "` and `")`.
struct Destination {
    length: usize,
    title_end: Option<Range<usize>>,
}

fn destination(bytes: &[u8]) -> Option<Destination> {
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    if !bytes.starts_with(b"](") {
        return None;
    }
    let mut at = 2 + matching(&bytes[2..], is_space);
    at += link_address(&bytes[at..])?;
    let space = matching(&bytes[at..], is_space);
    at += space;
    let quote = *bytes.get(at)?;
    if quote == b')' {
        return Some(Destination { length: at + 1, title_end: None });
    }
    let end_quote = match quote {
        b'"' | b'\'' => quote,
        b'(' => b')',
        _ => return None,
    };
    let title = at + 1;
    at = title;
    while *bytes.get(at)? != end_quote {
        match bytes[at] {
            b'(' if quote == b'(' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    let end = at + 1 + matching(&bytes[at + 1..], is_space);
    (space > 0 && bytes.get(end) == Some(&b')')).then_some(Destination { length: title, title_end: Some(at..end + 1) })
}

fn link_address(bytes: &[u8]) -> Option<usize> {
    let mut at = usize::from(bytes.first() == Some(&b'<'));
    let is_angled = at == 1;
    let mut depth = 0;
    loop {
        match bytes.get(at)? {
            b'>' if is_angled => return Some(at + 1),
            b'<' | b'\n' if is_angled => return None,
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            _ if is_angled => {}
            byte if byte.is_ascii_whitespace() => return Some(at),
            byte if byte.is_ascii_control() => return None,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            // As many as CommonMark's own implementation follows.
            b'(' if depth == 32 => return None,
            b'(' => depth += 1,
            _ => {}
        }
        at += 1;
    }
}

/// The length of `<https://a.example>` or `<a@b.example>`.
fn autolink(bytes: &[u8]) -> Option<usize> {
    let inner = &bytes[1..];
    let scheme = matching(inner, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let is_scheme = (2..=32).contains(&scheme) && inner[0].is_ascii_alphabetic() && inner.get(scheme) == Some(&b':');
    let length = if is_scheme {
        matching(inner, |byte| !byte.is_ascii_control() && !matches!(byte, b' ' | b'<' | b'>'))
    } else {
        let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
        let local = matching(inner, is_local);
        if local == 0 || inner.get(local) != Some(&b'@') {
            return None;
        }
        let host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        local + 1 + matching(&inner[local + 1..], host)
    };
    (inner.get(length) == Some(&b'>')).then_some(length + 2)
}

fn is_tag_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// The length of `<b class="c">`, `</b>` or `<br/>`.
fn tag(bytes: &[u8]) -> Option<usize> {
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let is_end = bytes.get(1) == Some(&b'/');
    let mut at = 1 + usize::from(is_end);
    bytes.get(at).filter(|byte| byte.is_ascii_alphabetic())?;
    at += matching(&bytes[at..], is_tag_name);
    loop {
        let space = matching(&bytes[at..], is_space);
        at += space;
        let name =
            matching(&bytes[at..], |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-'));
        if is_end || space == 0 || name == 0 {
            break;
        }
        at += name;
        let equals = at + matching(&bytes[at..], is_space);
        if bytes.get(equals) == Some(&b'=') {
            at = equals + 1;
            at += matching(&bytes[at..], is_space);
            at += attribute_value(&bytes[at..])?;
        }
    }
    at += usize::from(!is_end && bytes.get(at) == Some(&b'/'));
    (bytes.get(at) == Some(&b'>')).then_some(at + 1)
}

fn attribute_value(bytes: &[u8]) -> Option<usize> {
    let quote = *bytes.first()?;
    if matches!(quote, b'"' | b'\'') {
        let length = matching(&bytes[1..], |byte| byte != quote);
        return (1 + length < bytes.len()).then_some(length + 2);
    }
    let is_bare = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'=<>`".contains(&byte);
    Some(matching(bytes, is_bare)).filter(|length| *length > 0)
}

/// The length of `{name}`, `{0}`, `{ $count }`, `{{ anything }}`.
fn braces(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"{{") {
        let length = matching(&bytes[2..], |byte| !matches!(byte, b'{' | b'}' | b'\n'));
        return (length > 0 && bytes[2 + length..].starts_with(b"}}")).then_some(length + 4);
    }
    let mut at = 1 + matching(&bytes[1..], |byte| byte == b' ');
    at += usize::from(matches!(bytes.get(at), Some(b'$' | b'-')));
    let name = matching(&bytes[at..], is_placeholder_name);
    at += name;
    at += matching(&bytes[at..], |byte| byte == b' ');
    (name > 0 && bytes.get(at) == Some(&b'}')).then_some(at + 1)
}

fn is_placeholder_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// The end of `%s`, `%1$d`, `%.2f`, `%(name)s`, `%{name}`; not of `50%`, and not of `100% sure` as C would have it.
fn conversion(bytes: &[u8], start: usize) -> Option<usize> {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let before = start.checked_sub(1).map(|before| bytes[before]);
    if before.is_some_and(|before| before.is_ascii_alphanumeric() || before == b'%') {
        return None;
    }
    let mut at = start + 1;
    match bytes.get(at)? {
        b'{' => return braces(&bytes[at..]).map(|length| at + length),
        b'(' => {
            at += 1 + matching(&bytes[at + 1..], is_placeholder_name);
            at += bytes.get(at).filter(|byte| **byte == b')').map(|_| 1)?;
        }
        _ => {}
    }
    let position = matching(&bytes[at..], is_digit);
    if position > 0 && bytes.get(at + position) == Some(&b'$') {
        at += position + 1;
    }
    at += matching(&bytes[at..], |byte| matches!(byte, b'-' | b'+' | b'0' | b'#'));
    at += matching(&bytes[at..], is_digit);
    if bytes.get(at) == Some(&b'.') {
        at += 1 + matching(&bytes[at + 1..], is_digit);
    }
    at += matching(&bytes[at..], |byte| matches!(byte, b'h' | b'l' | b'L' | b'q' | b'z' | b'j' | b't'));
    bytes.get(at).filter(|byte| b"sdiufFeEgGxXoc@".contains(byte))?;
    let is_word = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    (!is_word).then_some(at + 1)
}

/// The end of `https://a.example/b?c` or `www.a.example`, as GFM finds it; but a comma of any script ends it.
fn address(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if start.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric()) {
        return None;
    }
    let rest = &bytes[start..];
    let begins = |prefix: &&[u8]| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let scheme = [&b"https://"[..], b"http://", b"ftp://", b"www."].into_iter().find(begins)?.len();
    let is_part = |c: char| c.is_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let mut address = &text[start..];
    address = &address[..address.find(|c: char| !is_part(c)).unwrap_or(address.len())];
    let mut surplus = address.matches(')').count().saturating_sub(address.matches('(').count());
    loop {
        address = match address.as_bytes().last()? {
            b')' if surplus > 0 => {
                surplus -= 1;
                &address[..address.len() - 1]
            }
            b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' => &address[..address.len() - 1],
            _ => break,
        };
    }
    (address.len() > scheme).then_some(start + address.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::catalogue::samples, *};

    /// Codes in ⟨angles⟩.
    fn marked(text: &str) -> String {
        let mark = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Code(code) => format!("⟨{}⟩", code.text),
        };
        pieces(text).into_iter().map(mark).collect()
    }

    fn joined(text: &str) -> String {
        let text_of = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Code(code) => code.text.to_owned(),
        };
        pieces(text).iter().map(text_of).collect()
    }

    #[test]
    fn code_spans_end_where_as_many_backticks_are() {
        assert_eq!(marked("a `b` c ``d`e`` f"), "a ⟨`b`⟩ c ⟨``d`e``⟩ f");
        assert_eq!(marked("a ` b"), "a ` b");
        assert_eq!(marked(r"\`a` `b`"), r"\`a⟨` `⟩b`");
        assert_eq!(marked("a ` b\n\nc ` d"), "a ` b\n\nc ` d");
    }

    #[test]
    fn fenced_blocks_are_code() {
        assert_eq!(marked("a\n```rust\n[b](c)\n\nd\n```\ne `f`"), "a\n⟨```rust\n[b](c)\n\nd\n```⟩\ne ⟨`f`⟩");
        assert_eq!(marked("> ~~~~\n> a\n> ~~~\n> ~~~~~"), "> ⟨~~~~\n> a\n> ~~~\n> ~~~~~⟩");
        assert_eq!(marked("```\nnever closed"), "```\nnever closed");
        assert_eq!(marked("```\r\na\r\n```\r\nb"), "⟨```\r\na\r\n```⟩\r\nb");
    }

    #[test]
    fn links_keep_their_brackets_and_their_destination() {
        assert_eq!(marked("a [b *c*](https://d.example/e_(f)) g"), "a ⟨[⟩b *c*⟨](https://d.example/e_(f))⟩ g");
        assert_eq!(marked("[a](</b c> \"Title\")"), "⟨[⟩a⟨](</b c> \"⟩Title⟨\")⟩");
        assert_eq!(marked("[a](b 'c' )"), "⟨[⟩a⟨](b '⟩c⟨' )⟩");
        assert_eq!(marked("[![a](b.png)](c)"), "⟨[⟩⟨![⟩a⟨](b.png)⟩⟨](c)⟩");
        assert_eq!(marked(r"\[a](b) [c] (d) [e](f g) [h]"), r"\[a](b) [c] (d) [e](f g) [h]");
        assert_eq!(marked("[https://a.example](https://a.example)"), "⟨[⟩⟨https://a.example⟩⟨](https://a.example)⟩");
    }

    #[test]
    fn addresses_end_before_punctuation() {
        assert_eq!(marked("(see https://a.example/b_(c)?d=e)."), "(see ⟨https://a.example/b_(c)?d=e⟩).");
        assert_eq!(marked("**www.a.example**, HTTP://b.example!"), "**⟨www.a.example⟩**, ⟨HTTP://b.example⟩!");
        assert_eq!(marked("请看https://a.example/é。谢谢"), "请看⟨https://a.example/é⟩。谢谢");
        assert_eq!(marked("<https://a.example?b> <a@b.example>"), "⟨<https://a.example?b>⟩ ⟨<a@b.example>⟩");
        assert_eq!(marked("https:// www. xhttps://a"), "https:// www. xhttps://a");
    }

    #[test]
    fn html_is_code_and_its_text_is_not() {
        assert_eq!(marked("<p class=\"a>b\" hidden>c<br/>d</p >"), "⟨<p class=\"a>b\" hidden>⟩c⟨<br/>⟩d⟨</p >⟩");
        assert_eq!(marked("a <!-- b > c --> d <!--> e"), "a ⟨<!-- b > c -->⟩ d <!--> e");
        assert_eq!(marked("1 < 2 > 0, <3, <a b=\"c"), "1 < 2 > 0, <3, <a b=\"c");
    }

    #[test]
    fn placeholders_are_code() {
        assert_eq!(marked("{name}, {0}, {{ a | b }}, { $count }"), "⟨{name}⟩, ⟨{0}⟩, ⟨{{ a | b }}⟩, ⟨{ $count }⟩");
        assert_eq!(marked("%s %1$d, %(name)s %{a} %.2f%%"), "⟨%s⟩ ⟨%1$d⟩, ⟨%(name)s⟩ ⟨%{a}⟩ ⟨%.2f⟩%%");
        assert_eq!(marked("50%, 100% sure, 20%d, %%s, {a b}, {}"), "50%, 100% sure, 20%d, %%s, {a b}, {}");
    }

    #[test]
    fn ends_know_their_starts() {
        let spans: Vec<Span> = pieces("<b>a<i>[b](c)</b></i></u><br>")
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Code(code) => Some(code.span),
                Piece::Text(_) => None,
            })
            .collect();

        assert_eq!(
            spans,
            [
                Span::Start { end: Some(6) },
                Span::Start { end: Some(7) },
                Span::Start { end: Some(5) },
                Span::End { start: Some(3) },
                Span::End { start: Some(0) },
                Span::End { start: Some(2) },
                Span::End { start: None },
                Span::Alone,
            ]
        );
    }

    #[test]
    fn a_long_text_is_read_in_one_pass() {
        let started = std::time::Instant::now();
        for part in
            ["`", "``` a\n```\n", "````x\n```\n", "[", "](", "![a](b \"", "<", "<a b=\"", "<!--", "{{", "%(", "www.)"]
        {
            let text = part.repeat(1_000_000 / part.len());
            assert_eq!(joined(&text), text);
        }
        let text: String = (1..1_400).map(|length| format!("{} ", "`".repeat(length))).collect();
        assert_eq!(joined(&text), text);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_again(text in samples::text()) {
            prop_assert_eq!(joined(&text), text);
        }

        #[test]
        fn a_span_and_its_end_agree(text in samples::text()) {
            let pieces = pieces(&text);
            for (index, piece) in pieces.iter().enumerate() {
                let Piece::Code(Code { span: Span::Start { end: Some(end) }, .. }) = piece else { continue };
                let is_end = matches!(
                    pieces[*end], Piece::Code(Code { span: Span::End { start: Some(start) }, .. }) if start == index
                );
                prop_assert!(is_end && *end > index);
            }
        }
    }
}
