//! How many slips a word may have, and so which letters it can begin with.

use super::folding::letters;

/// Slips that are forgiven at most.
const MOST: usize = 2;

/// Slips forgiven in a word, by its length in characters.
pub(super) const fn allowed(length: usize) -> u8 {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The letters that a word begins with, as many as a slip can have moved the first right one.
pub(super) fn head(word: &str) -> u32 {
    let end = word.char_indices().nth(2 * MOST + 1).map_or(word.len(), |(at, _)| at);
    letters(word.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_words_may_have_more_typos() {
        assert_eq!([1, 3, 4, 6, 7, 20].map(allowed), [0, 0, 1, 1, 2, 2]);
    }
}
