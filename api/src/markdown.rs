//! Rich text: CommonMark with GFM tables in, sanitised HTML out.

use std::{borrow::Cow, sync::LazyLock};

use ammonia::{Builder, Url, UrlRelative};
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
pub fn plain(markdown: &str) -> String {
    let text = TEXT.clean(&unsafe_html(markdown)).to_string();
    // All that is escaped in the text of HTML.
    let text = [("&nbsp;", "\u{a0}"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(Cow::from(text), |text, (entity, letter)| text.replace(entity, letter).into());
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// HTML as it was written: raw HTML passes here and is sanitised then, by one that parses it as a browser does.
fn unsafe_html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.r#unsafe = true;
    markdown_to_html(markdown, &options)
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
    fn plain_text_is_words_alone() {
        let written =
            "# A & B\n\n1 < 2, *really* &nbsp;[so](https://c.example)  \n&lt;b&gt;\n\n<style>p{}</style>\n\n- x\n- y";

        assert_eq!(plain(written), "A & B\n1 < 2, really \u{a0}so\n<b>\nx\ny");
    }
}
