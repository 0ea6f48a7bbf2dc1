//! The lines in the DOM. A row stays in its place and changes its content, because moving or removing it costs the browser
//! more. Unneeded rows stay hidden behind the others.

use super::Parts;
use super::row::{Asked, Patterns, Row};
use super::window::Line;
use web_sys::{Element, Node};

/// The lines in the DOM.
pub(super) struct Drawn {
    patterns: Patterns,
    /// In DOM order, hidden ones at the end.
    rows: Vec<Row>,
}

impl Drawn {
    /// No lines yet.
    pub(super) fn new() -> Self {
        Self { patterns: Patterns::new(), rows: Vec::new() }
    }

    /// Shows exactly these lines.
    pub(super) fn show(&mut self, parts: Parts, parent: &Element, lines: &[Line], asked: &Asked) {
        let order: Vec<u32> = self.rows.iter().map(|row| row.number).collect();
        let mut before = std::mem::take(&mut self.rows);
        let mut take = |fits: &dyn Fn(&Row) -> bool| before.iter().position(fits).map(|at| before.remove(at));
        let mut kept: Vec<Option<Row>> = lines.iter().map(|line| take(&|row| row.is_at(*line))).collect();
        for (slot, line) in kept.iter_mut().zip(lines) {
            let again = || match line {
                Line::Row { .. } => take(&Row::is_for_providers),
                Line::Heading(_) => None,
            };
            let row = slot.take().or_else(again).or_else(|| self.patterns.line(*line));
            if let Some(mut row) = row {
                row.show(parts, &self.patterns, *line, asked);
                self.rows.push(row);
            }
        }
        for mut row in before {
            if row.is_for_providers() {
                row.rest();
                self.rows.push(row);
            } else {
                row.root.remove();
            }
        }
        if self.rows.iter().map(|row| row.number).ne(order) {
            self.put_in_order(parent);
        }
    }

    fn put_in_order(&self, parent: &Element) {
        let mut next: Option<Node> = None;
        for row in self.rows.iter().rev() {
            let is_in_place = row.root.is_connected() && row.root.next_sibling() == next;
            if !is_in_place {
                // Fails only for a reference node that is not in the parent.
                let _ = parent.insert_before(&row.root, next.as_ref());
            }
            next = Some(row.root.clone().into());
        }
    }
}
