//! Text into components (RFC 5545, section 3.1 and 3.4), as tolerant as files need it. What cannot be read is skipped and
//! named with its line. Nothing is understood here: values stay as they are written until `text` or `texts` is asked.

use std::borrow::Cow;

/// How deep components may stand in each other. Those of the standard need three levels.
const DEEPEST: usize = 8;
/// How many lines are read: a programme of 10 000 sessions has fewer.
const MOST_LINES: usize = 500_000;
/// How many parameters of a line, and values of a parameter, are read.
const MOST_PARAMETERS: usize = 100;
/// How many faults are named.
const MOST_FAULTS: usize = 1000;

/// Everything in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Those that stand in no other.
    pub components: Vec<Component>,
    /// What was skipped, in order.
    pub faults: Vec<Fault>,
    /// Whether bytes that are not UTF-8 were replaced.
    pub has_broken_encoding: bool,
}

/// What stands between `BEGIN` and `END`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// In capitals: `VEVENT`.
    pub name: String,
    /// The line of its `BEGIN`, from 1.
    pub line: usize,
    pub properties: Vec<Property>,
    pub components: Vec<Component>,
}

/// A content line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// In capitals: `DTSTART`.
    pub name: String,
    /// Where it begins, from 1.
    pub line: usize,
    /// Names in capitals, and values.
    pub parameters: Vec<(String, Vec<String>)>,
    /// As it is written.
    pub value: String,
}

/// A line that says nothing that can be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    pub kind: FaultKind,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FaultKind {
    #[error("it is not of the form NAME:value")]
    NotAProperty,
    #[error("it stands outside of all components")]
    Outside,
    #[error("it ends what has not begun")]
    NotBegun,
    #[error("it begins what never ends")]
    NotEnded,
    #[error("what it begins stands too deep in others")]
    TooDeep,
    #[error("it and all lines after it were not read: there are too many")]
    TooManyLines,
}

impl FaultKind {
    /// The word for it in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAProperty => "property",
            Self::Outside => "outside",
            Self::NotBegun => "not-begun",
            Self::NotEnded => "not-ended",
            Self::TooDeep => "too-deep",
            Self::TooManyLines => "too-many",
        }
    }
}

impl Component {
    /// The first property of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties of that name, in order.
    pub fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }
}

impl Property {
    /// The first value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, values) = self.parameters.iter().find(|(known, _)| known == name)?;
        values.first().map(String::as_str)
    }

    /// The value, if it is a text.
    pub fn text(&self) -> String {
        text(&self.value)
    }

    /// The values, if it is a list of texts.
    pub fn texts(&self) -> Vec<String> {
        split(&self.value, ',').into_iter().map(text).collect()
    }
}

/// A value of the type `TEXT` without its escapes.
pub fn text(value: &str) -> String {
    let mut unescaped = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match (character, (character == '\\').then(|| characters.next()).flatten()) {
            ('\\', Some('n' | 'N')) => unescaped.push('\n'),
            ('\\', Some(escaped @ ('\\' | ';' | ',' | ':' | '"'))) => unescaped.push(escaped),
            (character, other) => {
                unescaped.push(character);
                unescaped.extend(other);
            }
        }
    }
    unescaped
}

/// The parts of a value between separators that are not escaped.
pub fn split(value: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut is_escaped) = (0, false);
    for (at, character) in value.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == separator => {
                parts.push(&value[from..at]);
                from = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&value[from..]);
    parts
}

/// Reads a file.
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut parser = Parser::default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for (count, (number, line)) in Unfolded::of(bytes).enumerate() {
        if count == MOST_LINES {
            parser.fault(number, FaultKind::TooManyLines);
            break;
        }
        let line = String::from_utf8_lossy(&line);
        parser.parsed.has_broken_encoding |= matches!(line, Cow::Owned(_));
        parser.line(number, &line);
    }
    parser.finish()
}

/// The lines of a file as they were before they were folded, with the numbers of where they begin. Unfolded are bytes,
/// since some programs fold between those of one character.
struct Unfolded<'b> {
    lines: std::iter::Peekable<Physical<'b>>,
}

type Physical<'b> = std::iter::Enumerate<std::slice::Split<'b, u8, fn(&u8) -> bool>>;

impl<'b> Unfolded<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        let is_end: fn(&u8) -> bool = |byte| *byte == b'\n';
        Self { lines: bytes.split(is_end).enumerate().peekable() }
    }
}

impl<'b> Iterator for Unfolded<'b> {
    type Item = (usize, Cow<'b, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        let (at, first) = self.lines.find(|(_, line)| !line.trim_ascii().is_empty())?;
        let mut line = Cow::Borrowed(without_returns(first));
        while let Some((_, folded)) = self.lines.next_if(|(_, next)| matches!(next.first(), Some(b' ' | b'\t'))) {
            line.to_mut().extend_from_slice(&without_returns(folded)[1..]);
        }
        Some((at + 1, line))
    }
}

/// A line without the returns at its end. One of spaces alone keeps the one that folds it.
fn without_returns(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1);
    &line[..end]
}

#[derive(Default)]
struct Parser {
    parsed: Parsed,
    /// Those that have begun and not ended, the innermost last.
    open: Vec<Component>,
    /// How many have begun that are too deep to be read.
    too_deep: usize,
}

impl Parser {
    fn fault(&mut self, line: usize, kind: FaultKind) {
        if self.parsed.faults.len() < MOST_FAULTS {
            self.parsed.faults.push(Fault { line, kind });
        }
    }

    fn line(&mut self, number: usize, line: &str) {
        let Some(property) = property(number, line) else {
            return self.fault(number, FaultKind::NotAProperty);
        };
        match property.name.as_str() {
            "BEGIN" => self.begin(number, property.value.trim().to_ascii_uppercase()),
            "END" => self.end(number, &property.value.trim().to_ascii_uppercase()),
            _ if self.too_deep > 0 => {}
            _ => match self.open.last_mut() {
                Some(component) => component.properties.push(property),
                None => self.fault(number, FaultKind::Outside),
            },
        }
    }

    fn begin(&mut self, line: usize, name: String) {
        if self.open.len() < DEEPEST {
            return self.open.push(Component { name, line, ..Component::default() });
        }
        if self.too_deep == 0 {
            self.fault(line, FaultKind::TooDeep);
        }
        self.too_deep += 1;
    }

    /// Ends also what should have ended before.
    fn end(&mut self, line: usize, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(begun) = self.open.iter().rposition(|component| component.name == name) else {
            return self.fault(line, FaultKind::NotBegun);
        };
        while self.open.len() > begun + 1 {
            self.close(false);
        }
        self.close(true);
    }

    /// Puts the innermost component where it belongs.
    fn close(&mut self, is_ended: bool) {
        let Some(component) = self.open.pop() else { return };
        if !is_ended {
            self.fault(component.line, FaultKind::NotEnded);
        }
        match self.open.last_mut() {
            Some(outer) => outer.components.push(component),
            None => self.parsed.components.push(component),
        }
    }

    fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.close(false);
        }
        self.parsed.faults.sort_by_key(|fault| fault.line);
        self.parsed
    }
}

/// `NAME;PARAMETER=value,"value":value`.
fn property(line: usize, text: &str) -> Option<Property> {
    let end = text.find([':', ';'])?;
    let name = text[..end].trim();
    if !is_name(name) {
        return None;
    }
    let mut parameters = Vec::new();
    let mut rest = &text[end..];
    while let Some(after) = rest.strip_prefix(';') {
        let (parameter, after) = parameter(after)?;
        if parameters.len() < MOST_PARAMETERS {
            parameters.extend(parameter);
        }
        rest = after;
    }
    let value = rest.strip_prefix(':')?.to_owned();
    Some(Property { name: name.to_ascii_uppercase(), line, parameters, value })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// A parameter, and what follows it. None of it if it has no name.
#[expect(clippy::type_complexity, reason = "a parameter is a name and values wherever it occurs")]
fn parameter(text: &str) -> Option<(Option<(String, Vec<String>)>, &str)> {
    let end = text.find(['=', ':', ';'])?;
    let name = text[..end].trim().to_ascii_uppercase();
    let mut values = Vec::new();
    let mut rest = &text[end..];
    if rest.starts_with('=') {
        loop {
            let (value, after) = parameter_value(&rest[1..])?;
            if values.len() < MOST_PARAMETERS {
                values.push(value);
            }
            rest = after;
            if !rest.starts_with(',') {
                break;
            }
        }
    }
    Some((is_name(&name).then_some((name, values)), rest))
}

/// A value of a parameter, and what follows it.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, rest) = quoted.split_once('"')?;
        return Some((decoded(value), rest));
    }
    let end = text.find([',', ';', ':'])?;
    Some((decoded(text[..end].trim()), &text[end..]))
}

/// RFC 6868.
fn decoded(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match (character, (character == '^').then(|| characters.next()).flatten()) {
            ('^', Some('n')) => decoded.push('\n'),
            ('^', Some('\'')) => decoded.push('"'),
            ('^', Some('^')) => decoded.push('^'),
            (character, other) => {
                decoded.push(character);
                decoded.extend(other);
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn faults(file: &str) -> Vec<(usize, FaultKind)> {
        parse(file.as_bytes()).faults.into_iter().map(|fault| (fault.line, fault.kind)).collect()
    }

    fn only(line: &str) -> Property {
        let parsed = parse(format!("BEGIN:X\n{line}\nEND:X").as_bytes());
        assert_eq!(parsed.faults, []);
        parsed.components[0].properties[0].clone()
    }

    #[test]
    fn lines_are_unfolded_as_bytes() {
        let file = b"BEGIN:X\r\nSUMMARY:caf\xc3\r\n \xa9 au\n\t lait\r\r\nEND:X\r\n";
        let parsed = parse(file);

        assert_eq!(parsed.components[0].properties[0].value, "café au lait");
        assert_eq!((parsed.faults, parsed.has_broken_encoding), (vec![], false));
    }

    #[test]
    fn lines_that_were_never_folded_are_read() {
        assert_eq!(only(&format!("DESCRIPTION:{}", "a".repeat(5000))).value.len(), 5000);
    }

    #[test]
    fn parameters_are_decoded() {
        let property = only("attendee;cn=\"Ada ^'A^': ^^;^n\";Role=a,\"b,c\";ODD;TZID = Europe/Paris:mailto:a:b");

        let expected = [
            ("CN", vec!["Ada \"A\": ^;\n"]),
            ("ROLE", vec!["a", "b,c"]),
            ("ODD", vec![]),
            ("TZID", vec!["Europe/Paris"]),
        ];
        let expected =
            expected.map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()));
        assert_eq!(property.parameters, expected);
        assert_eq!((property.name.as_str(), property.value.as_str()), ("ATTENDEE", "mailto:a:b"));
    }

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(text(r"a\, b\; c\\n\nd\N\:e\x\"), "a, b; c\\n\nd\n:e\\x\\");
        assert_eq!(only(r"CATEGORIES:a\,b,c\\,d").texts(), ["a,b", r"c\", "d"]);
    }

    #[test]
    fn broken_lines_are_named_and_skipped() {
        let file = "X:1\nBEGIN:VCALENDAR\nno colon\n\nBEGIN:VEVENT\n:empty\nUID;CN=\"open:1\nUID:2\nEND:VTODO\nEND:VCALENDAR\nEND:X";

        assert_eq!(
            faults(file),
            [
                (1, FaultKind::Outside),
                (3, FaultKind::NotAProperty),
                (5, FaultKind::NotEnded),
                (6, FaultKind::NotAProperty),
                (7, FaultKind::NotAProperty),
                (9, FaultKind::NotBegun),
                (11, FaultKind::NotBegun),
            ]
        );
        assert_eq!(parse(file.as_bytes()).components[0].components[0].property("UID").unwrap().value, "2");
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = "BEGIN:A\n".repeat(100_000) + &"END:A\n".repeat(100_000);
        assert_eq!(faults(&deep), [(DEEPEST + 1, FaultKind::TooDeep)]);

        let long = "BEGIN:A\n".to_owned() + &"B:\n".repeat(MOST_LINES);
        assert_eq!(faults(&long), [(1, FaultKind::NotEnded), (MOST_LINES + 1, FaultKind::TooManyLines)]);

        assert_eq!(faults(&"\n:\n".repeat(5000)).len(), MOST_FAULTS);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            parse(&bytes);
        }

        #[test]
        fn anything_like_a_calendar_is_read(text in "((BEGIN|END|A)[;:=,\"^\\\\ V\r\n]{0,4}){0,40}") {
            parse(text.as_bytes());
        }
    }
}
