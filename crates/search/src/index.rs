//! Every name of a catalogue, prepared for searching and laid end to end: a keystroke walks over a few long arrays
//! instead of visiting a hundred thousand strings wherever they happen to lie.

use super::folding::{fold_into, letters};
use super::query::Query;
use super::{Score, typo};
use std::ops::Range;

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
    /// Folded names without the spaces between their words.
    text: String,
    /// Where each word begins in `text`, and its letters.
    words: Vec<u32>,
    word_masks: Vec<u32>,
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
                mask |= letters;
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
        // Every way to match needs every letter of the query, and most names lack one.
        self.scored(|mask| query.mask & !mask == 0, |name| name.exact_score(query))
    }

    /// Rows that the query fits if typos are forgiven, in order.
    #[inline(never)]
    pub fn typo_matches(&self, query: &Query) -> Vec<(Score, u32)> {
        let may_fit = |mask: u32| (query.mask & !mask).count_ones() <= query.most_slips;
        self.scored(may_fit, |name| name.typo_score(query))
    }

    /// The letters of all names are gone through one after the other; whose name it is, is asked only where they fit.
    fn scored(
        &self,
        may_fit: impl Fn(u32) -> bool,
        score: impl Fn(&Name<'_>) -> Option<Score>,
    ) -> Vec<(Score, u32)> {
        let mut found: Vec<(Score, u32)> = Vec::new();
        let mut row = 0;
        for (name, mask) in self.name_masks.iter().enumerate() {
            if !may_fit(*mask) {
                continue;
            }
            let Some(score) = self.name(name).and_then(|name| score(&name)) else { continue };
            // A row without names has the beginning of the next one.
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
        let starts = self.words.get(words.start..=words.end)?;
        let text = self.text.get(index(*starts.first()?)..index(*starts.last()?))?;
        Some(Name { text, starts, masks: self.word_masks.get(words)? })
    }
}

/// One name, folded.
struct Name<'a> {
    text: &'a str,
    /// Where its words begin, counted from the beginning of all names, and where the last one ends.
    starts: &'a [u32],
    masks: &'a [u32],
}

impl Name<'_> {
    fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.masks.len()).map(|at| self.word(at))
    }

    fn word(&self, at: usize) -> &str {
        let first = self.starts.first().map_or(0, |start| index(*start));
        let place = |at: usize| self.starts.get(at).map_or(0, |start| index(*start) - first);
        self.text.get(place(at)..place(at + 1)).unwrap_or_default()
    }

    fn exact_score(&self, query: &Query) -> Option<Score> {
        let compact = query.compact.as_str();
        if self.text.starts_with(compact) {
            return Some(if self.text.len() == compact.len() { EXACT } else { STARTS });
        }
        if query.words.iter().all(|word| self.words().any(|own| own.starts_with(word.as_str()))) {
            return Some(WORDS);
        }
        if compact.len() >= 2 && self.masks.len() >= 2 && self.has_initials(compact) {
            return Some(INITIALS);
        }
        let long_enough = compact.chars().nth(2).is_some() || !compact.is_ascii();
        if long_enough && self.text.contains(compact) {
            return Some(INSIDE);
        }
        // "grb" for "grab": somebody who leaves the vowels out.
        if query.vowelless && compact.len() >= 3 && self.has_skeleton(compact) {
            return Some(SKELETON);
        }
        None
    }

    fn has_initials(&self, compact: &str) -> bool {
        let mut initials = self.words().filter_map(|word| word.chars().next());
        compact.chars().all(|c| initials.next() == Some(c))
    }

    fn has_skeleton(&self, compact: &str) -> bool {
        self.text.chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')).eq(compact.chars())
    }

    fn typo_score(&self, query: &Query) -> Option<Score> {
        let mut slips = 0;
        for (typed, mask) in query.words.iter().zip(&query.masks) {
            let of_word =
                |(at, own_mask): (usize, &u32)| typo::slips(typed, *mask, || self.word(at), *own_mask);
            slips += self.masks.iter().enumerate().filter_map(of_word).min()?;
        }
        // "food panda" typed as "foodpanda" and the reverse were found without typos; "foodpnda" was not.
        Some(typo::SCORE - 50 * slips.min(7))
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
