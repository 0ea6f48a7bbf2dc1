//! Forgiving typos: the number of slips between what was typed and the start of a word.

use super::Score;

/// A name that fits but for typos, before they are counted.
pub(super) const SCORE: Score = 400;

/// Longest word compared; beyond that nothing is forgiven.
const LONGEST: usize = 24;

/// Slips between a word that was typed and the start of a name's word, if there are not too many to be forgiven.
/// The masks are those words' letters; the word itself is asked for only where they leave a chance.
pub(super) fn slips<'a>(
    typed: &str,
    typed_mask: u32,
    own: impl FnOnce() -> &'a str,
    own_mask: u32,
) -> Option<Score> {
    let length = typed.chars().count();
    let most = allowed(length);
    // A letter of the typed word that the other lacks costs a slip at least, and so does every letter that the other
    // is too short for.
    if (typed_mask & !own_mask).count_ones() > u32::from(most) {
        return None;
    }
    let own = own();
    if own.starts_with(typed) {
        return Some(0);
    }
    let slips = usize::from(most);
    if slips == 0 || own.len() + slips < length || !begin_alike(typed, own, slips) {
        return None;
    }
    prefix_distance(typed, own, most)
}

/// Of the first letters typed, one more than there may be slips, one at least is right, and no further away from the
/// start than the slips can have moved it.
fn begin_alike(typed: &str, own: &str, slips: usize) -> bool {
    let mut first = typed.chars().take(slips + 1);
    first.any(|letter| own.chars().take(2 * slips + 1).any(|other| other == letter))
}

/// Slips forgiven in a word of so many characters.
pub(super) const fn allowed(length: usize) -> Score {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Slips (a letter too many, too few, another, or two swapped) between `typed` and the best prefix of `own`, unless
/// there are more than `most`.
fn prefix_distance(typed: &str, own: &str, most: Score) -> Option<Score> {
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
    for (row, c) in (1usize..).zip(typed.chars()) {
        let mut current = [too_many; LONGEST + 1];
        if row <= band {
            current[0] = one_back[0] + 1;
        }
        for at in row.saturating_sub(band + 1)..own_count.min(row + band) {
            let own_letter = own_letters[at];
            let substituted = one_back[at] + u16::from(own_letter != c);
            let mut best = substituted.min(one_back[at + 1] + 1).min(current[at] + 1);
            if at > 0 && previous_typed == Some(own_letter) && own_letters[at - 1] == c {
                best = best.min(two_back[at - 1] + 1);
            }
            current[at + 1] = best.min(too_many);
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
        ] {
            assert_eq!(prefix_distance(typed, own, 2), Some(slips), "{typed} {own}");
        }
        assert_eq!(prefix_distance("accenture", "tcs", 2), None);
        assert_eq!(prefix_distance("philhelth", "philhealth", 0), None);
    }

    /// What the band and the shortcuts leave out, by the definition.
    fn distance_by_definition(typed: &[char], own: &[char]) -> u16 {
        let mut table = vec![vec![0u16; own.len() + 1]; typed.len() + 1];
        for row in 0..=typed.len() {
            for column in 0..=own.len() {
                table[row][column] = match (row, column) {
                    (0, column) => u16::try_from(column).unwrap(),
                    (row, 0) => u16::try_from(row).unwrap(),
                    _ => {
                        let same = u16::from(typed[row - 1] != own[column - 1]);
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
            let letters_of = super::super::folding::letters;
            let found = slips(&typed, letters_of(&typed), || &own, letters_of(&own));
            let typed: Vec<char> = typed.chars().collect();
            let own: Vec<char> = own.chars().collect();
            let expected = Some(distance_by_definition(&typed, &own)).filter(|slips| *slips <= most);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn very_long_words_are_left_alone() {
        let long = "a".repeat(60);
        assert_eq!(prefix_distance(&long, "aaa", 2), None);
        assert!(prefix_distance("aaa", &long, 2).is_some());
    }
}
