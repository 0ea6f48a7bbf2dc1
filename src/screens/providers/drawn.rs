//! The lines that are in the document. Those still wanted are kept, others are used again for what is new.

use super::Parts;
use super::row::{Asked, Patterns, Row};
use super::window::Line;
use web_sys::{Element, Node};

/// The lines that are in the document, in order.
pub(super) struct Drawn {
    patterns: Patterns,
    rows: Vec<Row>,
    /// Rows of providers that were taken out of the document.
    spare: Vec<Row>,
}

impl Drawn {
    /// No lines yet.
    pub(super) fn new() -> Self {
        Self { patterns: Patterns::new(), rows: Vec::new(), spare: Vec::new() }
    }

    /// Shows these lines and no others.
    pub(super) fn show(&mut self, parts: Parts, parent: &Element, lines: &[Line], asked: &Asked) {
        let mut before = std::mem::take(&mut self.rows);
        let mut kept: Vec<Option<Row>> = lines
            .iter()
            .map(|line| before.iter().position(|row| row.line == *line).map(|place| before.remove(place)))
            .collect();
        for (slot, line) in kept.iter_mut().zip(lines) {
            let is_usable = |row: &Row| row.can_be(*line);
            let again = || before.iter().position(is_usable).map(|place| before.remove(place));
            let row = slot
                .take()
                .or_else(again)
                .or_else(|| self.spare.iter().position(is_usable).map(|place| self.spare.swap_remove(place)));
            if let Some(mut row) = row.or_else(|| self.patterns.line(*line)) {
                row.show(parts, &self.patterns, *line, asked);
                self.rows.push(row);
            }
        }
        for row in before {
            row.root.remove();
            if row.is_for_providers() {
                self.spare.push(row);
            }
        }
        let mut next: Option<Node> = None;
        for row in self.rows.iter().rev() {
            let is_in_place = row.root.is_connected() && row.root.next_sibling() == next;
            if !is_in_place {
                // Fails only for a place that is not in the parent.
                let _ = parent.insert_before(&row.root, next.as_ref());
            }
            next = Some(row.root.clone().into());
        }
    }
}
