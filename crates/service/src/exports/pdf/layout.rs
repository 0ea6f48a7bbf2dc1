//! The layout of an export's pages: A4 landscape. Cells break into lines, and rows onto further pages, where the
//! headings are repeated.

use super::super::sheet::{Section, Sheet};
use super::fonts::Face;

pub(super) const TITLE: &str = "Account export";

/// A4 landscape, in points.
pub(super) const WIDTH: f32 = 842.0;
pub(super) const HEIGHT: f32 = 595.0;
pub(super) const MARGIN: f32 = 36.0;

pub(super) const SMALL: f32 = 7.0;
const USUAL: f32 = 8.0;
const LARGE: f32 = 11.0;
const LARGEST: f32 = 16.0;

/// Line height, as a multiple of the font size.
const LINE: f32 = 1.35;

/// Space between columns.
const GAP: f32 = 6.0;

/// An item with more fields than this is shown as a list of its own, because they do not fit beside each other.
const MAX_COLUMNS: usize = 12;

/// The fraction of the page's width for the names in such a list.
const NAMES_PART: f32 = 0.35;

/// A column is as wide as its longest text, but at most this many points.
const WIDEST_COLUMN: f32 = 160.0;
const NARROWEST_COLUMN: f32 = 34.0;

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A line of text; `y` is its baseline.
    Text { x: f32, y: f32, size: f32, is_bold: bool, text: String },
    /// A thin line across the page.
    Rule { y: f32 },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Page {
    pub(super) marks: Vec<Mark>,
}

/// Lays out a sheet.
pub(super) fn pages(sheet: &Sheet, regular: &Face, bold: &Face) -> Vec<Page> {
    let mut book = Book { pages: vec![Page::default()], y: MARGIN, regular, bold };
    book.line(TITLE, LARGEST);
    for (name, value) in &sheet.about {
        book.row(&[(0.0, 90.0), (90.0, room() - 90.0)], &[name, value], USUAL, Weight::FirstBold, None);
    }
    if sheet.sections.is_empty() {
        book.y += LARGE;
        book.line("Nothing is stored of this account.", LARGE);
    }
    for section in &sheet.sections {
        book.section(section);
    }
    book.pages
}

/// Which cells of a row are bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Regular,
    Bold,
    FirstBold,
}

/// The offset of a column from the margin, and its width.
type Column = (f32, f32);

/// The headings that are repeated on a new page.
struct Head<'a> {
    columns: &'a [Column],
    cells: &'a [&'a str],
}

/// The pages so far, and the current position on the last one.
struct Book<'a> {
    pages: Vec<Page>,
    y: f32,
    regular: &'a Face,
    bold: &'a Face,
}

impl Book<'_> {
    fn section(&mut self, section: &Section) {
        self.y += LARGE;
        // Keeps a heading with its first rows.
        if self.y + LARGE * LINE * 4.0 > HEIGHT - MARGIN {
            self.turn();
        }
        let count = section.items.len();
        self.line(&format!("{} ({count})", section.heading), LARGE);
        if section.names.len() > MAX_COLUMNS { self.list(section) } else { self.table(section) }
    }

    /// One row for each item.
    fn table(&mut self, section: &Section) {
        let columns = self.columns(section);
        let names: Vec<&str> = section.names.iter().map(String::as_str).collect();
        let head = Head { columns: &columns, cells: &names };
        self.row(&columns, &names, SMALL, Weight::Bold, None);
        self.rule();
        for item in &section.items {
            let cells: Vec<&str> = item.values.iter().map(String::as_str).collect();
            self.row(&columns, &cells, SMALL, Weight::Regular, Some(&head));
        }
    }

    /// One row for each field of an item.
    fn list(&mut self, section: &Section) {
        let names = room() * NAMES_PART;
        let columns = [(0.0, names - GAP), (names, room() - names)];
        for item in &section.items {
            self.row(&columns, &["id", &item.id], SMALL, Weight::FirstBold, None);
            let said = section.names.iter().zip(&item.values).filter(|(_, value)| !value.is_empty());
            for (name, value) in said {
                self.row(&columns, &[name, value], SMALL, Weight::Regular, None);
            }
            self.rule();
        }
    }

    /// Column widths that fit their contents and together fill the page.
    fn columns(&self, section: &Section) -> Vec<Column> {
        let mut widths: Vec<f32> =
            section.names.iter().map(|name| self.bold.width(name, SMALL) + GAP).collect();
        for item in &section.items {
            for (width, value) in widths.iter_mut().zip(&item.values) {
                *width = width.max(self.regular.width(value, SMALL) + GAP);
            }
        }
        let widths = widths.iter().map(|width| width.clamp(NARROWEST_COLUMN, WIDEST_COLUMN));
        let all: f32 = widths.clone().sum();
        let scale = if all > room() { room() / all } else { 1.0 };
        let mut left = 0.0;
        let mut columns = Vec::new();
        for width in widths {
            columns.push((left, width * scale - GAP));
            left += width * scale;
        }
        columns
    }

    fn row(
        &mut self,
        columns: &[Column],
        cells: &[&str],
        size: f32,
        weight: Weight,
        head: Option<&Head<'_>>,
    ) {
        let is_bold = |index| weight == Weight::Bold || (weight == Weight::FirstBold && index == 0);
        let broken: Vec<Vec<String>> = columns
            .iter()
            .zip(cells)
            .enumerate()
            .map(|(index, ((_, width), text))| {
                let face = if is_bold(index) { self.bold } else { self.regular };
                broken(text, *width, |text| face.width(text, size))
            })
            .collect();
        let lines = broken.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..lines {
            if self.y + size * LINE > HEIGHT - MARGIN {
                self.turn();
                if let Some(Head { columns, cells }) = head {
                    self.row(columns, cells, size, Weight::Bold, None);
                    self.rule();
                }
            }
            self.y += size * LINE;
            for (index, ((left, _), texts)) in columns.iter().zip(&broken).enumerate() {
                if let Some(text) = texts.get(line).filter(|text| !text.is_empty()) {
                    self.mark(MARGIN + left, size, is_bold(index), text);
                }
            }
        }
    }

    fn line(&mut self, text: &str, size: f32) {
        self.y += size * LINE;
        self.mark(MARGIN, size, true, text);
    }

    fn rule(&mut self) {
        self.y += GAP / 2.0;
        let y = self.y;
        self.add(Mark::Rule { y });
    }

    fn mark(&mut self, x: f32, size: f32, is_bold: bool, text: &str) {
        let y = self.y;
        self.add(Mark::Text { x, y, size, is_bold, text: text.to_owned() });
    }

    fn add(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = MARGIN;
    }
}

/// The width between the margins.
const fn room() -> f32 {
    WIDTH - 2.0 * MARGIN
}

/// Breaks a text into lines of at most `width`: between words if possible, otherwise within a word.
fn broken(text: &str, width: f32, measure: impl Fn(&str) -> f32) -> Vec<String> {
    let space = measure(" ");
    let mut lines = Vec::new();
    let (mut line, mut so_far) = (String::new(), 0.0);
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let needed = measure(word);
        if !line.is_empty() && so_far + space + needed <= width {
            line.push(' ');
            line.push_str(word);
            so_far += space + needed;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            so_far = 0.0;
        }
        if needed <= width {
            line.push_str(word);
            so_far = needed;
            continue;
        }
        for letter in word.chars() {
            let needed = measure(letter.encode_utf8(&mut [0; 4]));
            if !line.is_empty() && so_far + needed > width {
                lines.push(std::mem::take(&mut line));
                so_far = 0.0;
            }
            line.push(letter);
            so_far += needed;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::sheet::Item;

    fn letters(text: &str) -> f32 {
        f32::from(u16::try_from(text.chars().count()).unwrap())
    }

    #[test]
    fn texts_break_between_words_and_within_long_ones() {
        assert_eq!(broken("", 5.0, letters), [""]);
        assert_eq!(broken("one two three", 7.0, letters), ["one two", "three"]);
        assert_eq!(broken("a\nabcdefghijk z", 4.0, letters), ["a", "abcd", "efgh", "ijk", "z"]);
        assert_eq!(broken("wide", 0.5, letters), ["w", "i", "d", "e"], "at least a letter a line");
    }

    #[test]
    fn a_long_table_repeats_its_headings() {
        let items = (0..200)
            .map(|number| Item { id: String::new(), values: vec![format!("day {number}"), "x".repeat(300)] });
        let section = Section {
            heading: "Incomes",
            data_point: "INCOMES",
            names: vec!["startDate".to_owned(), "employer".to_owned()],
            items: items.collect(),
        };
        let sheet = Sheet { about: Vec::new(), sections: vec![section] };
        let pages = pages(&sheet, &Face::regular().unwrap(), &Face::bold().unwrap());
        assert!(pages.len() > 10, "{}", pages.len());
        for page in &pages {
            let texts = page.marks.iter().filter_map(|mark| match mark {
                Mark::Text { y, text, .. } => {
                    assert!((MARGIN..=HEIGHT - MARGIN).contains(y), "{text} at {y}");
                    Some(text.as_str())
                }
                Mark::Rule { .. } => None,
            });
            assert_eq!(texts.filter(|text| *text == "startDate").count(), 1);
        }
        let has = |wanted: &str| {
            pages
                .iter()
                .flat_map(|page| &page.marks)
                .any(|mark| matches!(mark, Mark::Text { text, .. } if text == wanted))
        };
        assert!(has("day 0") && has("day 199"));
    }
}
