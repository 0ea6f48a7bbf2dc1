//! Every name of a catalogue, prepared for searching: a keystroke compares with each word that occurs, and then walks
//! over a few long arrays of numbers instead of visiting a hundred thousand strings wherever they happen to lie.

use super::Score;
use super::exact::{EXACT, Exact};
use super::folding::{fold_into, letters};
use super::query::Query;
use super::typo::Forgiving;
use super::vocabulary::{Known, Vocabulary, index, length};

/// A match on another name counts a little less than one on the name itself.
const ALIAS_LOSS: Score = 20;

/// The names of all rows. Whatever begins somewhere has one more beginning at the end, where the last one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    vocabulary: Vocabulary,
    /// The words of all names, by their numbers.
    words: Vec<u32>,
    /// Which of them each name begins with, and the letters of all its words.
    names: Vec<u32>,
    name_masks: Vec<u32>,
    /// Which name each row begins with: the name itself, then its other names.
    rows: Vec<u32>,
}

/// Takes in the rows of a catalogue, one after the other.
pub struct Builder {
    index: Index,
    known: Known,
    folded: String,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// No rows yet.
    pub fn new() -> Self {
        let index = Index {
            vocabulary: Vocabulary::new(),
            words: Vec::new(),
            names: vec![0],
            name_masks: Vec::new(),
            rows: vec![0],
        };
        Self { index, known: Known::default(), folded: String::new() }
    }

    /// Adds a row by its name and its other names.
    pub fn push(&mut self, names: &mut dyn Iterator<Item = &str>) {
        let Self { index, known, folded } = self;
        for name in names {
            folded.clear();
            fold_into(name, folded);
            let words = folded.split(' ').filter(|word| !word.is_empty());
            index.words.extend(words.map(|word| index.vocabulary.number(word, known)));
            index.names.push(length(index.words.len()));
            index.name_masks.push(letters(folded));
        }
        index.rows.push(length(index.name_masks.len()));
    }

    /// What all of them amount to.
    pub fn finish(self) -> Index {
        self.index
    }
}

impl Index {
    /// Rows that the query fits by any of their names, typos aside, in order.
    // Not inlined into what is compiled for size.
    #[inline(never)]
    pub fn matches(&self, query: &Query) -> Vec<(Score, u32)> {
        let exact = Exact::new(query, &self.vocabulary);
        // Every way to match needs every letter of the query, and most names lack one.
        self.scored(|mask| query.mask & !mask == 0, |words| exact.score(words))
    }

    /// Rows that the query fits if typos are forgiven, in order.
    #[inline(never)]
    pub fn typo_matches(&self, query: &Query) -> Vec<(Score, u32)> {
        let forgiving = Forgiving::new(query, &self.vocabulary);
        let may_fit = |mask: u32| (query.mask & !mask).count_ones() <= query.most_slips;
        self.scored(may_fit, |words| forgiving.score(words))
    }

    /// The letters of all names are gone through one after the other; whose name it is, is asked only where they fit.
    fn scored(
        &self,
        may_fit: impl Fn(u32) -> bool,
        score: impl Fn(&[u32]) -> Option<Score>,
    ) -> Vec<(Score, u32)> {
        let mut found: Vec<(Score, u32)> = Vec::new();
        let mut row = 0;
        for (name, mask) in self.name_masks.iter().enumerate() {
            if !may_fit(*mask) {
                continue;
            }
            let Some(score) = self.words_of(name).and_then(&score) else { continue };
            while self.rows.get(row + 1).is_some_and(|end| index(*end) <= name) {
                row += 1;
            }
            let is_first = self.rows.get(row).is_some_and(|first| index(*first) == name);
            let score = if is_first { score } else { score - ALIAS_LOSS };
            match found.last_mut() {
                Some((best, last)) if *last == length(row) => *best = score.max(*best),
                _ => found.push((score, length(row))),
            }
        }
        found
    }

    /// Positions by falling score, in the order found where the score is the same.
    // The library's sort is as fast and ten times the code.
    #[inline(never)]
    pub fn best_first(found: &[(Score, u32)]) -> Vec<u32> {
        // How many there are of each score, then where the first of them goes.
        let mut places = [0; EXACT as usize + 1];
        for (score, _) in found {
            if let Some(count) = places.get_mut(usize::from(*score)) {
                *count += 1;
            }
        }
        let mut next = 0;
        for place in places.iter_mut().rev() {
            next += std::mem::replace(place, next);
        }
        let mut rows = vec![0; found.len()];
        for (score, row) in found {
            if let Some(place) = places.get_mut(usize::from(*score))
                && let Some(slot) = rows.get_mut(*place)
            {
                *slot = *row;
                *place += 1;
            }
        }
        rows
    }

    fn words_of(&self, name: usize) -> Option<&[u32]> {
        self.words.get(index(*self.names.get(name)?)..index(*self.names.get(name + 1)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(rows: &[Vec<String>]) -> Index {
        let mut builder = Builder::new();
        for names in rows {
            builder.push(&mut names.iter().map(String::as_str));
        }
        builder.finish()
    }

    fn scores(rows: &[Vec<String>], query: &Query) -> [Vec<(Score, u32)>; 2] {
        let index = index(rows);
        [index.matches(query), index.typo_matches(query)]
    }

    fn row(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn typos_are_forgiven_at_a_lower_score() {
        let rows = [row(&["PhilHealth"]), row(&["Grab"]), row(&["Phil Health Corporation"])];
        let found = |query: &str| index(&rows).typo_matches(&Query::new(query).unwrap());
        assert_eq!(found("philhelth"), [(350, 0)]);
        assert_eq!(found("philhelht"), [(300, 0)]);
        assert_eq!(found("helth phil"), [(350, 2)]);
        assert_eq!(found("philxxxxx"), []);
        assert_eq!(found("grb"), [], "nothing is forgiven in a short word");
    }

    #[test]
    fn another_name_counts_a_little_less_and_the_best_one_counts() {
        let rows =
            [row(&["Social Security System", "SSS"]), row(&["SSS", "SSS Plus"]), row(&["Grab", "Sss"])];
        let found = index(&rows).matches(&Query::new("sss").unwrap());
        assert_eq!(found, [(EXACT - ALIAS_LOSS, 0), (EXACT, 1), (EXACT - ALIAS_LOSS, 2)]);
    }

    #[test]
    fn better_matches_come_first_and_equal_ones_keep_their_order() {
        assert_eq!(Index::best_first(&[(5, 7), (EXACT, 1), (5, 3), (0, 2), (EXACT, 0)]), [1, 0, 7, 3, 2]);
        assert_eq!(Index::best_first(&[]), [0; 0]);
    }

    proptest! {
        /// However many names lie before and behind it in the text, a row is found as if it were alone.
        #[test]
        fn a_row_is_found_among_other_rows(
            rows in prop::collection::vec(prop::collection::vec("[ab ]{0,6}", 0..3), 0..6),
            query in "[ab ]{1,7}",
        ) {
            let Some(query) = Query::new(&query) else { return Ok(()) };
            let mut alone = [Vec::new(), Vec::new()];
            for (position, row) in (0u32..).zip(&rows) {
                for (all, own) in alone.iter_mut().zip(scores(std::slice::from_ref(row), &query)) {
                    all.extend(own.into_iter().map(|(score, _)| (score, position)));
                }
            }
            prop_assert_eq!(scores(&rows, &query), alone);
        }
    }
}
