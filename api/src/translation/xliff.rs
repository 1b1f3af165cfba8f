//! XLIFF 2.1 (OASIS Standard, 13 February 2018). What translators must not touch is written as inline codes, what XML
//! cannot hold as code points, a length as a restriction of the Size and Length Restriction Module, and the source
//! that an outdated translation was made from as a Translation Candidate. Start at [`write()`] and [`read`].

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt::Write,
};

use super::{
    catalogue::{Beginning, Catalogue, Problem, ReadError, Reading, Reason, Translation, Unit, length_note, one_line},
    markup::{Code, Kind, Piece, Span, pieces},
    xml::{self, Element, Node},
};

/// The sub-state of a segment whose source has changed since it was translated.
const OUTDATED: &str = "tribune:outdated";

/// The sub-type of a translation candidate that is the outdated translation itself.
const PREVIOUS: &str = "tribune:previous";

/// The category of the note that tells the length. It's not one of [`Unit::notes`].
const LENGTH: &str = "length";

/// A catalogue as a file. The same catalogue always gives the same bytes.
pub fn write(catalogue: &Catalogue) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" \
         xmlns:slr=\"urn:oasis:names:tc:xliff:sizerestriction:2.0\" version=\"2.1\" srcLang=\"{}\" trgLang=\"{}\">\n",
        attribute(&catalogue.source_locale),
        attribute(&catalogue.target_locale),
    );
    for units in catalogue.units.chunk_by(|one, next| thing(&one.id).0 == thing(&next.id).0) {
        write_file(&mut xml, units);
    }
    if catalogue.units.is_empty() {
        // There is no XLIFF without a file, and no file without a unit or a group.
        xml.push_str("  <file id=\"none\">\n    <group id=\"none\"/>\n  </file>\n");
    }
    xml.push_str("</xliff>\n");
    xml
}

/// `session/0190…` and `title`.
fn thing(id: &str) -> (&str, &str) {
    let end = id.match_indices('/').nth(1).map_or(id.len(), |(at, _)| at);
    (&id[..end], id[end..].strip_prefix('/').unwrap_or_default())
}

/// An id as XML Schema allows it (NMTOKEN): `session/0190…` becomes `session:0190…`. No two have the same.
fn token(id: &str) -> String {
    let mut token = String::new();
    for c in id.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => token.push(c),
            '/' => token.push(':'),
            _ => push(&mut token, format_args!(".{:x}.", u32::from(c))),
        }
    }
    // An NMTOKEN has at least one character.
    if token.is_empty() { ".".to_owned() } else { token }
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a String takes any text");
}

fn write_file(xml: &mut String, units: &[Unit]) {
    let Some(first) = units.first() else { return };
    let (original, _) = thing(&first.id);
    push(xml, format_args!("  <file id=\"{}\" original=\"{}\">\n", token(original), attribute(original)));
    if units.iter().any(|unit| unit.max_length.is_some()) {
        xml.push_str("    <slr:profiles generalProfile=\"xliff:codepoints\"/>\n");
    }
    for unit in units {
        write_unit(xml, unit);
    }
    xml.push_str("  </file>\n");
}

fn write_unit(xml: &mut String, unit: &Unit) {
    let id = token(thing(&unit.id).1);
    push(xml, format_args!("    <unit id=\"{id}\" name=\"{}\"", attribute(&unit.id)));
    if let Some(max_length) = unit.max_length {
        push(xml, format_args!(" slr:sizeRestriction=\"{max_length}\""));
    }
    xml.push_str(" xml:space=\"preserve\">\n");
    if let Translation::Outdated { target, previous_source: Some(source) } = &unit.translation {
        xml.push_str("      <mtc:matches>\n        <mtc:match ref=\"#s1\" type=\"tm\" subType=\"");
        push(xml, format_args!("{PREVIOUS}\">\n"));
        let texts = Texts::new(source, Some(target), false);
        write_data(xml, "          ", &texts.data);
        write_texts(xml, "          ", &texts);
        xml.push_str("        </mtc:match>\n      </mtc:matches>\n");
    }
    write_notes(xml, unit);
    let texts = Texts::new(&unit.source, unit.translation.target(), unit.max_length.is_some());
    write_data(xml, "      ", &texts.data);
    let state = match unit.translation {
        Translation::Missing => "state=\"initial\"",
        Translation::Outdated { .. } => &format!("state=\"initial\" subState=\"{OUTDATED}\""),
        Translation::Translated { .. } => "state=\"translated\"",
    };
    push(xml, format_args!("      <segment id=\"s1\" {state}>\n"));
    write_texts(xml, "        ", &texts);
    xml.push_str("      </segment>\n    </unit>\n");
}

fn write_notes(xml: &mut String, unit: &Unit) {
    if unit.notes.is_empty() && unit.max_length.is_none() {
        return;
    }
    xml.push_str("      <notes>\n");
    for note in &unit.notes {
        // A note cannot have code points.
        let note = one_line(note).replace(|c| !is_xml(c), "\u{fffd}");
        push(xml, format_args!("        <note category=\"description\">{}</note>\n", content(&note)));
    }
    if let Some(max_length) = unit.max_length {
        let note = length_note(max_length);
        push(xml, format_args!("        <note category=\"{LENGTH}\">{note}</note>\n"));
    }
    xml.push_str("      </notes>\n");
}

fn write_data(xml: &mut String, indent: &str, data: &[&str]) {
    if data.is_empty() {
        return;
    }
    push(xml, format_args!("{indent}<originalData>\n"));
    for (index, code) in data.iter().enumerate() {
        push(xml, format_args!("{indent}  <data id=\"d{}\">{}</data>\n", index + 1, content(code)));
    }
    push(xml, format_args!("{indent}</originalData>\n"));
}

fn write_texts(xml: &mut String, indent: &str, texts: &Texts<'_>) {
    push(xml, format_args!("{indent}<source>{}</source>\n", texts.source));
    if let Some(target) = &texts.target {
        push(xml, format_args!("{indent}<target>{target}</target>\n"));
    }
}

/// Whether XML 1.0 can hold it.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn content(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\r' => xml.push_str("&#13;"),
            _ if is_xml(c) => xml.push(c),
            _ => push(&mut xml, format_args!("<cp hex=\"{:04X}\"/>", u32::from(c))),
        }
    }
    xml
}

fn attribute(value: &str) -> String {
    let mut xml = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => push(&mut xml, format_args!("&#{};", u32::from(c))),
            _ => xml.push(if is_xml(c) { c } else { char::REPLACEMENT_CHARACTER }),
        }
    }
    xml
}

/// A source and its target as XML. A code that is in both has one id in both.
struct Texts<'a> {
    /// What the codes stand for, each once: the first is `d1`.
    data: Vec<&'a str>,
    source: String,
    target: Option<String>,
}

impl<'a> Texts<'a> {
    fn new(source: &'a str, target: Option<&'a str>, has_sizes: bool) -> Self {
        let mut codes = Codes { has_sizes, ..Codes::default() };
        let source = codes.write(source, |codes, shape| {
            let id = codes.new_id();
            codes.in_source.entry(shape).or_default().push_back(id);
            id
        });
        let target = target.map(|target| {
            codes.write(target, |codes, shape| {
                let known = codes.in_source.get_mut(&shape).and_then(VecDeque::pop_front);
                known.unwrap_or_else(|| codes.new_id())
            })
        });
        Self { data: codes.data, source, target }
    }
}

#[derive(Default)]
struct Codes<'a> {
    /// Whether each code tells its length.
    has_sizes: bool,
    data: Vec<&'a str>,
    data_ids: HashMap<&'a str, usize>,
    last_id: usize,
    /// Codes of the source that have not been met in the target.
    in_source: HashMap<Shape<'a>, VecDeque<usize>>,
}

/// What makes a code of the target that of the source.
#[derive(PartialEq, Eq, Hash)]
enum Shape<'a> {
    Alone(&'a str),
    Pair(&'a str, &'a str),
    StartOnly(&'a str),
    EndOnly(&'a str),
}

impl<'a> Codes<'a> {
    fn new_id(&mut self) -> usize {
        self.last_id += 1;
        self.last_id
    }

    fn write(&mut self, text: &'a str, mut id_of: impl FnMut(&mut Self, Shape<'a>) -> usize) -> String {
        let pieces = pieces(text);
        let text_of = |index: usize| match pieces[index] {
            Piece::Text(text) | Piece::Code(Code { text, .. }) => text,
        };
        let mut ids = HashMap::new();
        let mut xml = String::new();
        for (index, piece) in pieces.iter().enumerate() {
            let code = match piece {
                Piece::Text(text) => {
                    xml.push_str(&content(text));
                    continue;
                }
                Piece::Code(code) => code,
            };
            if let Span::End { start: Some(start) } = code.span {
                push(&mut xml, format_args!("<ec startRef=\"c{}\"", ids[&start]));
            } else {
                let (name, shape) = match code.span {
                    Span::Alone => ("ph", Shape::Alone(code.text)),
                    Span::Start { end: Some(end) } => ("sc", Shape::Pair(code.text, text_of(end))),
                    Span::Start { end: None } => ("sc", Shape::StartOnly(code.text)),
                    Span::End { .. } => ("ec", Shape::EndOnly(code.text)),
                };
                let id = id_of(self, shape);
                ids.insert(index, id);
                push(&mut xml, format_args!("<{name} id=\"c{id}\""));
            }
            self.write_attributes(&mut xml, code);
        }
        xml
    }

    fn write_attributes(&mut self, xml: &mut String, code: &Code<'a>) {
        let data = *self.data_ids.entry(code.text).or_insert_with(|| {
            self.data.push(code.text);
            self.data.len()
        });
        let kind = match code.kind {
            Kind::Verbatim => r#"type="other""#,
            Kind::Link => r#"type="link""#,
            Kind::Image => r#"type="image""#,
            Kind::Html => r#"type="fmt""#,
            Kind::Placeholder => r#"type="ui" subType="xlf:var""#,
        };
        push(xml, format_args!(" dataRef=\"d{data}\" {kind}"));
        if matches!(code.span, Span::Start { end: None } | Span::End { start: None }) {
            xml.push_str(" isolated=\"yes\"");
        }
        if !code.text.contains(|c: char| c.is_control() || !is_xml(c)) {
            push(xml, format_args!(" disp=\"{}\"", attribute(code.text)));
        }
        if self.has_sizes {
            push(xml, format_args!(" slr:sizeInfo=\"{}\"", code.text.chars().count()));
        }
        xml.push_str("/>");
    }
}

/// Reads a file that comes back, of XLIFF 2.0 or later. Segments that a tool has made of a unit are joined again.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut units = Vec::new();
    let mut problems = Vec::new();
    let mut known = HashSet::new();
    // It does not matter how a unit is grouped.
    let root = xml::read(bytes, "unit", |element| match unit(&element, &mut known) {
        Ok(unit) => units.push(unit),
        Err(Refused { line, reason }) => {
            problems.push(Problem { unit: element.attribute("name").map(str::to_owned), line, reason });
        }
    })?;
    if root.name != "xliff" {
        let beginning = match root.attribute("version").filter(|_| root.name.ends_with("}xliff")) {
            Some(version) => Beginning::Version(version.to_owned()),
            None => Beginning::Element(root.name.trim_start_matches("{}").to_owned()),
        };
        return Err(ReadError::WrongFormat { format: "XLIFF 2", beginning });
    }
    let locale = |name| {
        let locale = root.attribute(name).filter(|locale| !locale.is_empty());
        locale.map(str::to_owned).ok_or(ReadError::NoLocale { name })
    };
    let catalogue = Catalogue { source_locale: locale("srcLang")?, target_locale: locale("trgLang")?, units };
    Ok(Reading { catalogue, problems })
}

/// Why a unit could not be read, and the line that shows it.
struct Refused {
    line: usize,
    reason: Reason,
}

fn refused<T>(element: &Element, reason: Reason) -> Result<T, Refused> {
    Err(Refused { line: element.line, reason })
}

fn unit(element: &Element, known: &mut HashSet<String>) -> Result<Unit, Refused> {
    let Some(id) = element.attribute("name").filter(|name| !name.is_empty()) else {
        return refused(element, Reason::NoId);
    };
    if !known.insert(id.to_owned()) {
        return refused(element, Reason::Repeated);
    }
    let originals = Originals::of(element)?;
    let parts = element.children().filter(|child| matches!(child.name.as_str(), "segment" | "ignorable"));
    let parts = parts.map(|part| Part::of(part, &originals)).collect::<Result<Vec<_>, _>>()?;
    if parts.is_empty() {
        return refused(element, Reason::NoSource);
    }
    let notes = element.named("notes").flat_map(|notes| notes.named("note"));
    Ok(Unit {
        id: id.to_owned(),
        notes: notes.filter(|note| note.attribute("category") != Some(LENGTH)).map(Element::text).collect(),
        max_length: element.attribute("slr:sizeRestriction").and_then(max_length),
        source: parts.iter().map(|part| part.source.as_str()).collect(),
        translation: match translation(parts) {
            Translation::Outdated { target, .. } => {
                Translation::Outdated { target, previous_source: previous_source(element)? }
            }
            translation => translation,
        },
    })
}

/// `80`, or `10,80`. `*` is no limit.
fn max_length(restriction: &str) -> Option<usize> {
    restriction.rsplit(',').next()?.trim().parse().ok()
}

fn previous_source(unit: &Element) -> Result<Option<String>, Refused> {
    let mut candidates = unit.named("mtc:matches").flat_map(|matches| matches.named("mtc:match"));
    let previous = candidates.find(|candidate| candidate.attribute("subType") == Some(PREVIOUS));
    let Some((previous, source)) = previous.and_then(|previous| Some((previous, previous.named("source").next()?)))
    else {
        return Ok(None);
    };
    Originals::of(previous)?.text(source).map(Some)
}

/// A segment, or what stands between two.
struct Part {
    is_segment: bool,
    source: String,
    target: Option<String>,
    /// Where the target stands among those of the unit, from 1, when that is not where the source stands.
    order: Option<usize>,
    is_done: bool,
    is_outdated: bool,
}

impl Part {
    fn of(element: &Element, originals: &Originals) -> Result<Self, Refused> {
        let Some(source) = element.named("source").next() else { return refused(element, Reason::NoSource) };
        let target = element.named("target").next();
        Ok(Self {
            is_segment: element.name == "segment",
            source: originals.text(source)?,
            target: target.map(|target| originals.text(target)).transpose()?,
            order: target.and_then(|target| target.attribute("order")).and_then(|order| order.parse().ok()),
            is_done: matches!(element.attribute("state"), Some("translated" | "reviewed" | "final")),
            is_outdated: element.attribute("subState") == Some(OUTDATED),
        })
    }
}

/// What the parts of a unit are together: translated when all are that have something to translate.
fn translation(parts: Vec<Part>) -> Translation {
    let has_source = parts.iter().any(|part| part.is_segment && !part.source.is_empty());
    let is_asked = |part: &&Part| part.is_segment && !(has_source && part.source.is_empty());
    if parts.iter().filter(is_asked).any(|part| part.target.is_none()) {
        return Translation::Missing;
    }
    let is_done = parts.iter().filter(is_asked).all(|part| part.is_done);
    let is_outdated = parts.iter().any(|part| part.is_outdated);

    let mut targets: Vec<_> = parts.into_iter().enumerate().collect();
    targets.sort_by_key(|(index, part)| part.order.unwrap_or(index + 1));
    // White space between sentences mostly has no target of its own.
    let target: String = targets.into_iter().map(|(_, part)| part.target.unwrap_or(part.source)).collect();
    match is_done {
        true => Translation::Translated { target },
        // Tools give a text that nobody has translated an empty target.
        false if target.is_empty() && !is_outdated => Translation::Missing,
        false => Translation::Outdated { target, previous_source: None },
    }
}

/// What the codes of a unit, or of a translation candidate, stand for.
#[derive(Default)]
struct Originals {
    data: HashMap<String, String>,
    /// Start and end of the codes in the source, by their id.
    codes: HashMap<String, [String; 2]>,
}

/// The start of a code, or all there is of it; or its end.
#[derive(Clone, Copy)]
enum Side {
    Start = 0,
    End = 1,
}

impl Originals {
    fn of(scope: &Element) -> Result<Self, Refused> {
        let mut originals = Self::default();
        for data in scope.named("originalData").flat_map(|data| data.named("data")) {
            let text = originals.text(data)?;
            originals.data.extend(data.attribute("id").map(|id| (id.to_owned(), text)));
        }
        originals.collect(scope);
        Ok(originals)
    }

    fn collect(&mut self, element: &Element) {
        for child in element.children() {
            let references = match child.name.as_str() {
                "segment" | "ignorable" | "source" | "mrk" => [None, None],
                "ph" | "sc" => [child.attribute("dataRef"), None],
                "ec" if child.attribute("startRef").is_some() => [None, child.attribute("dataRef")],
                "ec" => [child.attribute("dataRef"), None],
                "pc" => [child.attribute("dataRefStart"), child.attribute("dataRefEnd")],
                _ => continue,
            };
            if let Some(id) = child.attribute("startRef").or_else(|| child.attribute("id")) {
                for (side, reference) in [Side::Start, Side::End].into_iter().zip(references) {
                    if let Some(text) = reference.and_then(|reference| self.data.get(reference)) {
                        self.codes.entry(id.to_owned()).or_default()[side as usize].clone_from(text);
                    }
                }
            }
            self.collect(child);
        }
    }

    /// The text of a source or a target.
    fn text(&self, element: &Element) -> Result<String, Refused> {
        let mut text = String::new();
        self.append(element, &mut text)?;
        Ok(text)
    }

    fn append(&self, element: &Element, text: &mut String) -> Result<(), Refused> {
        for node in &element.nodes {
            let inline = match node {
                Node::Text(piece) => {
                    text.push_str(piece);
                    continue;
                }
                Node::Element(inline) => inline,
            };
            match inline.name.as_str() {
                "cp" => text.push(code_point(inline)?),
                "ph" => match self.code(inline, "dataRef", Side::Start)? {
                    Some(code) => text.push_str(code),
                    None => return refused(inline, unknown_code(inline.attribute("id"))),
                },
                // A pair without data is emphasis that the tool has added, and which Markdown does not know.
                "sc" => text.push_str(self.code(inline, "dataRef", Side::Start)?.unwrap_or_default()),
                "ec" => {
                    let side = if inline.attribute("startRef").is_some() { Side::End } else { Side::Start };
                    text.push_str(self.code(inline, "dataRef", side)?.unwrap_or_default());
                }
                "pc" => {
                    text.push_str(self.code(inline, "dataRefStart", Side::Start)?.unwrap_or_default());
                    self.append(inline, text)?;
                    text.push_str(self.code(inline, "dataRefEnd", Side::End)?.unwrap_or_default());
                }
                "mrk" => self.append(inline, text)?,
                "sm" | "em" => {}
                name => return refused(inline, Reason::UnknownInline { name: name.to_owned() }),
            }
        }
        Ok(())
    }

    /// What a code stands for: what it refers to, or what the code does that it's a copy of.
    fn code(&self, inline: &Element, reference: &str, side: Side) -> Result<Option<&str>, Refused> {
        let reference = inline.attribute(reference);
        if let Some(text) = reference.and_then(|reference| self.data.get(reference)) {
            return Ok(Some(text));
        }
        let id = ["copyOf", "startRef", "id"].into_iter().find_map(|name| inline.attribute(name));
        match id.and_then(|id| self.codes.get(id)) {
            Some(code) => Ok(Some(&code[side as usize])),
            None if reference.is_some() => refused(inline, unknown_code(reference)),
            None => Ok(None),
        }
    }
}

fn unknown_code(id: Option<&str>) -> Reason {
    Reason::UnknownCode { code: id.unwrap_or_default().to_owned() }
}

fn code_point(element: &Element) -> Result<char, Refused> {
    let hex = element.attribute("hex").unwrap_or_default();
    match u32::from_str_radix(hex, 16).ok().and_then(char::from_u32) {
        Some(c) => Ok(c),
        None => refused(element, Reason::NoCodePoint { hex: hex.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::catalogue::samples::{self, outdated, translated, unit as sample},
        *,
    };

    fn written(unit: Unit) -> String {
        write(&samples::of([unit]))
    }

    /// A unit with this inside, as a tool could write it.
    fn file(inside: &str) -> Vec<u8> {
        format!(
            "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1' srcLang='en' trgLang='fr'>\n<file id='f'>\
             \n<group id='g'>\n<unit id='u' name='session/1/title'>{inside}</unit></group></file></xliff>"
        )
        .into_bytes()
    }

    fn read_unit(inside: &str) -> Unit {
        let reading = read(&file(inside)).expect("it is XLIFF");
        assert_eq!(reading.problems, []);
        reading.catalogue.units.into_iter().next().expect("there is a unit")
    }

    fn problem(inside: &str) -> String {
        let reading = read(&file(inside)).expect("it is XLIFF");
        assert_eq!(reading.catalogue.units, []);
        reading.problems.first().expect("there is a problem").to_string()
    }

    #[test]
    fn a_unit_tells_what_it_is() {
        let mut unit = sample("A & B", translated("A > B"));
        unit.notes.push("Title of a session".into());
        unit.max_length = Some(80);

        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" version="2.1" srcLang="en" trgLang="pt-BR">
  <file id="session:1" original="session/1">
    <slr:profiles generalProfile="xliff:codepoints"/>
    <unit id="title" name="session/1/title" slr:sizeRestriction="80" xml:space="preserve">
      <notes>
        <note category="description">Title of a session</note>
        <note category="length">At most 80 characters.</note>
      </notes>
      <segment id="s1" state="translated">
        <source>A &amp; B</source>
        <target>A &gt; B</target>
      </segment>
    </unit>
  </file>
</xliff>
"#;
        assert_eq!(written(unit), expected);
    }

    #[test]
    fn codes_of_the_target_are_those_of_the_source() {
        let xml = written(sample("{a} [b](/c) {a}", translated("[B](/c) {a} {d}")));

        assert!(xml.contains(
            "<source><ph id=\"c1\" dataRef=\"d1\" type=\"ui\" subType=\"xlf:var\" disp=\"{a}\"/> \
             <sc id=\"c2\" dataRef=\"d2\" type=\"link\" disp=\"[\"/>b\
             <ec startRef=\"c2\" dataRef=\"d3\" type=\"link\" disp=\"](/c)\"/> \
             <ph id=\"c3\" dataRef=\"d1\" type=\"ui\" subType=\"xlf:var\" disp=\"{a}\"/></source>"
        ));
        assert!(xml.contains(
            "<target><sc id=\"c2\" dataRef=\"d2\" type=\"link\" disp=\"[\"/>B\
             <ec startRef=\"c2\" dataRef=\"d3\" type=\"link\" disp=\"](/c)\"/> \
             <ph id=\"c1\" dataRef=\"d1\" type=\"ui\" subType=\"xlf:var\" disp=\"{a}\"/> \
             <ph id=\"c4\" dataRef=\"d4\" type=\"ui\" subType=\"xlf:var\" disp=\"{d}\"/></target>"
        ));
    }

    #[test]
    fn an_outdated_translation_comes_with_the_source_it_was_made_from() {
        let xml = written(sample("New {a}", outdated("Vieux {a}", Some("Old {a}"))));

        assert!(xml.contains("<segment id=\"s1\" state=\"initial\" subState=\"tribune:outdated\">"));
        assert!(xml.contains("<mtc:match ref=\"#s1\" type=\"tm\" subType=\"tribune:previous\">"));
        assert!(xml.contains("<source>Old <ph "));
    }

    #[test]
    fn what_xml_cannot_hold_is_a_code_point() {
        let xml = written(sample("a\u{1}\r\n\u{fffe}`\u{2}`", Translation::Missing));

        assert!(xml.contains("<source>a<cp hex=\"0001\"/>&#13;\n<cp hex=\"FFFE\"/><ph "));
        assert!(xml.contains("<data id=\"d1\">`<cp hex=\"0002\"/>`</data>"));
    }

    #[test]
    fn a_code_tells_its_length_where_there_is_a_limit() {
        let mut unit = sample("{é}é{ab}", Translation::Missing);
        unit.max_length = Some(80);

        assert!(written(unit).contains("disp=\"{ab}\" slr:sizeInfo=\"4\"/></source>"));
    }

    #[test]
    fn ids_are_tokens() {
        assert_eq!(token("session/0190-a"), "session:0190-a");
        assert_eq!(token("a b.c:é"), "a.20.b.2e.c.3a..e9.");
        assert_eq!(token(""), ".");
        assert_eq!(thing("faq/1/items/2/answer"), ("faq/1", "items/2/answer"));
    }

    #[test]
    fn segments_of_a_tool_are_joined() {
        let unit = read_unit(
            "<segment state='final'><source>One.</source><target order='3'>Un.</target></segment>\
             <ignorable><source> </source></ignorable>\
             <segment state='reviewed'><source>Two.</source><target order='1'>Deux.</target></segment>\
             <segment><source/></segment>",
        );

        assert_eq!((unit.source.as_str(), unit.translation), ("One. Two.", translated("Deux. Un.")));
    }

    #[test]
    fn a_unit_is_as_far_as_its_last_segment() {
        let second = |state: &str, target: &str| {
            let inside = format!(
                "<segment state='translated'><source>A</source><target>a</target></segment>\
                 <segment state='{state}'><source>B</source>{target}</segment>"
            );
            read_unit(&inside).translation
        };

        assert_eq!(second("translated", "<target>b</target>"), translated("ab"));
        assert_eq!(second("initial", "<target>b</target>"), outdated("ab", None));
        assert_eq!(second("initial", ""), Translation::Missing);
        let alone = read_unit("<segment state='initial'><source>A</source><target/></segment>");
        assert_eq!(alone.translation, Translation::Missing);
    }

    #[test]
    fn codes_of_a_tool_become_text() {
        let unit = read_unit(
            "<originalData><data id='d1'>&lt;b&gt;</data><data id='d2'>&lt;/b&gt;</data><data id='d3'>{c}</data>\
             </originalData><segment state='translated'><source><pc id='1' dataRefStart='d1' dataRefEnd='d2'>a</pc>\
             <ph id='2' dataRef='d3'/></source><target><mrk id='m' type='term'><ph id='3' copyOf='2'/></mrk>\
             <sm id='n' type='comment' value='?'/><sc id='1'/>A<ec startRef='1'/><em startRef='n'/>\
             <pc id='5' type='fmt'>é</pc><ph id='2'/></target></segment>",
        );

        assert_eq!((unit.source.as_str(), unit.translation), ("<b>a</b>{c}", translated("{c}<b>A</b>é{c}")));
    }

    #[test]
    fn a_problem_is_that_of_its_unit() {
        let segment = |target: &str| format!("\n<segment>\n<source>a</source><target>{target}</target></segment>");

        assert_eq!(problem(&segment("<b/>")), "unit `session/1/title`, line 6: `<b>` has no place in a text");
        assert!(problem(&segment("<ph id='1' dataRef='d9'/>")).ends_with("what the code `d9` stands for"));
        assert!(problem(&segment("<ph id='1'/>")).ends_with("what the code `1` stands for"));
        assert!(problem(&segment("<cp hex='D800'/>")).ends_with("`D800` is no code point"));
        assert!(problem("<ignorable/>").ends_with("there is no source"));
    }

    #[test]
    fn a_unit_is_read_once() {
        let unit = "<unit id='u' name='a'><segment><source>b</source></segment></unit>";
        let xml = format!(
            "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' srcLang='en' trgLang='fr'><file id='f'>\n{unit}{unit}\
             <unit id='v'/></file></xliff>"
        );
        let reading = read(xml.as_bytes()).expect("it is XLIFF");

        assert_eq!(reading.catalogue.units.len(), 1);
        let reasons: Vec<_> = reading.problems.into_iter().map(|problem| (problem.unit, problem.reason)).collect();
        assert_eq!(reasons, [(Some("a".to_owned()), Reason::Repeated), (None, Reason::NoId)]);
    }

    #[test]
    fn other_files_are_refused() {
        let error = |xml: &str| read(xml.as_bytes()).expect_err("it is no XLIFF 2").to_string();

        assert_eq!(error("<feed/>"), "this is not XLIFF 2: it begins with `<feed>`");
        let old = "<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2' version='1.2'/>";
        assert_eq!(error(old), "this is not XLIFF 2: it is version 1.2");
        let monolingual = "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' srcLang='en'/>";
        assert_eq!(error(monolingual), "`trgLang` is missing, so the language is not known");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(catalogue in samples::catalogue()) {
            let xml = write(&catalogue);
            prop_assert_eq!(read(xml.as_bytes()), Ok(Reading { catalogue, problems: Vec::new() }), "{}", xml);
        }

        #[test]
        fn a_damaged_file_never_panics(bytes in samples::damaged(samples::catalogue().prop_map(|it| write(&it)))) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
