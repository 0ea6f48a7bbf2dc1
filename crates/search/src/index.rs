//! Every name of a catalogue, prepared for searching and laid end to end: a keystroke walks over a few long arrays
//! instead of visiting a hundred thousand strings wherever they happen to lie.

use super::folding::{fold_into, letters};
use super::query::Query;
use super::typo::Typed;
use super::{Score, typo};
use std::iter::Peekable;
use std::ops::Range;
use std::str::MatchIndices;

const EXACT: Score = 1000;
const STARTS: Score = 900;
const WORDS: Score = 800;
const INITIALS: Score = 700;
const INSIDE: Score = 600;
const SKELETON: Score = 500;
/// A match on another name counts a little less than one on the name itself.
const ALIAS_LOSS: Score = 20;

/// The names of all rows. Whatever begins somewhere has one more beginning at the end, where the last one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Folded names without the spaces between their words, a line each.
    text: String,
    /// Where each word begins in `text`, its letters, and the letters it begins with.
    words: Vec<u32>,
    word_masks: Vec<u32>,
    word_heads: Vec<u32>,
    /// Which word each name begins with, and the letters of all its words.
    names: Vec<u32>,
    name_masks: Vec<u32>,
    /// Which name each row begins with: the name itself, then its other names.
    rows: Vec<u32>,
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// An index of no rows.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            words: vec![0],
            word_masks: Vec::new(),
            word_heads: Vec::new(),
            names: vec![0],
            name_masks: Vec::new(),
            rows: vec![0],
        }
    }

    /// Adds a row by its name and its other names. `scratch` is any text; it is used to work in.
    pub fn push(&mut self, names: &mut dyn Iterator<Item = &str>, scratch: &mut String) {
        for name in names {
            scratch.clear();
            fold_into(name, scratch);
            let mut mask = 0;
            for word in scratch.split(' ').filter(|word| !word.is_empty()) {
                self.text.push_str(word);
                self.words.push(length(self.text.len()));
                let letters = letters(word);
                self.word_masks.push(letters);
                self.word_heads.push(typo::head(word));
                mask |= letters;
            }
            // So that nothing is found across two names.
            if let Some(end) = self.words.last_mut().filter(|_| mask != 0) {
                self.text.push('\n');
                *end += 1;
            }
            self.names.push(length(self.word_masks.len()));
            self.name_masks.push(mask);
        }
        self.rows.push(length(self.name_masks.len()));
    }

    /// Rows that the query fits by any of their names, typos aside, in order.
    // Not inlined into what is compiled for size.
    #[inline(never)]
    pub fn matches(&self, query: &Query) -> Vec<(Score, u32)> {
        let mut inside = Inside(self.text.match_indices(query.compact.as_str()).peekable());
        // Every way to match needs every letter of the query, and most names lack one.
        self.scored(|mask| query.mask & !mask == 0, |name| name.exact_score(query, &mut inside))
    }

    /// Rows that the query fits if typos are forgiven, in order.
    #[inline(never)]
    pub fn typo_matches(&self, query: &Query) -> Vec<(Score, u32)> {
        let typed: Vec<Typed<'_>> = query.words.iter().map(|word| Typed::new(word)).collect();
        let may_fit = |mask: u32| (query.mask & !mask).count_ones() <= query.most_slips;
        self.scored(may_fit, |name| name.typo_score(&typed))
    }

    /// The letters of all names are gone through one after the other; whose name it is, is asked only where they fit.
    fn scored(
        &self,
        may_fit: impl Fn(u32) -> bool,
        mut score: impl FnMut(&Name<'_>) -> Option<Score>,
    ) -> Vec<(Score, u32)> {
        let mut found: Vec<(Score, u32)> = Vec::new();
        let mut row = 0;
        for (name, mask) in self.name_masks.iter().enumerate() {
            if !may_fit(*mask) {
                continue;
            }
            let Some(score) = self.name(name).and_then(|name| score(&name)) else { continue };
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

    fn name(&self, name: usize) -> Option<Name<'_>> {
        let words = span(&self.names, name)?;
        Some(Name {
            text: &self.text,
            starts: self.words.get(words.start..=words.end)?,
            masks: self.word_masks.get(words.clone())?,
            heads: self.word_heads.get(words)?,
        })
    }
}

/// One name, folded.
struct Name<'a> {
    /// That of all names.
    text: &'a str,
    /// Where its words begin in the text, and where the next name does.
    starts: &'a [u32],
    masks: &'a [u32],
    heads: &'a [u32],
}

impl<'a> Name<'a> {
    /// Where it stands in the text.
    fn place(&self) -> Range<usize> {
        let at = |start: Option<&u32>| start.map_or(0, |start| index(*start));
        at(self.starts.first())..at(self.starts.last()).saturating_sub(1)
    }

    fn compact(&self) -> &'a str {
        self.text.get(self.place()).unwrap_or_default()
    }

    fn word(&self, at: usize) -> &'a str {
        let word = span(self.starts, at).and_then(|place| self.text.get(place)).unwrap_or_default();
        word.trim_end_matches('\n')
    }

    fn exact_score(&self, query: &Query, inside: &mut Inside<'_>) -> Option<Score> {
        let compact = query.compact.as_str();
        let place = self.place();
        let own = self.text.as_bytes().get(place.clone()).unwrap_or_default();
        if own.starts_with(compact.as_bytes()) {
            return Some(if own.len() == compact.len() { EXACT } else { STARTS });
        }
        if query.words.iter().zip(&query.masks).all(|(word, mask)| self.has_word(word, *mask)) {
            return Some(WORDS);
        }
        if compact.len() >= 2 && self.masks.len() >= 2 && self.has_initials(compact) {
            return Some(INITIALS);
        }
        let long_enough = compact.chars().nth(2).is_some() || !compact.is_ascii();
        if long_enough && inside.occurs(&place) {
            return Some(INSIDE);
        }
        // "grb" for "grab": somebody who leaves the vowels out.
        if query.vowelless && compact.len() >= 3 && self.has_skeleton(compact) {
            return Some(SKELETON);
        }
        None
    }

    /// Whether one of its words begins like that. The mask is the letters of `word`.
    fn has_word(&self, word: &str, mask: u32) -> bool {
        self.masks.iter().enumerate().any(|(at, own)| mask & !own == 0 && self.word(at).starts_with(word))
    }

    fn has_initials(&self, compact: &str) -> bool {
        let mut initials = (0..self.masks.len()).filter_map(|at| self.word(at).chars().next());
        compact.chars().all(|c| initials.next() == Some(c))
    }

    fn has_skeleton(&self, compact: &str) -> bool {
        self.compact().chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')).eq(compact.chars())
    }

    fn typo_score(&self, typed: &[Typed<'_>]) -> Option<Score> {
        let may_be = |typed: &Typed<'_>, at: usize| match (self.masks.get(at), self.heads.get(at)) {
            (Some(mask), Some(head)) => typed.may_be(*mask, *head),
            _ => false,
        };
        let places = || 0..self.masks.len();
        // Before anything is compared letter by letter: each word must have one that it can be.
        if !typed.iter().all(|typed| places().any(|at| may_be(typed, at))) {
            return None;
        }
        let mut slips = 0;
        for typed in typed {
            let candidates = places().filter(|at| may_be(typed, *at));
            slips += candidates.filter_map(|at| typed.slips(self.word(at))).min()?;
        }
        // "food panda" typed as "foodpanda" and the reverse were found without typos; "foodpnda" was not.
        Some(typo::SCORE - 50 * slips.min(7))
    }
}

/// Looks for the query inside names, which are asked about in order: one walk over the text of all of them.
struct Inside<'a>(Peekable<MatchIndices<'a, &'a str>>);

impl Inside<'_> {
    fn occurs(&mut self, name: &Range<usize>) -> bool {
        while self.0.next_if(|(hit, _)| *hit < name.start).is_some() {}
        self.0.peek().is_some_and(|(hit, _)| *hit < name.end)
    }
}

/// From one beginning to the next.
fn span(starts: &[u32], at: usize) -> Option<Range<usize>> {
    Some(index(*starts.get(at)?)..index(*starts.get(at + 1)?))
}

const fn index(at: u32) -> usize {
    at as usize
}

/// A catalogue is some megabytes at most; beyond four gigabytes its names could not be found.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(rows: &[Vec<String>]) -> Index {
        let mut index = Index::new();
        for names in rows {
            index.push(&mut names.iter().map(String::as_str), &mut String::new());
        }
        index
    }

    fn scores(rows: &[Vec<String>], query: &Query) -> [Vec<(Score, u32)>; 2] {
        let index = index(rows);
        [index.matches(query), index.typo_matches(query)]
    }

    proptest! {
        /// However many names lie before and behind it in the text, a row is found as if it were alone.
        #[test]
        fn a_row_is_found_whatever_surrounds_it(
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
