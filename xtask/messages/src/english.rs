//! Reads the table in `src/messages/english.rs`: lines of `Key => "text",` and, for what is counted,
//! `Key => one "text" other "text",`, within `texts! { … }`.

use anyhow::{Context as _, Result, bail};

/// A key and its English text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: String,
    /// The text for the number one, where the key is counted.
    pub one: Option<String>,
    /// The text, for every other number where the key is counted.
    pub text: String,
}

/// The English texts, in the order of the keys.
///
/// # Errors
/// When the table does not look as the macro wants it.
pub fn read_english(source: &str) -> Result<Vec<Message>> {
    let (_, table) =
        source.split_once("\ntexts! {").context("there is no `texts! {` in the English table")?;
    let mut rest = Rest(table);
    let mut messages = Vec::new();
    loop {
        if rest.takes("}") {
            return Ok(messages);
        }
        let key = rest.name()?.to_owned();
        let message = rest.message(&key).with_context(|| format!("reading the English text of {key}"))?;
        messages.push(message);
    }
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn message(&mut self, key: &str) -> Result<Message> {
        self.wants("=>")?;
        let one = if self.takes("one") { Some(self.literal()?) } else { None };
        if one.is_some() {
            self.wants("other")?;
        }
        let text = self.literal()?;
        self.wants(",")?;
        Ok(Message { key: key.to_owned(), one, text })
    }

    fn skip_blanks(&mut self) {
        loop {
            self.0 = self.0.trim_start();
            let Some(comment) = self.0.strip_prefix("//") else { return };
            self.0 = comment.split_once('\n').map_or("", |(_, after)| after);
        }
    }

    fn takes(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let after = self.0.strip_prefix(token);
        self.0 = after.unwrap_or(self.0);
        after.is_some()
    }

    fn wants(&mut self, token: &str) -> Result<()> {
        if !self.takes(token) {
            bail!("`{token}` is missing before: {}", self.0.lines().next().unwrap_or_default());
        }
        Ok(())
    }

    fn name(&mut self) -> Result<&'a str> {
        self.skip_blanks();
        let end = self.0.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(self.0.len());
        let (name, after) = self.0.split_at(end);
        if name.is_empty() {
            bail!("a key is missing before: {}", self.0.lines().next().unwrap_or_default());
        }
        self.0 = after;
        Ok(name)
    }

    /// A string literal with the escapes that texts have a use for.
    fn literal(&mut self) -> Result<String> {
        self.wants("\"")?;
        let mut text = String::new();
        let mut letters = self.0.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return Ok(text);
                }
                '\\' => match letters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    other => {
                        bail!("the escape \\{} is not read here", other.map_or(' ', |(_, letter)| letter))
                    }
                },
                letter => text.push(letter),
            }
        }
        bail!("a text has no end");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_their_order_with_their_forms() {
        let source = "//! A.\ntexts! {\n    // The frame\n    Close => \"Close\",\n    Results => one \"1 result\" other\n\
                      \"{count} results\",\n    Other =>\n        \"a \\\"b\\\" // c\",\n}\nmod tests {}\n";
        let message = |key: &str, one: Option<&str>, text: &str| Message {
            key: key.into(),
            one: one.map(Into::into),
            text: text.into(),
        };
        assert_eq!(
            read_english(source).unwrap(),
            [
                message("Close", None, "Close"),
                message("Results", Some("1 result"), "{count} results"),
                message("Other", None, "a \"b\" // c"),
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (source, wanted) in [
            ("fn a() {}", "texts! {"),
            ("\ntexts! {\n A \"b\",\n}", "`=>` is missing"),
            ("\ntexts! {\n A => \"b\"\n}", "`,` is missing"),
            ("\ntexts! {\n A => one \"b\",\n}", "`other` is missing"),
            ("\ntexts! {\n A => \"b", "no end"),
            ("\ntexts! {\n A => \"\\n\",\n}", "escape"),
            ("\ntexts! {\n A => \"b\",\n", "a key is missing"),
        ] {
            let error = format!("{:#}", read_english(source).unwrap_err());
            assert!(error.contains(wanted), "{source}: {error}");
        }
    }
}
