//! Content lines (RFC 5545, section 3.1) as they are written: escaped, quoted, folded.

use super::{Conference, Text};

/// Octets of a line before it is folded, its end not counted.
const LONGEST_LINE: usize = 75;

/// Content lines, one after the other.
#[derive(Debug, Default)]
pub struct Lines(String);

/// A line that has no value yet.
#[derive(Debug)]
pub struct Line<'l> {
    lines: &'l mut Lines,
    written: String,
}

impl Lines {
    pub fn into_text(self) -> String {
        self.0
    }

    pub fn begin(&mut self, component: &str) {
        self.property("BEGIN").raw(component);
    }

    pub fn end(&mut self, component: &str) {
        self.property("END").raw(component);
    }

    pub fn property(&mut self, name: &str) -> Line<'_> {
        Line { lines: self, written: name.to_owned() }
    }

    /// A text with its language.
    pub fn localised(&mut self, name: &str, text: &Text) {
        self.property(name).language(text).text(&text.text);
    }

    pub fn image(&mut self, url: Option<&str>) {
        if let Some(url) = url {
            self.property("IMAGE").parameter("VALUE", "URI").parameter("DISPLAY", "BADGE").raw(url);
        }
    }

    pub fn conference(&mut self, conference: &Conference) {
        let mut line = self.property("CONFERENCE").parameter("VALUE", "URI").parameter("FEATURE", "VIDEO");
        if let Some(label) = &conference.label {
            line = line.parameter("LABEL", &label.text).language(label);
        }
        line.raw(&conference.url);
    }

    /// Folds between characters, so that no line of bytes is broken UTF-8.
    fn push(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LONGEST_LINE;
        while rest.len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            self.0.push_str(head);
            self.0.push_str("\r\n ");
            rest = tail;
            room = LONGEST_LINE - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

impl Line<'_> {
    /// A parameter, encoded as RFC 6868 says.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.written.push(';');
        self.written.push_str(name);
        self.written.push('=');
        let is_quoted = value.contains([':', ';', ',']);
        if is_quoted {
            self.written.push('"');
        }
        for character in value.chars() {
            match character {
                '^' => self.written.push_str("^^"),
                '\n' => self.written.push_str("^n"),
                '"' => self.written.push_str("^'"),
                character if is_control(character) => {}
                character => self.written.push(character),
            }
        }
        if is_quoted {
            self.written.push('"');
        }
        self
    }

    fn language(self, text: &Text) -> Self {
        match &text.language {
            Some(language) => self.parameter("LANGUAGE", language),
            None => self,
        }
    }

    /// A value of the type `TEXT`.
    pub fn text(mut self, value: &str) {
        self.written.push(':');
        let mut characters = value.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' => self.written.push_str(r"\\"),
                ';' => self.written.push_str(r"\;"),
                ',' => self.written.push_str(r"\,"),
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' | '\r' => self.written.push_str(r"\n"),
                character if is_control(character) => {}
                character => self.written.push(character),
            }
        }
        self.lines.push(&self.written);
    }

    /// A value of any other type.
    pub fn raw(mut self, value: &str) {
        self.written.push(':');
        self.written.extend(value.chars().filter(|character| !is_control(*character)));
        self.lines.push(&self.written);
    }
}

/// What may stand nowhere: all controls of ASCII but the tab.
fn is_control(character: char) -> bool {
    character.is_ascii_control() && character != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut lines = Lines::default();
        lines.property("X").text(value);
        lines.into_text()
    }

    fn parameter(value: &str) -> String {
        let mut lines = Lines::default();
        lines.property("X").parameter("P", value).raw("v");
        lines.into_text()
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a;b,c\\d\r\ne\nf\rg:\"h\"\u{0}\u{7}\ti"), "X:a\\;b\\,c\\\\d\\ne\\nf\\ng:\"h\"\ti\r\n");
    }

    #[test]
    fn parameters_are_quoted_and_encoded() {
        assert_eq!(parameter("plain"), "X;P=plain:v\r\n");
        assert_eq!(parameter("Ada, Countess: a;b"), "X;P=\"Ada, Countess: a;b\":v\r\n");
        assert_eq!(parameter("a \"b\" ^c\nd\r"), "X;P=a ^'b^' ^^c^nd:v\r\n");
    }

    #[test]
    fn lines_have_at_most_75_octets() {
        assert_eq!(text(&"a".repeat(73)), format!("X:{}\r\n", "a".repeat(73)));
        assert_eq!(text(&"a".repeat(74)), format!("X:{}\r\n a\r\n", "a".repeat(73)));
        assert_eq!(text(&"a".repeat(73 + 74 + 1)), format!("X:{}\r\n {}\r\n a\r\n", "a".repeat(73), "a".repeat(74)));
    }

    #[test]
    fn no_character_is_folded_in_two() {
        for length in 60..80 {
            for character in ["é", "語", "🎉"] {
                let value = "a".repeat(length) + &character.repeat(60);
                let written = text(&value);

                assert!(written.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{written}");
                assert_eq!(written.replace("\r\n ", ""), format!("X:{value}\r\n"));
            }
        }
    }
}
