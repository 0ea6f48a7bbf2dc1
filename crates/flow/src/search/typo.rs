//! Forgiving typos: the number of slips between what was typed and the start of a word.

use super::{Folded, Query, Score, TYPO};

/// Longest word compared; beyond that nothing is forgiven.
const LONGEST: usize = 24;

/// How well a query fits a name if each of its words may have a slip or two.
pub(super) fn score(name: &Folded, query: &Query) -> Option<Score> {
    if (query.mask & !name.mask).count_ones() > query.most_slips {
        return None;
    }
    let mut slips = 0;
    for (word, mask) in query.words.iter().zip(&query.masks) {
        let words = name.words().zip(&name.masks);
        slips += words.filter_map(|(own, own_mask)| slips_between(word, *mask, own, *own_mask)).min()?;
    }
    // "food panda" typed as "foodpanda" and the reverse were found without typos; "foodpnda" was not.
    Some(TYPO - 50 * slips.min(7))
}

fn slips_between(typed: &str, typed_mask: u32, own: &str, own_mask: u32) -> Option<Score> {
    if own.starts_with(typed) {
        return Some(0);
    }
    let most = allowed(typed.chars().count());
    // A letter of the typed word that the other lacks costs a slip at least.
    if (typed_mask & !own_mask).count_ones() > u32::from(most) {
        return None;
    }
    let slips = prefix_distance(typed, own)?;
    (slips <= most).then_some(slips)
}

/// Slips forgiven in a word of so many characters.
pub(super) const fn allowed(length: usize) -> Score {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Slips (a letter too many, too few, another, or two swapped) between `typed` and the best prefix of `own`.
fn prefix_distance(typed: &str, own: &str) -> Option<Score> {
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
    // Rows of the Damerau-Levenshtein table: two back, one back, current.
    let mut two_back = [0u16; LONGEST + 1];
    let mut one_back = [0u16; LONGEST + 1];
    for (cell, column) in one_back.iter_mut().zip(0..) {
        *cell = column;
    }
    let mut previous_typed = None;
    for (row, c) in (1u16..).zip(typed.chars()) {
        let mut current = [row; LONGEST + 1];
        for (at, own_letter) in own_letters.iter().enumerate() {
            let substituted = one_back[at] + u16::from(*own_letter != c);
            let mut best = substituted.min(one_back[at + 1] + 1).min(current[at] + 1);
            if at > 0 && previous_typed == Some(*own_letter) && own_letters[at - 1] == c {
                best = best.min(two_back[at - 1] + 1);
            }
            current[at + 1] = best;
        }
        two_back = one_back;
        one_back = current;
        previous_typed = Some(c);
    }
    one_back.get(..=own_count)?.iter().copied().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_to_the_best_prefix() {
        for (typed, own, slips) in [
            ("philhelth", "philhealth", 1),
            ("upwrok", "upwork", 1),
            ("jolibe", "jollibee", 1),
            ("grab", "grab", 0),
            ("lazda", "lazada", 1),
            ("accenture", "tcs", 9),
        ] {
            let found = prefix_distance(typed, own).unwrap();
            if slips < 3 {
                assert_eq!(found, slips, "{typed} {own}");
            } else {
                assert!(found > 2, "{typed} {own}");
            }
        }
    }

    #[test]
    fn very_long_words_are_left_alone() {
        let long = "a".repeat(60);
        assert_eq!(prefix_distance(&long, "aaa"), None);
        assert!(prefix_distance("aaa", &long).is_some());
    }
}
