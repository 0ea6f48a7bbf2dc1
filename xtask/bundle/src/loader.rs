//! Fills the placeholders of `static/loader.js`.
//!
//! | placeholder | becomes |
//! |---|---|
//! | `__WINK_GLUE__` | address of the glue script, relative to the loader's own address |
//! | `__WINK_WASM__` | address of the module, relative to the loader's own address |
//! | `__WINK_DOCUMENTS__` | address of the script that inspects chosen files, relative to the loader's own address |
//! | `__WINK_FRAME_CSS__` | the content of `static/frame.css`, minified |
//! | `__WINK_TEXTS__` | the texts that the loader itself shows, by language |
//! | `__WINK_MESSAGES__` | addresses of the message catalogues by language, relative to the loader's own address |
//!
//! Each becomes a JavaScript literal (a string with its quotes, or an object), so a placeholder can be used like an
//! expression.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

/// The values of the placeholders.
#[derive(Debug)]
pub(crate) struct Values {
    pub(crate) glue: String,
    pub(crate) wasm: String,
    pub(crate) documents: String,
    pub(crate) frame_css: String,
    /// The texts that the loader itself shows, by language tag.
    pub(crate) texts: BTreeMap<&'static str, Vec<String>>,
    /// By language tag.
    pub(crate) messages: BTreeMap<&'static str, String>,
}

/// # Errors
/// If the template has an unknown placeholder, or lacks one for an address or for the texts. Such a loader could not
/// find its files, or would have no texts.
pub(crate) fn fill(template: &str, values: &Values) -> Result<String> {
    let known = [
        ("__WINK_GLUE__", serde_json::to_string(&values.glue)?),
        ("__WINK_WASM__", serde_json::to_string(&values.wasm)?),
        ("__WINK_MESSAGES__", serde_json::to_string(&values.messages)?),
        ("__WINK_DOCUMENTS__", serde_json::to_string(&values.documents)?),
        ("__WINK_TEXTS__", serde_json::to_string(&values.texts)?),
        ("__WINK_FRAME_CSS__", serde_json::to_string(&values.frame_css)?),
    ];
    for (placeholder, _) in &known[..5] {
        if !template.contains(placeholder) {
            bail!("static/loader.js does not use {placeholder}");
        }
    }
    let mut filled = template.to_owned();
    for (placeholder, value) in known {
        filled = filled.replace(placeholder, &value);
    }
    if let Some(at) = filled.find("__WINK_") {
        let rest = &filled[at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        bail!("static/loader.js names an unknown placeholder, {}", &rest[..end]);
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str =
        "load(__WINK_GLUE__, __WINK_WASM__, __WINK_MESSAGES__, __WINK_DOCUMENTS__, __WINK_TEXTS__)";

    fn values() -> Values {
        Values {
            glue: "../v2/wink-1.js".into(),
            wasm: "wink-1.wasm".into(),
            documents: "documents-1.js".into(),
            frame_css: "a{content:\"\\2014\"}\n".into(),
            messages: BTreeMap::from([("ar", "messages-ar-1.txt".to_owned())]),
            texts: BTreeMap::from([("en", vec!["Close".to_owned()])]),
        }
    }

    #[test]
    fn placeholders_become_string_literals() {
        let template = format!("{TEMPLATE}; css(__WINK_FRAME_CSS__)");
        assert_eq!(
            fill(&template, &values()).unwrap(),
            r#"load("../v2/wink-1.js", "wink-1.wasm", {"ar":"messages-ar-1.txt"}, "documents-1.js", {"en":["Close"]}); css("a{content:\"\\2014\"}\n")"#
        );
    }

    #[test]
    fn an_unknown_placeholder_is_reported() {
        let error = fill(&format!("{TEMPLATE}; __WINK_GLU__"), &values()).unwrap_err();
        assert_eq!(error.to_string(), "static/loader.js names an unknown placeholder, __WINK_GLU__");
    }

    #[test]
    fn a_missing_placeholder_is_reported() {
        let error = fill("load(__WINK_GLUE__)", &values()).unwrap_err();
        assert_eq!(error.to_string(), "static/loader.js does not use __WINK_WASM__");
    }
}
