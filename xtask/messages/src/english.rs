//! Reads the English catalogue, which defines the keys and their order.

use crate::{LOADER_ONLY, read_translation};

/// A key and its English text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: String,
    /// The text for the number one, if the key has plural forms.
    pub one: Option<String>,
    /// The text. With plural forms, the one for every other number.
    pub text: String,
}

impl Message {
    /// Whether it is part of the module, and so of the encoded catalogues of the other languages.
    pub(crate) fn is_in_module(&self) -> bool {
        !LOADER_ONLY.contains(&self.key.as_str())
    }
}

/// The English texts, in the order of the keys. [`crate::english_findings`] returns their mistakes.
pub fn read_english(content: &str) -> Vec<Message> {
    let translation = read_translation(content);
    let mut messages: Vec<Message> = Vec::new();
    for line in &translation.lines {
        if messages.iter().any(|message| message.key == line.key) {
            continue;
        }
        let form = |category: Option<&str>| {
            let mut lines = translation.of(&line.key);
            lines.find(|line| line.category.as_deref() == category).map(|line| line.text.clone())
        };
        let one = form(Some("one"));
        let text = form(None).or_else(|| form(Some("other"))).unwrap_or_default();
        messages.push(Message { key: line.key.clone(), one, text });
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_their_order_with_their_forms() {
        let content = "# The frame\nClose = Close\n\nResults[one] = 1 result\nResults[other] = {count} results\n\
                       Other = a \"b\" = c\n";
        let message = |key: &str, one: Option<&str>, text: &str| Message {
            key: key.into(),
            one: one.map(Into::into),
            text: text.into(),
        };
        assert_eq!(
            read_english(content),
            [
                message("Close", None, "Close"),
                message("Results", Some("1 result"), "{count} results"),
                message("Other", None, "a \"b\" = c"),
            ]
        );
    }
}
