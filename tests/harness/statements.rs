//! One spelling for the SQL of both databases.
//!
//! What is left to differ after it does differ: another operator, another collation, another plan.

/// A word, a sign or a text of a statement.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    /// Whether white space stands before it.
    spaced: bool,
    text: String,
}

impl Token {
    fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }
}

/// The statement without what only the dialect or the data decides: quotes of names, numbers and casts of
/// placeholders, white space, and how many values a list has.
pub fn normalise(sql: &str) -> String {
    let tokens = shorten_lists(&drop_json(drop_casts(tokens(sql))));
    let mut statement = String::with_capacity(sql.len());
    for token in tokens {
        if token.spaced && !statement.is_empty() {
            statement.push(' ');
        }
        statement.push_str(&token.text);
    }
    statement
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    loop {
        let trimmed = rest.trim_start();
        let Some(first) = trimmed.chars().next() else {
            return tokens;
        };
        let spaced = trimmed.len() < rest.len();
        let (text, length) = match first {
            '\'' => {
                let length = quoted(trimmed, first);
                (trimmed[..length].to_owned(), length)
            }
            '"' | '`' => {
                let length = quoted(trimmed, first);
                (trimmed[1..length - 1].to_owned(), length)
            }
            '?' | '$' => {
                let digits = run(&trimmed[1..], |character| character.is_ascii_digit());
                // `?|` and `$tag$` are no placeholders, and nothing here writes them.
                ("?".to_owned(), 1 + digits)
            }
            _ if is_word(first) => {
                let length = run(trimmed, is_word);
                (as_sqlite(&trimmed[..length]).to_owned(), length)
            }
            ':' => {
                let length = run(trimmed, |character| character == ':');
                (trimmed[..length].to_owned(), length)
            }
            _ => (first.to_string(), first.len_utf8()),
        };
        tokens.push(Token { spaced, text });
        rest = &trimmed[length..];
    }
}

/// The functions that make JSON, in the words of SQLite.
fn as_sqlite(word: &str) -> &str {
    match word {
        "json_agg" => "json_group_array",
        "json_build_object" => "json_object",
        other => other,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How long the run of such characters at the start is.
fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|character| !wanted(character)).unwrap_or(text.len())
}

/// How long the quoted text at the start is, with its quotes; a doubled quote belongs to it.
fn quoted(text: &str, quote: char) -> usize {
    let mut length = 1;
    loop {
        let Some(end) = text[length..].find(quote) else {
            return text.len();
        };
        length += end + 1;
        if !text[length..].starts_with(quote) {
            return length;
        }
        length += 1;
    }
}

/// `$1::uuid[]` is `?`.
fn drop_casts(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let placeholder = token.is("?");
        kept.push(token);
        if placeholder && tokens.next_if(|token| token.is("::")).is_some() {
            tokens.next();
            while tokens.next_if(|token| token.is("[") || token.is("]")).is_some() {}
        }
    }
    kept
}

/// `json(event.links)`, which only SQLite needs, is `event.links`.
fn drop_json(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        if !token.is("json") {
            kept.push(token);
            continue;
        }
        let inner = rest.by_ref().skip(1).take_while(|token| !token.is(")"));
        kept.extend(
            inner
                .enumerate()
                .map(|(at, inner)| Token { spaced: if at == 0 { token.spaced } else { inner.spaced }, ..inner }),
        );
    }
    kept
}

/// `IN (?, ?)` is `IN (…)`, `VALUES (?, ?), (?, ?)` is `VALUES (…)`.
fn shorten_lists(tokens: &[Token]) -> Vec<Token> {
    let mut shortened: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        shortened.push(token.clone());
        rest = after;
        if !(token.is("IN") || token.is("VALUES")) {
            continue;
        }
        let Some(mut length) = placeholders(after) else {
            continue;
        };
        if token.is("VALUES") {
            while after.get(length).is_some_and(|token| token.is(","))
                && let Some(more) = placeholders(&after[length + 1..])
            {
                length += 1 + more;
            }
        }
        shortened.push(Token { spaced: true, text: "(…)".to_owned() });
        rest = &after[length..];
    }
    shortened
}

/// How many tokens the list at the start has, with its parentheses, when it is a list of placeholders only.
fn placeholders(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" if depth == 1 => return Some(index + 1),
            ")" => depth -= 1,
            "?" | "," if depth > 0 => {}
            _ => return None,
        }
    }
    None
}
