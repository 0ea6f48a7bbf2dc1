//! The rows that are in the document: those of lines still drawn are kept, others come and go. Leptos' `For` does
//! more than a window that slides over a list needs, and weighs more.

use super::window::Line;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::{Element, Node};

/// The rows that are in the document, in order.
pub(super) struct Drawn {
    owner: Owner,
    rows: Vec<Row>,
}

struct Row {
    line: Line,
    state: AnyViewState,
    owner: Owner,
}

impl Drawn {
    /// No rows yet; they will end with the current owner.
    pub(super) fn new() -> Self {
        Self { owner: Owner::current().unwrap_or_default().child(), rows: Vec::new() }
    }

    /// Draws these lines and no others.
    pub(super) fn show(&mut self, parent: &Element, lines: &[Line], build: impl Fn(Line) -> AnyView) {
        let mut before = std::mem::take(&mut self.rows);
        let mut next: Option<Node> = None;
        for line in lines.iter().rev() {
            let kept = before.iter().position(|row| row.line == *line);
            let mut row = match kept {
                Some(place) => before.swap_remove(place),
                None => self.row(*line, &build),
            };
            let first = row.state.elements().into_iter().next();
            let is_in_place =
                kept.is_some() && first.as_ref().is_some_and(|first| first.next_sibling() == next);
            if !is_in_place {
                row.state.mount(parent, next.as_ref());
            }
            next = first.map(Into::into);
            self.rows.push(row);
        }
        self.rows.reverse();
        for mut row in before {
            row.state.unmount();
            row.owner.cleanup();
        }
    }

    fn row(&self, line: Line, build: impl Fn(Line) -> AnyView) -> Row {
        let owner = self.owner.child();
        let state = owner.with(|| untrack(|| build(line).build()));
        Row { line, state, owner }
    }
}
