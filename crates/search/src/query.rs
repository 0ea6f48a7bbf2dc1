//! What was typed, prepared for comparing.

use super::folding::{fold, letters, with_offsets};
use super::{Range, slips};

/// Of a longer query only its first words count.
pub(super) const MOST_WORDS: usize = 24;

/// A query prepared for searching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(super) words: Vec<String>,
    pub(super) masks: Vec<u32>,
    /// Letters of all words.
    pub(super) mask: u32,
    /// Slips that all words together may have.
    pub(super) most_slips: u32,
    /// The words without the spaces between them.
    pub(super) compact: String,
    pub(super) vowelless: bool,
}

impl Query {
    /// Prepares a query; `None` where it holds nothing to search for.
    pub fn new(text: &str) -> Option<Self> {
        let folded = fold(text);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
        let words: Vec<String> = words.map(str::to_owned).collect();
        let compact = words.concat();
        (!compact.is_empty()).then(|| Self {
            mask: letters(&compact),
            most_slips: words.iter().map(|word| u32::from(slips::allowed(word.chars().count()))).sum(),
            masks: words.iter().map(|word| letters(word)).collect(),
            vowelless: !compact.contains(['a', 'e', 'i', 'o', 'u']),
            compact,
            words,
        })
    }

    /// The parts of `name` that the query matches, in order and without overlap.
    pub fn highlights(&self, name: &str) -> Vec<Range> {
        let folded = with_offsets(name);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_are_slices_of_the_original_name() {
        let shown = |query: &str, name: &'static str| {
            let ranges = Query::new(query).unwrap().highlights(name);
            ranges.into_iter().map(|(start, end)| &name[start..end]).collect::<Vec<_>>()
        };
        assert_eq!(shown("pag ibig", "Pag-IBIG Fund"), ["Pag-IBIG"]);
        assert_eq!(shown("sec soc", "Social Security System"), ["Soc", "Sec"]);
        assert_eq!(shown("soc so", "Social Security System"), ["So"], "what overlaps is marked once");
        assert_eq!(shown("fund pag", "Pag-IBIG Fund"), ["Pag", "Fund"]);
        assert_eq!(shown("manana", "Café Mañana"), ["Mañana"]);
        assert_eq!(shown("zzz", "Grab"), [""; 0]);
    }

    #[test]
    fn a_query_knows_its_words() {
        assert_eq!(Query::new(" -- "), None);
        let query = Query::new("Grb philhealth").unwrap();
        assert_eq!((query.compact.as_str(), query.words.len()), ("grbphilhealth", 2));
        assert_eq!(query.most_slips, 2, "none in the short word, two in the long one");
        assert_eq!((query.vowelless, Query::new("grb").unwrap().vowelless), (false, true));
        assert_eq!(query.mask, query.masks[0] | query.masks[1]);
    }
}
