//! Computes which part of a long list is in the DOM: only the rows around the scroll position.

use super::Parts;
use crate::messages::Key;
use leptos::prelude::*;
use wink_flow::Listing;

/// Height of a row and of a section heading, as in the style sheet, in px.
pub(super) const ROW_HEIGHT: usize = 64;
pub(super) const HEADING_HEIGHT: usize = 40;
/// Height of the rows drawn above and below the visible part.
pub(super) const MARGIN: usize = 6;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of a section.
    Heading(Heading),
    /// A provider, by its place in the listing and its position in the catalogue.
    Row { place: usize, position: u32 },
}

/// The heading of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Popular,
    All,
}

impl Heading {
    pub(super) const fn key(self) -> Key {
        match self {
            Self::Popular => Key::Popular,
            Self::All => Key::AllProviders,
        }
    }
}

/// A listing laid out as lines.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    promoted: usize,
    rows: usize,
}

impl Layout {
    pub(super) const fn new(listing: &Listing) -> Self {
        Self { promoted: listing.promoted, rows: listing.rows.len() }
    }

    /// How many headings are above the row at a place. Without promoted rows there are no sections.
    const fn headings_above(self, place: usize) -> usize {
        if self.promoted == 0 {
            0
        } else if place < self.promoted {
            1
        } else {
            2
        }
    }

    /// Distance of a row from the top of the list, in px.
    pub(super) const fn top_of(self, place: usize) -> usize {
        place * ROW_HEIGHT + self.headings_above(place) * HEADING_HEIGHT
    }

    /// Height of the whole list, in px.
    pub(super) const fn height(self) -> usize {
        let headings = self.headings_above(self.rows.saturating_sub(1));
        self.rows * ROW_HEIGHT + headings * HEADING_HEIGHT
    }

    /// The rows to draw when `from` to `to` px of the list are visible, and `margin` more on either side.
    pub(super) fn visible(self, from: usize, to: usize, margin: usize) -> (usize, usize) {
        // Headings are not counted: two extra rows are higher than both of them.
        let first = (from / ROW_HEIGHT).saturating_sub(margin + 2).min(self.rows);
        let last = (to / ROW_HEIGHT + margin + 1).min(self.rows);
        (first, last)
    }

    /// The lines of rows `first` to `last`, and the distance of the first line from the top.
    pub(super) fn lines(self, listing: &Listing, (first, last): (usize, usize)) -> (Vec<Line>, usize) {
        let mut lines = Vec::with_capacity(last.saturating_sub(first) + 2);
        let mut top = self.top_of(first);
        for (place, position) in listing.rows.iter().enumerate().take(last).skip(first) {
            let heading = match place {
                _ if self.promoted == 0 => None,
                0 => Some(Heading::Popular),
                _ if place == self.promoted => Some(Heading::All),
                _ => None,
            };
            if let Some(heading) = heading {
                if place == first {
                    top -= HEADING_HEIGHT;
                }
                lines.push(Line::Heading(heading));
            }
            lines.push(Line::Row { place, position: *position });
        }
        (lines, top)
    }
}

/// Scrolls just far enough to show the row at a place.
pub(super) fn reveal(parts: Parts, place: usize) {
    let (Some(body), Some(list), Some(toolbar)) =
        (parts.body.get_untracked(), parts.list.get_untracked(), parts.toolbar.get_untracked())
    else {
        return;
    };
    let top = untrack(|| parts.listing(|listing| Layout::new(listing).top_of(place)));
    let top = list.offset_top() + i32::try_from(top).unwrap_or(i32::MAX / 2);
    let bottom = top + i32::try_from(ROW_HEIGHT).unwrap_or_default();
    let covered = toolbar.offset_height();
    if top - covered < body.scroll_top() {
        // For the first row, scrolls the heading of the screen into view too.
        body.set_scroll_top(if place == 0 { 0 } else { top - covered });
    } else if bottom > body.scroll_top() + body.client_height() {
        body.set_scroll_top(bottom - body.client_height());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(rows: u32, promoted: usize) -> Listing {
        Listing { rows: (0..rows).collect(), promoted }
    }

    #[test]
    fn lines_lie_where_the_layout_says() {
        for promoted in [0, 1, 3, 10] {
            let listing = listing(10, promoted);
            let layout = Layout::new(&listing);
            for first in 0..10 {
                let (lines, top) = layout.lines(&listing, (first, 10));
                let mut at = top;
                for line in lines {
                    match line {
                        Line::Heading(_) => at += HEADING_HEIGHT,
                        Line::Row { place, .. } => {
                            assert_eq!(at, layout.top_of(place), "{promoted} promoted, from {first}");
                            at += ROW_HEIGHT;
                        }
                    }
                }
                assert_eq!(at, layout.height());
            }
        }
    }

    #[test]
    fn only_the_rows_around_the_scroll_position_are_drawn() {
        let layout = Layout::new(&listing(10_000, 5));
        for margin in [0, MARGIN] {
            let from = layout.top_of(5_000);
            let (first, last) = layout.visible(from, from + 640, margin);
            assert!(first <= 5_000 - margin && last > 5_010 + margin, "{first} {last}");
            assert!(last - first <= 14 + 2 * margin, "{first} {last}");
            assert_eq!(layout.visible(layout.height(), layout.height() + 640, margin).1, 10_000);
        }
    }
}
