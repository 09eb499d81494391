//! A description without its HTML: tags go, what they break into lines stays broken, text stays.

use std::borrow::Cow;

/// Elements of HTML after which a new line begins.
const BREAKS: [&str; 9] = ["br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"];

/// The text of a description. A `<` that begins no tag is text. References of HTML are read where XML has them, too, and
/// `&nbsp;`. Cost: linear.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if !is_tag {
            text.push('<');
            rest = after;
            continue;
        }
        let Some((tag, after)) = after.split_once('>') else {
            // No tag can follow, and to look on would take time that grows with the square of the text.
            rest = rest.get(before.len()..).unwrap_or_default();
            break;
        };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        text.push_str(match name.as_str() {
            "td" | "th" => " ",
            name if BREAKS.contains(&name) => "\n",
            _ => "",
        });
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&nbsp;", " ");
    let text = quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), Cow::into_owned);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        assert_eq!(
            plain("<b>Mốc</b> 211<br/>đá &amp; bê tông<p class=\"x\">  cao  1&nbsp;m</p>"),
            "Mốc 211\nđá & bê tông\ncao 1 m"
        );
        assert_eq!(plain("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
        assert_eq!(plain("<!-- x -->a"), "a");
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(plain("a < b, 3<4"), "a < b, 3<4");
        assert_eq!(plain("a <b"), "a <b");
        assert_eq!(plain("R&D &unknown; <"), "R&D &unknown; <");
        for text in ["<", "<a", "<a>", "<a <", "&"] {
            assert!(plain(&text.repeat(300_000)).len() <= 1_200_000, "in no more than a moment");
        }
    }
}
