//! How well a query fits a name, typos aside. Each word of the vocabulary is scored once, and a name's score combines
//! those of its words.

use super::Score;
use super::query::{MOST_WORDS, Query};
use super::vocabulary::{Vocabulary, Word, index};

/// Nothing fits better.
pub(super) const EXACT: Score = 1000;
const STARTS: Score = 900;
const WORDS: Score = 800;
const INITIALS: Score = 700;
const INSIDE: Score = 600;
const SKELETON: Score = 500;

// What a word can be to the query, a bit each. The lowest are for the query's words: it begins like that one.
/// The query can begin at its start.
const OPENS: u32 = 1 << 31;
/// It has the first of the query's letters as its initial.
const IS_INITIAL: u32 = 1 << 30;
/// The query is inside it.
const HOLDS: u32 = 1 << 29;
/// The query can begin in it and continue in the next.
const LEADS_IN: u32 = 1 << 28;
/// Without its vowels, it is what the query begins with.
const OPENS_SKELETON: u32 = 1 << 27;
const _: () = assert!(MOST_WORDS <= 27);

/// A query compared with every word of the vocabulary.
pub(super) struct Exact<'a> {
    query: &'a Query,
    vocabulary: &'a Vocabulary,
    /// What each word is to the query.
    bits: Vec<u32>,
    /// Those of all of the query's words.
    all_words: u32,
}

impl<'a> Exact<'a> {
    pub(super) fn new(query: &'a Query, vocabulary: &'a Vocabulary) -> Self {
        let compact = query.compact.as_str();
        // What is shorter is found inside far too many names.
        let looks_inside = compact.chars().nth(2).is_some() || !compact.is_ascii();
        let bits = vocabulary.words().map(|word| bits(query, word, looks_inside)).collect();
        let all_words = (1 << query.words.len()) - 1;
        Self { query, vocabulary, bits, all_words }
    }

    /// How well the query fits a name of these words.
    pub(super) fn score(&self, words: &[u32]) -> Option<Score> {
        let compact = self.query.compact.as_str();
        let first = self.bits_of(*words.first()?);
        if first & OPENS != 0 {
            match self.runs_on(compact, words) {
                Some(RunsOn::ToTheEnd) => return Some(EXACT),
                Some(RunsOn::Within) => return Some(STARTS),
                None => {}
            }
        }
        let any = words.iter().fold(0, |any, word| any | self.bits_of(*word));
        if any & self.all_words == self.all_words {
            return Some(WORDS);
        }
        if first & IS_INITIAL != 0 && words.len() >= 2 && self.has_initials(words) {
            return Some(INITIALS);
        }
        if any & HOLDS != 0 || (any & LEADS_IN != 0 && self.crosses(words)) {
            return Some(INSIDE);
        }
        // "grb" for "grab": somebody who leaves the vowels out.
        if first & OPENS_SKELETON != 0 && self.has_skeleton(words) {
            return Some(SKELETON);
        }
        None
    }

    fn bits_of(&self, word: u32) -> u32 {
        self.bits.get(index(word)).copied().unwrap_or_default()
    }

    /// Whether `rest` continues through these words, spaces aside, and where it ends.
    fn runs_on(&self, mut rest: &str, words: &[u32]) -> Option<RunsOn> {
        for word in words {
            let word = self.vocabulary.word(*word);
            match rest.strip_prefix(word) {
                Some(after) => rest = after,
                None => return word.starts_with(rest).then_some(RunsOn::Within),
            }
        }
        rest.is_empty().then_some(RunsOn::ToTheEnd)
    }

    fn has_initials(&self, words: &[u32]) -> bool {
        let mut initials = words.iter().filter_map(|word| self.vocabulary.word(*word).chars().next());
        self.query.compact.chars().all(|c| initials.next() == Some(c))
    }

    /// Whether the query stands across two words or more.
    fn crosses(&self, words: &[u32]) -> bool {
        let compact = self.query.compact.as_str();
        words.iter().enumerate().any(|(at, word)| {
            let after = words.get(at + 1..).unwrap_or_default();
            self.bits_of(*word) & LEADS_IN != 0
                && ends(self.vocabulary.word(*word))
                    .filter_map(|end| compact.strip_prefix(end))
                    .any(|rest| self.runs_on(rest, after).is_some())
        })
    }

    fn has_skeleton(&self, words: &[u32]) -> bool {
        let letters = words.iter().flat_map(|word| self.vocabulary.word(*word).chars());
        letters.filter(|c| !is_vowel(*c)).eq(self.query.compact.chars())
    }
}

/// Where something that runs on through a name's words ends.
enum RunsOn {
    ToTheEnd,
    Within,
}

fn bits(query: &Query, Word { text, mask, .. }: Word<'_>, looks_inside: bool) -> u32 {
    let compact = query.compact.as_str();
    let mut bits = 0;
    for (bit, (word, letters)) in query.words.iter().zip(&query.masks).enumerate() {
        bits |= u32::from(letters & !mask == 0 && text.starts_with(word.as_str())) << bit;
    }
    let has = |is_so: bool, bit: u32| if is_so { bit } else { 0 };
    bits |= has(compact.starts_with(text) || text.starts_with(compact), OPENS);
    bits |= has(compact.len() >= 2 && text.chars().next() == compact.chars().next(), IS_INITIAL);
    if looks_inside {
        bits |= has(query.mask & !mask == 0 && text.contains(compact), HOLDS);
        bits |= has(ends(text).any(|end| compact.starts_with(end)), LEADS_IN);
    }
    if query.vowelless && compact.len() >= 3 {
        let mut rest = compact.chars();
        bits |= has(text.chars().filter(|c| !is_vowel(*c)).all(|c| rest.next() == Some(c)), OPENS_SKELETON);
    }
    bits
}

/// Everything that a word ends with, itself first.
fn ends(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().filter_map(|(at, _)| word.get(at..))
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Builder;
    use crate::folding::fold;
    use proptest::prelude::*;

    /// The same over whole names, without anything prepared.
    fn by_definition(query: &Query, name: &str) -> Option<Score> {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let (own, compact) = (words.concat(), query.compact.as_str());
        let is_long = compact.chars().count() >= 3 || !compact.is_ascii();
        let mut initials = words.iter().filter_map(|word| word.chars().next());
        if own == compact {
            Some(EXACT)
        } else if own.starts_with(compact) {
            Some(STARTS)
        } else if query.words.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str()))) {
            Some(WORDS)
        } else if compact.len() >= 2
            && words.len() >= 2
            && compact.chars().all(|c| initials.next() == Some(c))
        {
            Some(INITIALS)
        } else if is_long && own.contains(compact) {
            Some(INSIDE)
        } else if compact.len() >= 3 && own.replace(['a', 'e', 'i', 'o', 'u'], "") == compact {
            Some(SKELETON)
        } else {
            None
        }
    }

    #[test]
    fn each_kind_of_match_has_its_score() {
        for (query, name, score) in [
            ("pag ibig fund", "Pag-IBIG Fund", Some(EXACT)),
            ("pagibigfund", "Pag-IBIG Fund", Some(EXACT)),
            ("pag", "Pag-IBIG Fund", Some(STARTS)),
            ("pagibigf", "Pag-IBIG Fund", Some(STARTS)),
            ("fund pag", "Pag-IBIG Fund", Some(WORDS)),
            ("fu", "Pag-IBIG Fund", Some(WORDS)),
            ("fund grab", "Pag-IBIG Fund", None),
            ("sss", "Social Security System", Some(INITIALS)),
            ("sc", "Social Credit", Some(INITIALS)),
            ("sx", "Social Credit", None),
            ("sss", "Social Security", None),
            ("big", "Pag-IBIG Fund", Some(INSIDE)),
            ("bigf", "Pag-IBIG Fund", Some(INSIDE)),
            ("gibigfu", "Pag-IBIG Fund", Some(INSIDE)),
            ("bigx", "Pag-IBIG Fund", None),
            ("gi", "Pag-IBIG Fund", None),
            ("展银", "星展银行", Some(INSIDE)),
            ("grb", "Grab", Some(SKELETON)),
            ("grbfd", "Grab Food", Some(SKELETON)),
            ("grb", "Grab Food", None),
            ("grbd", "Grab", None),
            ("gr", "Gera", None),
            ("grab", "Grb", None),
        ] {
            let mut builder = Builder::new();
            builder.push(&mut std::iter::once(name));
            let query = Query::new(query).unwrap();
            let found = builder.finish().matches(&query).first().map(|(score, _)| *score);
            assert_eq!(found, score, "{query:?} in {name}");
        }
    }

    proptest! {
        #[test]
        fn the_vocabulary_does_not_change_results(name in "[abcü ]{0,12}", query in "[abcü ]{1,5}") {
            let Some(query) = Query::new(&query) else { return Ok(()) };
            let mut builder = Builder::new();
            builder.push(&mut std::iter::once(name.as_str()));
            let found = builder.finish().matches(&query).first().map(|(score, _)| *score);
            prop_assert_eq!(found, by_definition(&query, &name));
        }
    }

    #[test]
    fn only_the_first_words_of_a_very_long_query_count() {
        let name = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
        let mut builder = Builder::new();
        builder.push(&mut std::iter::once(name));
        let query = Query::new(&[name, " and", " so", " on"].concat());
        let found = query.map(|query| builder.finish().matches(&query));
        assert_eq!(found, Some(vec![(STARTS, 0)]));
    }
}
