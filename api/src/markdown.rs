//! Rich text: CommonMark with GFM tables in, sanitised HTML out.

use std::sync::LazyLock;

use ammonia::{Builder, Url, UrlRelative};
use async_graphql::Enum;
use comrak::{
    Arena, Options,
    arena_tree::NodeEdge,
    markdown_to_html,
    nodes::{AstNode, ListType, NodeValue},
    parse_document,
};

/// How rich text is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Enum)]
pub enum TextFormat {
    /// The source: CommonMark with GFM tables, as it was written. Not sanitised: do not insert it into a page.
    #[default]
    Markdown,
    /// Sanitised HTML: no script, no style, no event handler, no foreign frame.
    Html,
}

/// What may stand in HTML that leaves the server.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(sanitiser);

/// Nothing but text.
static TEXT: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(["script", "style"].into());
    builder
});

fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::default();
    builder.url_schemes(["http", "https", "mailto", "tel"].into()).link_rel(Some("noopener noreferrer"));
    builder
}

/// The text in the format that was asked for.
pub fn render(markdown: String, format: TextFormat) -> String {
    match format {
        TextFormat::Markdown => markdown,
        TextFormat::Html => html(&markdown),
    }
}

fn html(markdown: &str) -> String {
    SANITISER.clean(&unsafe_html(markdown)).to_string()
}

/// Sanitised HTML for whoever reads it elsewhere: its links are whole addresses, seen from `base`; without one, what is
/// relative leads nowhere and is left out.
pub fn absolute_html(markdown: &str, base: Option<&str>) -> String {
    let base = base.and_then(|base| Url::parse(base).ok());
    let mut builder = sanitiser();
    builder.url_relative(base.map_or(UrlRelative::Deny, UrlRelative::RewriteWithBase));
    builder.clean(&unsafe_html(markdown)).to_string()
}

/// Its words alone, each paragraph on a line.
pub fn words(markdown: &str) -> String {
    let text = words_of_html(&unsafe_html(markdown));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The text of HTML, without that of scripts and styles.
fn words_of_html(html: &str) -> String {
    // All that is escaped in the text of HTML.
    let escaped = [("&nbsp;", "\u{a0}"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let text = TEXT.clean(html).to_string();
    escaped.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter))
}

/// HTML as it was written: raw HTML passes here and is sanitised then, by one that parses it as a browser does.
fn unsafe_html(markdown: &str) -> String {
    markdown_to_html(markdown, &options())
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // Raw HTML passes here and is sanitised later, by one that parses it as a browser does.
    options.render.r#unsafe = true;
    options
}

/// The text as it is read aloud: no marks, a blank line between paragraphs, addresses behind what leads to them.
pub fn plain(markdown: &str) -> String {
    let arena = Arena::new();
    let mut plain = Plain { text: String::with_capacity(markdown.len()), ..Plain::default() };
    for edge in parse_document(&arena, markdown, &options()).traverse() {
        match edge {
            NodeEdge::Start(node) => plain.start(node),
            NodeEdge::End(node) => plain.end(node),
        }
    }
    let lines: Vec<&str> = plain.text.lines().map(str::trim_end).collect();
    // One blank line at most.
    let kept = lines.iter().enumerate().filter(|(at, line)| !line.is_empty() || (*at > 0 && !lines[at - 1].is_empty()));
    kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Text on its way out of its marks. Nesting is as deep as a writer likes, so nothing here calls itself.
#[derive(Default)]
struct Plain {
    text: String,
    /// The number of the next item in each list around, the innermost last.
    items: Vec<usize>,
    /// Where the text of the link around begins.
    link: usize,
}

impl Plain {
    fn start<'a>(&mut self, node: &'a AstNode<'a>) {
        match &node.data.borrow().value {
            NodeValue::Text(words) => self.text.push_str(words),
            NodeValue::Code(code) => self.text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => self.text.push_str(&code.literal),
            NodeValue::SoftBreak => self.text.push(' '),
            NodeValue::LineBreak => self.text.push('\n'),
            NodeValue::HtmlBlock(html) => self.text.push_str(&words_of_html(&html.literal)),
            NodeValue::HtmlInline(tag) if tag.starts_with("<br") => self.text.push('\n'),
            NodeValue::Link(_) => self.link = self.text.len(),
            NodeValue::List(list) => self.items.push(list.start),
            NodeValue::Item(item) => self.item(item.list_type),
            NodeValue::TableCell if node.previous_sibling().is_some() => self.text.push_str(" | "),
            _ => {}
        }
    }

    fn item(&mut self, kind: ListType) {
        match (kind, self.items.last_mut()) {
            (ListType::Ordered, Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.text.push_str("• "),
        }
    }

    fn end<'a>(&mut self, node: &'a AstNode<'a>) {
        match &node.data.borrow().value {
            NodeValue::Link(link) if !is_said(&link.url, self.text.get(self.link..).unwrap_or_default()) => {
                self.text.push_str(&format!(" ({})", link.url));
            }
            NodeValue::List(_) => {
                self.items.pop();
                self.end_lines(2);
            }
            NodeValue::TableRow(_) | NodeValue::Item(_) => self.end_lines(1),
            NodeValue::TableCell => {}
            value if value.block() => self.end_lines(if is_in_item(node) { 1 } else { 2 }),
            _ => {}
        }
    }

    fn end_lines(&mut self, count: usize) {
        let ends = self.text.len() - self.text.trim_end_matches('\n').len();
        self.text.extend(std::iter::repeat_n('\n', count.saturating_sub(ends)));
    }
}

fn is_in_item<'a>(node: &'a AstNode<'a>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.data.borrow().value, NodeValue::Item(_)))
}

/// Whether a reader sees the address already.
fn is_said(url: &str, text: &str) -> bool {
    url.strip_prefix("mailto:").unwrap_or(url) == text || url.is_empty() || url.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_marks() {
        let written = "# A *title*\n\nOne\ntwo &amp; [three](https://tribune.example/a_b), <https://tribune.example>  \nfour\n\n\n\n\
            - a\n- **b**\n\n  c\n\n3. d\n4. `e_f`\n\n| g | h |\n|---|---|\n| i | j |\n\n<p>k</p>\n\n```\nl  m\n```";

        assert_eq!(
            plain(written),
            "A title\n\nOne two & three (https://tribune.example/a_b), https://tribune.example\nfour\n\n\
             • a\n• b\nc\n\n3. d\n4. e_f\n\ng | h\ni | j\n\nk\n\nl  m"
        );
        assert_eq!(plain(""), "");
        assert!(plain(&">".repeat(100_000)).is_empty());
    }

    #[test]
    fn tables_and_links_become_html() {
        let rendered = html("| a | b |\n|---|---|\n| *1* | <https://tribune.example> |");

        assert!(rendered.contains("<td><em>1</em></td>"), "{rendered}");
        assert!(rendered.contains(r#"<a href="https://tribune.example" rel="noopener noreferrer">"#), "{rendered}");
    }

    #[test]
    fn what_could_run_is_removed() {
        let written =
            "<script>alert(1)</script>\n\n<b onclick=\"x()\">b</b> [x](javascript:alert(1))<iframe src=//e></iframe>";

        assert_eq!(html(written).trim(), "<p><b>b</b> <a rel=\"noopener noreferrer\">x</a></p>");
    }

    #[test]
    fn links_are_whole_for_whoever_reads_elsewhere() {
        let written = "[a](/b?c=1) [d](e) ![f](../g.png) [h](https://i.example/) [j](#k) <script>x</script>";

        let whole = absolute_html(written, Some("https://conf.example/fr/post/l"));
        let nowhere = absolute_html(written, None);

        for address in ["/b?c=1", "/fr/post/e", "/fr/g.png", "/fr/post/l#k"] {
            assert!(whole.contains(&format!("\"https://conf.example{address}\"")), "{address}: {whole}");
        }
        assert!(whole.contains("\"https://i.example/\"") && !whole.contains("script"), "{whole}");
        assert!(nowhere.contains("\"https://i.example/\"") && nowhere.contains(">a</a>"), "{nowhere}");
        assert_eq!((nowhere.matches("href").count(), nowhere.matches("src").count()), (1, 0), "{nowhere}");
    }

    #[test]
    fn words_stand_alone() {
        let written =
            "# A & B\n\n1 < 2, *really* &nbsp;[so](https://c.example)  \n&lt;b&gt;\n\n<style>p{}</style>\n\n- x\n- y";

        assert_eq!(words(written), "A & B\n1 < 2, really \u{a0}so\n<b>\nx\ny");
    }
}
