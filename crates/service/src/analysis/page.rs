//! A page as words with positions, the common form of PDF text and read pictures. Words in one row form a line, and
//! words of a line that are close together form a cell, as in a table.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// A gap wider than this many letter heights ends a cell; the gap between two words is about a third of a letter
/// height.
const CELL_GAP_HEIGHTS: f64 = 1.2;

/// Words whose middles are further apart than this many letter heights are on different lines.
const LINE_GAP_HEIGHTS: f64 = 0.5;

/// A word and its box, y growing downwards. The unit is the page's own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// Words that stand close together in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// The height of its tallest word.
    pub(crate) height: f64,
}

/// A row of cells, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) cells: Vec<Cell>,
}

/// A page's lines, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) lines: Vec<Line>,
}

impl Page {
    /// Lays words out in lines and cells.
    pub(crate) fn of(words: Vec<Word>) -> Self {
        let mut words: Vec<Word> = words.into_iter().filter_map(|word| tidy(&word)).collect();
        let Some(letter_height) = median(words.iter().map(Word::height)) else { return Self::default() };
        words.sort_by(|one, other| one.middle().total_cmp(&other.middle()));
        let mut rows: Vec<Row> = Vec::new();
        for word in words {
            let room = LINE_GAP_HEIGHTS * letter_height.max(word.height().min(letter_height * 2.0));
            match rows.last_mut() {
                Some(row) if word.middle() - row.middle() <= room => row.add(word),
                _ => rows.push(Row::of(word)),
            }
        }
        Self { lines: rows.into_iter().map(|row| row.into_line(CELL_GAP_HEIGHTS * letter_height)).collect() }
    }

    /// The text of every cell, separated by blanks.
    pub(crate) fn text(&self) -> String {
        let cells = self.lines.iter().flat_map(|line| &line.cells);
        cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Word {
    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }
}

struct Row {
    words: Vec<Word>,
    /// The sum of its words' middles.
    middles: f64,
    count: f64,
}

impl Row {
    fn of(word: Word) -> Self {
        Self { middles: word.middle(), count: 1.0, words: vec![word] }
    }

    fn middle(&self) -> f64 {
        self.middles / self.count
    }

    fn add(&mut self, word: Word) {
        // A row may be slightly slanted, so its middle is the average over all its words.
        self.middles += word.middle();
        self.count += 1.0;
        self.words.push(word);
    }

    fn into_line(mut self, cell_gap: f64) -> Line {
        self.words.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut cells: Vec<Vec<Word>> = Vec::new();
        for word in self.words {
            match cells.last_mut() {
                Some(cell) if cell.last().is_some_and(|last| word.left - last.right <= cell_gap) => {
                    cell.push(word);
                }
                _ => cells.push(vec![word]),
            }
        }
        Line { cells: cells.into_iter().map(cell_of).collect() }
    }
}

fn cell_of(mut words: Vec<Word>) -> Cell {
    let edge = |pick: fn(f64, f64) -> f64, side: fn(&Word) -> f64| words.iter().map(side).reduce(pick);
    let (left, right) = (edge(f64::min, |word| word.left), edge(f64::max, |word| word.right));
    let height = edge(f64::max, Word::height);
    let rightward = words.iter().filter(|word| word.text.contains(is_arabic_letter)).count();
    if rightward * 2 > words.len() {
        words.reverse();
    }
    Cell {
        text: words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
        left: left.unwrap_or_default(),
        right: right.unwrap_or_default(),
        height: height.unwrap_or_default(),
    }
}

/// Whether a letter belongs to a script that is written from right to left.
pub(super) fn is_arabic_letter(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6ef}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Normalizes letters and digits. `None` for a word that has neither, or no size.
fn tidy(word: &Word) -> Option<Word> {
    let text: String = word.text.nfkc().filter(|letter| !letter.is_control()).map(plain_digit).collect();
    let text = text.trim().to_owned();
    let has_size = word.bottom > word.top && word.right >= word.left;
    (!text.is_empty() && has_size).then_some(Word { text, ..*word })
}

/// Converts Arabic and Persian digits to ASCII digits.
fn plain_digit(letter: char) -> char {
    let digit = match letter {
        '\u{660}'..='\u{669}' => u32::from(letter) - 0x660,
        '\u{6f0}'..='\u{6f9}' => u32::from(letter) - 0x6f0,
        _ => return letter,
    };
    char::from_digit(digit, 10).unwrap_or(letter)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A page of typewriter text: a letter is 6 wide and 10 high, a line 20 high.
    pub(crate) fn typed(text: &str) -> Page {
        let mut words = Vec::new();
        for (row, line) in (0_u32..).zip(text.lines()) {
            let mut column = 0_u32;
            for part in line.split(' ') {
                let width = u32::try_from(part.chars().count()).unwrap();
                if width > 0 {
                    let (left, top) = (f64::from(column) * 6.0, f64::from(row) * 20.0);
                    words.push(Word {
                        text: part.to_owned(),
                        left,
                        top,
                        right: left + f64::from(width) * 6.0,
                        bottom: top + 10.0,
                    });
                }
                column += width + 1;
            }
        }
        Page::of(words)
    }

    fn cells(page: &Page) -> Vec<Vec<&str>> {
        page.lines.iter().map(|line| line.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    #[test]
    fn words_become_lines_of_cells() {
        let page = typed("Employee   George Palomero Jr.\nGross pay      27,350.00   531,480.00");
        assert_eq!(
            cells(&page),
            [vec!["Employee", "George Palomero Jr."], vec!["Gross pay", "27,350.00", "531,480.00"]]
        );
    }

    #[test]
    fn large_and_small_letters_stand_in_one_line() {
        let word =
            |text: &str, left, top, right, bottom| Word { text: text.to_owned(), left, top, right, bottom };
        let page = Page::of(vec![
            word("PHP", 830.0, 950.0, 900.0, 975.0),
            word("Net", 130.0, 961.0, 159.0, 975.0),
            word("pay", 166.0, 964.0, 199.0, 979.0),
            word("Next", 130.0, 991.0, 180.0, 1005.0),
            word("—", 210.0, 968.0, 220.0, 970.0),
        ]);
        assert_eq!(cells(&page), [vec!["Net pay —", "PHP"], vec!["Next"]]);
    }

    #[test]
    fn letters_are_written_in_one_way() {
        assert_eq!(typed("１２，３４５．００ ٢٠٢٦").text(), "12,345.00 2026");
        assert_eq!(typed("الراتب صافي").text(), "صافي الراتب", "read from right to left");
        assert_eq!(Page::of(Vec::new()).text(), "");
    }
}
