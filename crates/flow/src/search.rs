//! Forgiving search over provider names: how well a query fits a name, and which part of the name to highlight.
//!
//! Everything that depends on the name alone is computed once per catalogue ([`Entry`]); a keystroke only
//! compares. Case, accents, punctuation and word order do not matter; abbreviations, initials and a typo or two
//! are understood.

mod folding;
mod typo;

pub use folding::fold;
use folding::{Folded, letters};

/// A byte range of a name.
pub type Range = (usize, usize);

/// How well a query fits. Greater is better.
pub(crate) type Score = u16;

const EXACT: Score = 1000;
const STARTS: Score = 900;
const WORDS: Score = 800;
const INITIALS: Score = 700;
const INSIDE: Score = 600;
const SKELETON: Score = 500;
const TYPO: Score = 400;
/// A match on another name counts a little less than one on the name itself.
const ALIAS_LOSS: Score = 20;

/// A name prepared for searching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    names: Vec<Folded>,
}

/// A query prepared for searching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    words: Vec<String>,
    masks: Vec<u32>,
    /// Letters of all words.
    mask: u32,
    /// Slips that all words together may have.
    most_slips: u32,
    /// The words without the spaces between them.
    compact: String,
    vowelless: bool,
}

impl Entry {
    pub(crate) fn new<'a>(name: &'a str, aliases: impl Iterator<Item = &'a str>) -> Self {
        Self { names: std::iter::once(name).chain(aliases).map(Folded::new).collect() }
    }

    /// How well the query fits this entry by any of its names, typos aside.
    pub(crate) fn score(&self, query: &Query) -> Option<Score> {
        self.best(|name| exact_score(name, query))
    }

    /// How well the query fits if typos are forgiven.
    pub(crate) fn typo_score(&self, query: &Query) -> Option<Score> {
        self.best(|name| typo::score(name, query))
    }

    fn best(&self, score: impl Fn(&Folded) -> Option<Score>) -> Option<Score> {
        let of_name = |(position, name)| {
            let loss = if position == 0 { 0 } else { ALIAS_LOSS };
            score(name).map(|score| score - loss)
        };
        self.names.iter().enumerate().filter_map(of_name).max()
    }
}

impl Query {
    /// Prepares a query; `None` where it holds nothing to search for.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let words: Vec<String> =
            fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let compact = words.concat();
        (!compact.is_empty()).then(|| Self {
            mask: letters(&compact),
            most_slips: words.iter().map(|word| u32::from(typo::allowed(word.chars().count()))).sum(),
            masks: words.iter().map(|word| letters(word)).collect(),
            vowelless: !compact.contains(['a', 'e', 'i', 'o', 'u']),
            compact,
            words,
        })
    }

    /// The parts of `name` that the query matches, in order and without overlap.
    pub(crate) fn highlights(&self, name: &str) -> Vec<Range> {
        let folded = folding::with_offsets(name);
        // The query as one piece, spaces aside ("pag ibig" in "Pag-IBIG"), else word by word.
        if let Some(range) = folded.find(&self.compact) {
            return vec![range];
        }
        let mut found: Vec<Range> =
            self.words.iter().filter_map(|word| folded.find_at_word_start(word)).collect();
        let mut ranges = Vec::new();
        let mut end = 0;
        // A few words at the most: picking the leftmost again and again needs no sorting.
        while let Some(leftmost) = found.iter().copied().min() {
            found.retain(|range| *range != leftmost);
            if leftmost.0 >= end {
                end = leftmost.1;
                ranges.push(leftmost);
            }
        }
        ranges
    }
}

fn exact_score(name: &Folded, query: &Query) -> Option<Score> {
    // Every way to match needs every letter of the query, and most names lack one.
    if query.mask & !name.mask != 0 {
        return None;
    }
    let compact = query.compact.as_str();
    if name.compact == compact {
        return Some(EXACT);
    }
    if name.compact.starts_with(compact) {
        return Some(STARTS);
    }
    if query.words.iter().all(|word| name.words().any(|own| own.starts_with(word.as_str()))) {
        return Some(WORDS);
    }
    if compact.len() >= 2 && name.initials.len() >= 2 && name.initials.starts_with(compact) {
        return Some(INITIALS);
    }
    let long_enough = compact.chars().count() >= 3 || !compact.is_ascii();
    if long_enough && name.compact.contains(compact) {
        return Some(INSIDE);
    }
    // "grb" for "grab": somebody who leaves the vowels out.
    if query.vowelless && compact.len() >= 3 && name.skeleton == compact {
        return Some(SKELETON);
    }
    None
}
