//! The distinct words of all names. Names share most of their words ("services", "bank"), so a keystroke compares with
//! each word once, however many names contain it.

use super::folding::letters;
use super::slips;
use rustc_hash::FxHashMap;

/// Every word once, by a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// The words end to end.
    text: String,
    /// Where each begins in `text`, and where the last one ends.
    starts: Vec<u32>,
    /// The letters of each, and those it begins with.
    masks: Vec<u32>,
    heads: Vec<u32>,
}

/// A word of the vocabulary, with its letters and those it begins with.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) mask: u32,
    pub(super) head: u32,
}

/// The numbers that words have been given.
pub(super) type Known = FxHashMap<Box<str>, u32>;

impl Vocabulary {
    pub(super) fn new() -> Self {
        Self { text: String::new(), starts: vec![0], masks: Vec::new(), heads: Vec::new() }
    }

    /// The number of a word, new or known.
    pub(super) fn number(&mut self, word: &str, known: &mut Known) -> u32 {
        if let Some(number) = known.get(word) {
            return *number;
        }
        let number = length(self.masks.len());
        self.text.push_str(word);
        self.starts.push(length(self.text.len()));
        self.masks.push(letters(word));
        self.heads.push(slips::head(word));
        known.insert(word.into(), number);
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        self.text_at(index(number)).unwrap_or_default()
    }

    /// All words in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = Word<'_>> {
        (0..self.masks.len()).filter_map(|at| {
            Some(Word { text: self.text_at(at)?, mask: *self.masks.get(at)?, head: *self.heads.get(at)? })
        })
    }

    fn text_at(&self, at: usize) -> Option<&str> {
        self.text.get(index(*self.starts.get(at)?)..index(*self.starts.get(at + 1)?))
    }
}

pub(super) const fn index(at: u32) -> usize {
    at as usize
}

/// A catalogue is some megabytes at most; beyond four gigabytes its names could not be found.
pub(super) fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
