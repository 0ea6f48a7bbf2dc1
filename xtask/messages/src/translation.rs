//! Reads a language's file. Each line is `Key = text`, or `Key[category] = text` for each plural category of a key with
//! plural forms. A line that starts with `#` is a comment.

/// A language's texts, as read from its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    /// Every line that holds a text, in the order of the file.
    pub lines: Vec<Line>,
    /// Numbers of lines that hold neither a text nor a comment.
    pub unreadable: Vec<usize>,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from one.
    pub number: usize,
    /// The key.
    pub key: String,
    /// The plural category, if the key has plural forms.
    pub category: Option<String>,
    /// The text.
    pub text: String,
}

impl Translation {
    /// The texts of a key: one, or one for each plural category.
    pub fn of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.key == key)
    }
}

/// Reads a language's file.
pub fn read_translation(content: &str) -> Translation {
    let mut translation = Translation::default();
    for (index, text) in content.lines().enumerate() {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        match line(index + 1, text) {
            Some(line) => translation.lines.push(line),
            None => translation.unreadable.push(index + 1),
        }
    }
    translation
}

fn line(number: usize, text: &str) -> Option<Line> {
    let (name, text) = text.split_once(" = ")?;
    let (key, category) = match name.split_once('[') {
        Some((key, category)) => (key, Some(category.strip_suffix(']')?.to_owned())),
        None => (name, None),
    };
    let is_name = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then(|| Line { number, key: key.to_owned(), category, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_texts_comments_or_unreadable() {
        let read = read_translation("# Filipino\n\nClose = Isara\nA[one] = {x} = 1\nno text\nB[one = c\n");
        let line = |number, key: &str, category: Option<&str>, text: &str| Line {
            number,
            key: key.into(),
            category: category.map(Into::into),
            text: text.into(),
        };
        assert_eq!(read.lines, [line(3, "Close", None, "Isara"), line(4, "A", Some("one"), "{x} = 1")]);
        assert_eq!(read.unreadable, [5, 6]);
        assert_eq!(read.of("Close").count(), 1);
    }
}
