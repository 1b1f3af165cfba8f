//! Rich text: CommonMark with GFM tables in, sanitised HTML out.

use std::sync::LazyLock;

use async_graphql::Enum;
use comrak::{Options, markdown_to_html};

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
static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder.url_schemes(["http", "https", "mailto", "tel"].into()).link_rel(Some("noopener noreferrer"));
    builder
});

/// The text in the format that was asked for.
pub fn render(markdown: String, format: TextFormat) -> String {
    match format {
        TextFormat::Markdown => markdown,
        TextFormat::Html => html(&markdown),
    }
}

fn html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // Raw HTML passes here and is sanitised below, by one that parses it as a browser does.
    options.render.r#unsafe = true;
    SANITISER.clean(&markdown_to_html(markdown, &options)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
