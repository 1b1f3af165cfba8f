//! PO files of GNU gettext, to the letter of `msgfmt --check`. Start at [`write()`] and [`read`].
//!
//! The reader and the writer are ours: polib 0.3 panics at a lone quote, drops `#|`, and knows no escape of a control
//! character.
//!
//! gettext asks that a text and its translation both begin and both end with a line break, or neither. Where they
//! don't, the translation is written as gettext wants it, and the line breaks it really has around it stand in a
//! comment, before and after a bar: `#. tribune:breaks |\n`. And as it takes an empty translation for none, one that's
//! nothing but line breaks is written as such: `#. tribune:only-breaks \n\n`.

use std::{borrow::Cow, collections::HashSet, fmt::Write, mem};

use super::catalogue::{
    Beginning, Catalogue, Problem, ReadError, Reading, Reason, Translation, Unit, check_size, length_note, one_line,
    syntax,
};

/// What begins a comment that is for us. A note that begins so has it twice.
const OURS: &str = "tribune:";

/// The flag that tells the length; Weblate reads it too.
const MAX_LENGTH: &str = "max-length:";

/// A catalogue as a file. The same catalogue always gives the same bytes, so the header has no time in it.
pub fn write(catalogue: &Catalogue) -> String {
    let header = format!(
        "Project-Id-Version: Tribune\nPO-Revision-Date: 1970-01-01 00:00+0000\nLast-Translator: \nLanguage-Team: \n\
         Language: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\
         Content-Transfer-Encoding: 8bit\nX-Source-Language: {}\n",
        catalogue.target_locale.replace('-', "_"),
        catalogue.source_locale.replace('-', "_"),
    );
    let mut po = String::new();
    write_string(&mut po, "", "msgid", "");
    write_string(&mut po, "", "msgstr", &header);
    for unit in &catalogue.units {
        po.push('\n');
        write_unit(&mut po, unit);
    }
    po
}

fn write_unit(po: &mut String, unit: &Unit) {
    for note in &unit.notes {
        let note = one_line(note);
        let prefix = if note.starts_with(OURS) { OURS } else { "" };
        // gettext takes a line that ends with a backslash together with the next one.
        let end = if ends_with_backslash(&note) { " " } else { "" };
        push(po, format_args!("#. {prefix}{note}{end}\n"));
    }
    if let Some(max_length) = unit.max_length {
        push(po, format_args!("#. {}\n", length_note(max_length)));
    }
    let (translation, comment) = match unit.translation.target() {
        Some(target) => matched(&unit.source, target),
        None => (Cow::Borrowed(""), None),
    };
    if let Some(comment) = comment {
        push(po, format_args!("#. {OURS}{comment}\n"));
    }
    let mut flags = Vec::new();
    if matches!(unit.translation, Translation::Outdated { .. }) {
        flags.push("fuzzy".to_owned());
    }
    flags.extend(unit.max_length.map(|max_length| format!("{MAX_LENGTH}{max_length}")));
    if !flags.is_empty() {
        push(po, format_args!("#, {}\n", flags.join(", ")));
    }
    if let Translation::Outdated { previous_source: Some(source), .. } = &unit.translation {
        write_string(po, "#| ", "msgid", source);
    }
    write_string(po, "", "msgctxt", &unit.id);
    write_string(po, "", "msgid", &unit.source);
    write_string(po, "", "msgstr", &translation);
}

fn ends_with_backslash(note: &str) -> bool {
    note.trim_end_matches(' ').ends_with('\\')
}

/// A translation as gettext wants it beside this source, and what of it the comment has to tell.
fn matched<'a>(source: &str, target: &'a str) -> (Cow<'a, str>, Option<String>) {
    let is_like_source = |target: &str| {
        source.starts_with('\n') == target.starts_with('\n') && source.ends_with('\n') == target.ends_with('\n')
    };
    if is_like_source(target) && !target.is_empty() {
        return (Cow::Borrowed(target), None);
    }
    let inner = target.trim_matches('\n');
    if inner.is_empty() {
        return (Cow::Borrowed(""), Some(format!("only-breaks {}", escaped(target)).trim_end().to_owned()));
    }
    let (before, _) = target.split_at(target.len() - target.trim_start_matches('\n').len());
    let after = &target[before.len() + inner.len()..];
    let line_break = |is_there| if is_there { "\n" } else { "" };
    let translation = format!("{}{inner}{}", line_break(source.starts_with('\n')), line_break(source.ends_with('\n')));
    (Cow::Owned(translation), Some(format!("breaks {}|{}", escaped(before), escaped(after))))
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a String takes any text");
}

/// A keyword with its text, each line of the text on a line.
fn write_string(po: &mut String, prefix: &str, keyword: &str, text: &str) {
    push(po, format_args!("{prefix}{keyword} "));
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.len() == text.len() {
        push(po, format_args!("\"{}\"\n", escaped(text)));
        return;
    }
    po.push_str("\"\"\n");
    for line in [first].into_iter().chain(lines) {
        push(po, format_args!("{prefix}\"{}\"\n", escaped(line)));
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            _ if c.is_ascii_control() => push(&mut escaped, format_args!("\\{:03o}", u32::from(c))),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Reads a file that comes back.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    check_size(bytes)?;
    let text = str::from_utf8(bytes).map_err(|_| ReadError::BrokenEncoding { encoding: "UTF-8".to_owned() })?;
    let mut entries = entries(text.strip_prefix('\u{feff}').unwrap_or(text))?.into_iter();
    let header = match entries.next() {
        Some(Entry { context: None, id: Some(id), translation: Some(header), .. }) if id.is_empty() => header,
        _ => return Err(ReadError::WrongFormat { format: "PO", beginning: Beginning::NoHeader }),
    };
    let locale = |name| {
        let mut fields = header.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = fields.find(|(field, _)| field.trim().eq_ignore_ascii_case(name)).unwrap_or_default();
        Some(value.trim().replace('_', "-")).filter(|value| !value.is_empty()).ok_or(ReadError::NoLocale { name })
    };
    let mut reading = Reading {
        catalogue: Catalogue {
            source_locale: locale("X-Source-Language")?,
            target_locale: locale("Language")?,
            units: Vec::new(),
        },
        problems: Vec::new(),
    };
    let mut known = HashSet::new();
    for entry in entries {
        let line = entry.line;
        let unit = entry.context.clone().filter(|id| !id.is_empty());
        match entry.unit(&mut known) {
            Ok(unit) => reading.catalogue.units.push(unit),
            Err(reason) => reading.problems.push(Problem { unit, line, reason }),
        }
    }
    Ok(reading)
}

/// A message of a PO file.
#[derive(Default)]
struct Entry {
    /// Of its first keyword, from 1.
    line: usize,
    notes: Vec<String>,
    flags: Vec<String>,
    previous_id: Option<String>,
    context: Option<String>,
    id: Option<String>,
    translation: Option<String>,
    has_plural: bool,
}

impl Entry {
    /// `comment` is what follows `#`.
    fn read_comment(&mut self, comment: &str) {
        if let Some(note) = comment.strip_prefix('.') {
            let note = note.strip_prefix(' ').unwrap_or(note);
            let end = if ends_with_backslash(note) { " " } else { "" };
            self.notes.push(note.strip_suffix(end).unwrap_or(note).to_owned());
        } else if let Some(flags) = comment.strip_prefix(',') {
            self.flags.extend(flags.split(',').map(|flag| flag.trim().to_owned()));
        } else if comment.starts_with('~') && self.line == 0 {
            // The comments before an obsolete message are about it.
            *self = Self::default();
        }
    }

    fn unit(self, known: &mut HashSet<String>) -> Result<Unit, Reason> {
        let id = self.context.filter(|id| !id.is_empty()).ok_or(Reason::NoId)?;
        if !known.insert(id.clone()) {
            return Err(Reason::Repeated);
        }
        if self.has_plural {
            return Err(Reason::Plural);
        }
        let source = self.id.ok_or(Reason::NoSource)?;
        let max_length = self.flags.iter().find_map(|flag| flag.strip_prefix(MAX_LENGTH)?.trim().parse().ok());

        let mut target = self.translation.filter(|translation| !translation.is_empty());
        let mut notes = self.notes;
        notes.retain_mut(|note| match note.strip_prefix(OURS).map(str::to_owned) {
            None => true,
            Some(ours) if ours.starts_with(OURS) => {
                *note = ours;
                true
            }
            Some(ours) => {
                target = restored(target.take(), &ours);
                false
            }
        });
        if let Some(length_note) = max_length.map(length_note)
            && let Some(at) = notes.iter().rposition(|note| *note == length_note)
        {
            notes.remove(at);
        }

        let is_fuzzy = self.flags.iter().any(|flag| flag == "fuzzy");
        let translation = match target {
            None => Translation::Missing,
            Some(target) if is_fuzzy => Translation::Outdated { target, previous_source: self.previous_id },
            Some(target) => Translation::Translated { target },
        };
        Ok(Unit { id, notes, max_length, source, translation })
    }
}

/// A translation with the line breaks that a comment of ours tells. One that was taken away since has none.
fn restored(translation: Option<String>, comment: &str) -> Option<String> {
    match (translation, comment.split_once(' ').unwrap_or((comment, ""))) {
        (None, ("only-breaks", all)) => breaks(all),
        (Some(text), ("breaks", around)) => {
            let around = around.split_once('|').and_then(|(before, after)| Some((breaks(before)?, breaks(after)?)));
            let Some((before, after)) = around else { return Some(text) };
            Some(format!("{before}{}{after}", text.trim_matches('\n')))
        }
        (translation, _) => translation,
    }
}

/// What `\n\n` stands for.
fn breaks(escaped: &str) -> Option<String> {
    let breaks = escaped.replace("\\n", "\n");
    breaks.bytes().all(|byte| byte == b'\n').then_some(breaks)
}

/// What stands in the file, but for obsolete messages.
fn entries(text: &str) -> Result<Vec<Entry>, ReadError> {
    let mut messages = Messages { entries: Vec::new(), entry: Entry::default(), field: Field::None };
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let content = line.trim_start_matches(is_space);
        let end = at - content.len() + content.trim_end_matches(['\r', '\n']).len();
        // The place of a problem follows from how much of the line comes after it.
        messages
            .read(content.trim_end_matches(['\r', '\n']), index + 1)
            .map_err(|problem| syntax(text, end - problem.rest, problem.message))?;
    }
    messages.end_entry();
    Ok(messages.entries)
}

/// The messages up to a line.
struct Messages {
    entries: Vec<Entry>,
    /// The one that is not over yet.
    entry: Entry,
    field: Field,
}

/// The text that a line in quotes goes on with.
#[derive(Clone, Copy)]
enum Field {
    None,
    Ignored,
    PreviousId,
    Context,
    Id,
    Translation,
}

/// What is wrong with a line, and how many bytes it has from there.
struct Broken {
    rest: usize,
    message: String,
}

fn broken<T>(rest: &str, message: impl ToString) -> Result<T, Broken> {
    Err(Broken { rest: rest.len(), message: message.to_string() })
}

impl Messages {
    fn read(&mut self, line: &str, number: usize) -> Result<(), Broken> {
        // A comment, or the beginning of a message, ends the message before.
        let begins = line.starts_with('#') || is_keyword(line, "msgctxt") || is_keyword(line, "msgid");
        if begins && (self.entry.translation.is_some() || self.entry.has_plural) {
            self.end_entry();
        }
        if let Some(previous) = line.strip_prefix("#|") {
            return self.read_text(previous.trim_start_matches(is_space), true);
        }
        if let Some(comment) = line.strip_prefix('#') {
            self.field = Field::None;
            self.entry.read_comment(comment);
        } else if !line.is_empty() {
            if self.entry.line == 0 {
                self.entry.line = number;
            }
            self.read_text(line, false)?;
        }
        Ok(())
    }

    fn end_entry(&mut self) {
        let entry = mem::take(&mut self.entry);
        if entry.line > 0 {
            self.entries.push(entry);
        }
        self.field = Field::None;
    }

    /// A keyword with its text, or more of the text before.
    fn read_text(&mut self, line: &str, is_previous: bool) -> Result<(), Broken> {
        let Some(quote) = line.find('"') else { return broken(line, "a text in quotes is missing") };
        let keyword = line[..quote].trim_end_matches(is_space);
        if !keyword.is_empty() {
            self.field = match (keyword, is_previous) {
                ("msgid", true) => Field::PreviousId,
                ("msgctxt" | "msgid_plural", true) => Field::Ignored,
                ("msgctxt", false) => Field::Context,
                ("msgid", false) => Field::Id,
                ("msgstr", false) => Field::Translation,
                _ if keyword == "msgid_plural" || (keyword.starts_with("msgstr[") && keyword.ends_with(']')) => {
                    self.entry.has_plural = true;
                    Field::Ignored
                }
                _ => return broken(line, format!("`{keyword}` is no keyword")),
            };
        }
        let text = unquoted(&line[quote..])?;
        let slot = match self.field {
            Field::None => return broken(line, "a keyword is missing"),
            Field::Ignored => return Ok(()),
            Field::PreviousId => &mut self.entry.previous_id,
            Field::Context => &mut self.entry.context,
            Field::Id => &mut self.entry.id,
            Field::Translation => &mut self.entry.translation,
        };
        match slot {
            Some(_) if !keyword.is_empty() => return broken(line, format!("`{keyword}` is given twice")),
            Some(before) => before.push_str(&text),
            None => *slot = Some(text),
        }
        Ok(())
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_keyword(line: &str, keyword: &str) -> bool {
    line.strip_prefix(keyword).is_some_and(|rest| rest.starts_with(|c| is_space(c) || c == '"'))
}

/// The text of `"a" "b"`.
fn unquoted(line: &str) -> Result<String, Broken> {
    let bytes = line.as_bytes();
    let mut value = Vec::with_capacity(bytes.len());
    let mut is_inside = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, is_inside) {
            (b'"', _) => is_inside = !is_inside,
            (b'\\', true) => match escape(&bytes[at + 1..], &mut value) {
                Some(length) => at += length,
                None => return broken(&line[at..], "this is no escape"),
            },
            (_, true) => value.push(*byte),
            (b' ' | b'\t', false) => {}
            (_, false) => return broken(&line[at..], "there is something after the text in quotes"),
        }
        at += 1;
    }
    if is_inside {
        return broken("", "the text does not end with a quote");
    }
    String::from_utf8(value).or_else(|_| broken(line, "the escapes are not UTF-8"))
}

/// Adds the byte that the escape stands for; says how many bytes follow the backslash.
fn escape(bytes: &[u8], value: &mut Vec<u8>) -> Option<usize> {
    let is_octal = |byte: &&u8| matches!(byte, b'0'..=b'7');
    let (byte, length) = match bytes.first()? {
        b'n' => (b'\n', 1),
        b't' => (b'\t', 1),
        b'r' => (b'\r', 1),
        b'a' => (7, 1),
        b'b' => (8, 1),
        b'v' => (11, 1),
        b'f' => (12, 1),
        byte @ (b'"' | b'\\') => (*byte, 1),
        b'x' => {
            let digits = str::from_utf8(bytes.get(1..3)?).ok()?;
            (u8::from_str_radix(digits, 16).ok()?, 3)
        }
        _ => {
            let length = bytes.iter().take(3).take_while(is_octal).count();
            let digits = str::from_utf8(&bytes[..length]).ok()?;
            (u8::from_str_radix(digits, 8).ok()?, length)
        }
    };
    value.push(byte);
    Some(length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::catalogue::samples::{self, outdated, translated, unit as sample},
        *,
    };

    const HEADER: &str = "msgid \"\"\nmsgstr \"Language: pt_BR\\nX-Source-Language: en\\n\"\n\n";

    /// Without the header.
    fn written(unit: Unit) -> String {
        let po = write(&samples::of([unit]));
        po.split_once("\n\n").expect("there is a header").1.to_owned()
    }

    fn read_units(messages: &str) -> Vec<Unit> {
        let reading = read(format!("{HEADER}{messages}").as_bytes()).expect("it is PO");
        assert_eq!(reading.problems, []);
        reading.catalogue.units
    }

    fn error(messages: &str) -> String {
        read(format!("{HEADER}{messages}").as_bytes()).expect_err("it is broken").to_string()
    }

    #[test]
    fn the_header_is_complete() {
        let header = "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: Tribune\\n\"\n\
                      \"PO-Revision-Date: 1970-01-01 00:00+0000\\n\"\n\"Last-Translator: \\n\"\n\"Language-Team: \\n\"\n\
                      \"Language: pt_BR\\n\"\n\"MIME-Version: 1.0\\n\"\n\
                      \"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n\
                      \"X-Source-Language: en\\n\"\n";

        assert_eq!(write(&samples::of([])), header);
    }

    #[test]
    fn an_outdated_translation_is_fuzzy() {
        let mut unit = sample("New \"a\"\nb\\", outdated("Vieux", Some("Old\n")));
        unit.notes.push("Title of a session".into());
        unit.max_length = Some(80);

        assert_eq!(
            written(unit),
            "#. Title of a session\n#. At most 80 characters.\n#, fuzzy, max-length:80\n#| msgid \"Old\\n\"\n\
             msgctxt \"session/1/title\"\nmsgid \"\"\n\"New \\\"a\\\"\\n\"\n\"b\\\\\"\nmsgstr \"Vieux\"\n"
        );
    }

    #[test]
    fn line_breaks_around_a_text_are_those_of_the_source() {
        let written = |source: &str, target: &str| written(sample(source, translated(target)));
        let message = |source: &str, target: &str| {
            format!("msgctxt \"session/1/title\"\nmsgid \"{source}\"\nmsgstr \"{target}\"\n")
        };

        assert_eq!(written("a\n", "b\n"), message("a\\n", "b\\n"));
        assert_eq!(written("a\n", "b"), "#. tribune:breaks |\n".to_owned() + &message("a\\n", "b\\n"));
        assert_eq!(written("a", "b\n"), "#. tribune:breaks |\\n\n".to_owned() + &message("a", "b"));
        assert_eq!(written("a", "\n\n"), "#. tribune:only-breaks \\n\\n\n".to_owned() + &message("a", ""));
        assert_eq!(written("a", ""), "#. tribune:only-breaks\n".to_owned() + &message("a", ""));
    }

    #[test]
    fn a_note_never_swallows_the_next_line() {
        let mut unit = sample("a", Translation::Missing);
        unit.notes.push("C:\\".into());

        assert!(written(unit).starts_with("#. C:\\ \nmsgctxt "));
    }

    #[test]
    fn a_translation_that_was_given_or_taken_away_since_is_read() {
        let message = |comment: &str, target: &str| {
            format!("#. tribune:{comment}\nmsgctxt \"a\"\nmsgid \"b\\n\"\nmsgstr \"{target}\"\n")
        };
        let translation = |po: String| read_units(&po).remove(0).translation;

        assert_eq!(translation(message("breaks |", "new\\n")), translated("new"));
        assert_eq!(translation(message("breaks |", "")), Translation::Missing);
        assert_eq!(translation(message("only-breaks \\n", "new\\n")), translated("new\n"));
    }

    #[test]
    fn control_characters_are_escaped() {
        let po = written(sample("a\t\r\u{1}1\u{1b}\u{7f}\u{85}", Translation::Missing));

        assert!(po.contains("msgid \"a\\t\\r\\0011\\033\\177\u{85}\"\n"), "{po}");
    }

    #[test]
    fn what_other_tools_write_is_read() {
        let units = read_units(
            "#: somewhere:1\r\n#. A note\r\n# by a translator\r\n#, no-wrap, fuzzy\r\n#| msgctxt \"x\"\r\n#| msgid \"o\"\r\n\
             #| \"ld\"\r\nmsgctxt \"\"\r\n\"a\"\r\nmsgid   \"b \" \"c\"\r\n  \"d\\x41\\101\\303\\251\"\r\nmsgstr\"e\\a\"\r\n\
             #. gone\r\n#~ msgctxt \"b\"\r\n#~ msgid \"f\"\r\n#~ msgstr \"g\"\r\n\r\n#\r\nmsgctxt \"c\"\r\nmsgid \"h\"\r\n\
             msgstr \"\"\r\nmsgctxt \"d\"\r\nmsgid \"i\"\r\nmsgstr \"j\"",
        );

        assert_eq!(units.len(), 3);
        let first = Unit {
            id: "a".into(),
            notes: vec!["A note".into()],
            max_length: None,
            source: "b cdAAé".into(),
            translation: outdated("e\u{7}", Some("old")),
        };
        assert_eq!(units[0], first);
        assert_eq!((&units[1].notes, &units[1].translation), (&Vec::new(), &Translation::Missing));
        assert_eq!(units[2].translation, translated("j"));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert!(read(format!("\u{feff}{HEADER}").as_bytes()).is_ok());
    }

    #[test]
    fn a_problem_is_that_of_its_message() {
        let messages = "msgid \"a\"\nmsgstr \"\"\n\nmsgctxt \"b\"\nmsgid \"c\"\nmsgid_plural \"d\"\nmsgstr[0] \"\"\n\
                        msgstr[1] \"\"\n\nmsgctxt \"e\"\nmsgid \"f\"\nmsgstr \"\"\nmsgctxt \"e\"\nmsgid \"f\"\nmsgstr \"\"\n";
        let reading = read(format!("{HEADER}{messages}").as_bytes()).expect("it is PO");

        assert_eq!(reading.catalogue.units.len(), 1);
        let problems: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "line 4: it does not say which text it is",
                "unit `b`, line 7: it has plural forms",
                "unit `e`, line 16: the same text stands in the file before",
            ]
        );
    }

    #[test]
    fn what_is_broken_is_an_error_with_its_place() {
        assert_eq!(error("msgctxt \"a"), "line 4, column 11: the text does not end with a quote");
        assert_eq!(error("msgid \"é\\q\""), "line 4, column 9: this is no escape");
        assert_eq!(error("#\n \"a\""), "line 5, column 2: a keyword is missing");
        assert_eq!(error("msgid"), "line 4, column 1: a text in quotes is missing");
        assert_eq!(error("hello \"a\""), "line 4, column 1: `hello` is no keyword");
        assert_eq!(error("msgid \"a\" b"), "line 4, column 11: there is something after the text in quotes");
        assert_eq!(error("msgctxt \"a\"\nmsgctxt \"b\""), "line 5, column 1: `msgctxt` is given twice");
        assert_eq!(error("msgid \"\\377\""), "line 4, column 7: the escapes are not UTF-8");
    }

    #[test]
    fn other_files_are_refused() {
        let error = |po: &[u8]| read(po).expect_err("it is no PO").to_string();

        assert_eq!(error(b""), "this is not PO: it does not begin with a header");
        assert_eq!(error(b"msgid \"a\"\nmsgstr \"b\""), "this is not PO: it does not begin with a header");
        assert_eq!(error(b"\xff"), "the file is not in UTF-8");
        let header = "msgid \"\"\nmsgstr \"Language: fr\\n\"";
        assert_eq!(error(header.as_bytes()), "`X-Source-Language` is missing, so the language is not known");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(catalogue in samples::catalogue()) {
            let po = write(&catalogue);
            prop_assert_eq!(read(po.as_bytes()), Ok(Reading { catalogue, problems: Vec::new() }), "{}", po);
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
