//! Forgiving typos: the number of slips between what was typed and the start of a word.

use super::Score;
use super::folding::letters;
use super::query::Query;
use super::slips::allowed;
use super::vocabulary::{Vocabulary, Word, index};

/// A name that fits but for typos, before they are counted.
const SCORE: Score = 400;

/// Longest word compared; beyond that nothing is forgiven.
const LONGEST: usize = 24;

/// A query compared with every word of the vocabulary: for each of its words, how many slips away every word is.
pub(super) struct Forgiving(Vec<Vec<u8>>);

/// Instead of a number of slips: too many to be forgiven.
const TOO_FAR: u8 = u8::MAX;

impl Forgiving {
    pub(super) fn new(query: &Query, vocabulary: &Vocabulary) -> Self {
        let slips = |typed: &str| {
            let typed = Typed::new(typed);
            vocabulary.words().map(|word| typed.slips(word).unwrap_or(TOO_FAR)).collect()
        };
        Self(query.words.iter().map(|word| slips(word)).collect())
    }

    /// How well the query fits a name of these words.
    pub(super) fn score(&self, words: &[u32]) -> Option<Score> {
        let mut all: Score = 0;
        for slips in &self.0 {
            let least = words.iter().filter_map(|word| slips.get(index(*word))).min();
            all += Score::from(*least.filter(|slips| **slips != TOO_FAR)?);
        }
        // "food panda" typed as "foodpanda" and the reverse were found without typos; "foodpnda" was not.
        Some(SCORE - 50 * all.min(7))
    }
}

/// A word that was typed, prepared for comparing.
pub(super) struct Typed<'a> {
    text: &'a str,
    length: usize,
    /// Slips that are forgiven.
    most: u8,
    mask: u32,
    head: u32,
}

impl<'a> Typed<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let length = text.chars().count();
        let most = allowed(length);
        let first = text.char_indices().nth(usize::from(most) + 1).map_or(text.len(), |(at, _)| at);
        Self { text, length, most, mask: letters(text), head: letters(text.get(..first).unwrap_or_default()) }
    }

    /// Slips between it and the start of a name's word, if there are not too many to be forgiven.
    pub(super) fn slips(&self, own: Word<'_>) -> Option<u8> {
        if !self.may_be(own) {
            return None;
        }
        if own.text.starts_with(self.text) {
            return Some(0);
        }
        // Every letter that the other is too short for costs a slip.
        if self.most == 0 || own.text.len() + usize::from(self.most) < self.length {
            return None;
        }
        prefix_distance(self.text, own.text, self.most)
    }

    /// Whether it can be a word with these letters: a letter that the other lacks costs a slip at least, and of the
    /// first letters typed, one more than there may be slips, one at least is right.
    const fn may_be(&self, own: Word<'_>) -> bool {
        self.head & own.head != 0 && (self.mask & !own.mask).count_ones() <= self.most as u32
    }
}

/// Slips (a letter too many, too few, another, or two swapped) between `typed` and the best prefix of `own`, unless
/// there are more than `most`.
fn prefix_distance(typed: &str, own: &str, most: u8) -> Option<u8> {
    let mut own_letters = ['\0'; LONGEST];
    let mut own_count = 0;
    for (slot, c) in own_letters.iter_mut().zip(own.chars()) {
        *slot = c;
        own_count += 1;
    }
    let own_letters = own_letters.get(..own_count)?;
    if typed.chars().nth(LONGEST).is_some() {
        return None;
    }
    // Rows of the Damerau-Levenshtein table: two back, one back, current. What is further from the diagonal than the
    // slips that are forgiven cannot matter, so only the cells near it are filled in.
    let too_many = most + 1;
    let band = usize::from(most);
    let mut two_back = [too_many; LONGEST + 1];
    let mut one_back = [too_many; LONGEST + 1];
    for (cell, column) in one_back.iter_mut().zip(0..=most) {
        *cell = column;
    }
    let mut previous_typed = None;
    let cell = |row: &[u8], column: usize| row.get(column).copied().unwrap_or(too_many);
    for (row, c) in (1usize..).zip(typed.chars()) {
        let mut current = [too_many; LONGEST + 1];
        if let Some(first) = current.first_mut().filter(|_| row <= band) {
            *first = cell(&one_back, 0) + 1;
        }
        for at in row.saturating_sub(band + 1)..own_count.min(row + band) {
            let Some(own_letter) = own_letters.get(at).copied() else { break };
            let substituted = cell(&one_back, at) + u8::from(own_letter != c);
            let mut best = substituted.min(cell(&one_back, at + 1) + 1).min(cell(&current, at) + 1);
            if let Some(before) = at.checked_sub(1)
                && previous_typed == Some(own_letter)
                && own_letters.get(before) == Some(&c)
            {
                best = best.min(cell(&two_back, before) + 1);
            }
            if let Some(slot) = current.get_mut(at + 1) {
                *slot = best.min(too_many);
            }
        }
        if current.iter().all(|slips| *slips >= too_many) {
            return None;
        }
        two_back = one_back;
        one_back = current;
        previous_typed = Some(c);
    }
    one_back.iter().copied().min().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::super::slips::head;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_to_the_best_prefix() {
        for (typed, own, slips) in [
            ("philhelth", "philhealth", 1),
            ("upwrok", "upwork", 1),
            ("jolibe", "jollibee", 1),
            ("grab", "grab", 0),
            ("lazda", "lazada", 1),
            ("xphilhealth", "philhealth", 1),
            ("xyphilhealth", "philhealth", 2),
        ] {
            assert_eq!(prefix_distance(typed, own, 2), Some(slips), "{typed} {own}");
        }
        assert_eq!(prefix_distance("accenture", "tcs", 2), None);
        assert_eq!(prefix_distance("abcd", "dcba", 2), None, "letters in another order are not swapped ones");
        assert_eq!(prefix_distance("philhelth", "philhealth", 0), None);
    }

    #[test]
    fn a_word_that_begins_two_letters_later_is_still_compared() {
        let slips = |typed: &str, own: &str| {
            Typed::new(typed).slips(Word { text: own, mask: letters(own), head: head(own) })
        };
        assert_eq!(slips("philhealth", "xyphilhealth"), Some(2));
        assert_eq!(slips("philhealth", "xyzphilhealth"), None);
    }

    /// What the band and the shortcuts leave out, by the definition.
    fn distance_by_definition(typed: &[char], own: &[char]) -> u8 {
        let mut table = vec![vec![0u8; own.len() + 1]; typed.len() + 1];
        for row in 0..=typed.len() {
            for column in 0..=own.len() {
                table[row][column] = match (row, column) {
                    (0, column) => u8::try_from(column).unwrap(),
                    (row, 0) => u8::try_from(row).unwrap(),
                    _ => {
                        let same = u8::from(typed[row - 1] != own[column - 1]);
                        let mut best = (table[row - 1][column - 1] + same)
                            .min(table[row - 1][column] + 1)
                            .min(table[row][column - 1] + 1);
                        if row > 1
                            && column > 1
                            && typed[row - 1] == own[column - 2]
                            && typed[row - 2] == own[column - 1]
                        {
                            best = best.min(table[row - 2][column - 2] + 1);
                        }
                        best
                    }
                };
            }
        }
        table[typed.len()].iter().copied().min().unwrap()
    }

    proptest! {
        #[test]
        fn shortcuts_change_nothing(typed in "[a-d]{1,9}", own in "[a-d]{1,11}") {
            let most = allowed(typed.chars().count());
            let word = Typed::new(&typed);
            let found = word.slips(Word { text: &own, mask: letters(&own), head: head(&own) });
            let typed: Vec<char> = typed.chars().collect();
            let own: Vec<char> = own.chars().collect();
            let expected = Some(distance_by_definition(&typed, &own)).filter(|slips| *slips <= most);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn very_long_words_get_no_typo_search() {
        let long = "a".repeat(60);
        assert_eq!(prefix_distance(&long, "aaa", 2), None);
        assert!(prefix_distance("aaa", &long, 2).is_some());
    }
}
