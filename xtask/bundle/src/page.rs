//! The playground page for `dist/`. `index.html` is written for trunk. The tags that only trunk understands are between
//! two markers, and are replaced with plain tags here.

use anyhow::{Context as _, Result};

const START: &str = "<!-- trunk -->";
const END: &str = "<!-- /trunk -->";
/// The scripts are deferred and so run in this order, once the page is there.
const TAGS: &str = r#"<link rel="stylesheet" href="playground/tokens.css">
    <link rel="stylesheet" href="playground/playground.css">
    <script src="v2/smile.v2.js" defer></script>
    <script src="playground/playground.js" defer></script>"#;

pub(crate) fn for_dist(page: &str) -> Result<String> {
    let missing = || format!("index.html lacks the markers {START} and {END}");
    let (before, rest) = page.split_once(START).with_context(missing)?;
    let (_, after) = rest.split_once(END).with_context(missing)?;
    Ok(format!("{before}{TAGS}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunks_tags_are_replaced() {
        let page = "<head>\n<!-- trunk -->\n<link data-trunk rel=\"rust\">\n<!-- /trunk -->\n</head>";
        assert_eq!(for_dist(page).unwrap(), format!("<head>\n{TAGS}\n</head>"));
        assert!(for_dist("<head></head>").is_err());
    }
}
