//! One line of the list. Its elements are used again for one provider after another: making them anew takes longer than
//! there is at a keystroke.

use super::window::{Heading, Line};
use super::{Parts, keys};
use crate::messages::{Key, kind_name, place_name, t};
use crate::ui::{El, Icon, Logo, LogoSize, bare, el, icon};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::Element;
use wink_flow::Catalogue;
use wink_wire::catalogue::{Connection, Row as Provider};

/// A line that is in the document, or was.
pub(super) struct Row {
    pub(super) line: Line,
    pub(super) root: Element,
    /// `None` for a heading.
    cells: Option<Cells>,
    /// For what the row was filled in last.
    filled: Option<(u32, String)>,
    count: usize,
    is_active: Option<bool>,
}

/// The elements of a row that change with the provider.
struct Cells {
    logo: Element,
    name: Element,
    note: Element,
    /// The picture over the monogram, with its listeners.
    picture: Option<AnyViewState>,
}

/// What lines are made from.
pub(super) struct Patterns {
    row: Option<Element>,
    mark: Option<Element>,
}

/// What all rows depend on.
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) count: usize,
    pub(super) active: Option<usize>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        let text = el("span", "wink-row-text")
            .child(el("span", "wink-row-name").child(bare("bdi")))
            .child(el("span", "wink-row-note"));
        let row = el("div", "wink-row")
            .set("role", "option")
            .child(bare("span").set("aria-hidden", "true"))
            .child(text)
            .child(el("span", "wink-badge").child(icon(Icon::Check)).text(t(Key::ConnectedBadge)))
            .child(icon(Icon::ChevronRight));
        Self { row: element(row), mark: element(bare("mark")) }
    }

    /// An empty line of this kind.
    pub(super) fn line(&self, line: Line) -> Option<Row> {
        let (root, cells) = match line {
            Line::Heading(heading) => (section(heading)?, None),
            Line::Row { .. } => {
                let root = copy(self.row.as_ref()?)?;
                let cells = Cells::of(&root)?;
                (root, Some(cells))
            }
        };
        Some(Row { line, root, cells, filled: None, count: 0, is_active: None })
    }
}

impl Row {
    /// Whether it can become that line.
    pub(super) fn can_be(&self, line: Line) -> bool {
        self.is_for_providers() && matches!(line, Line::Row { .. })
    }

    /// Rather than a heading.
    pub(super) const fn is_for_providers(&self) -> bool {
        self.cells.is_some()
    }

    /// Shows a line; what stands there already is left alone.
    pub(super) fn show(&mut self, parts: Parts, patterns: &Patterns, line: Line, asked: &Asked) {
        let was = std::mem::replace(&mut self.line, line);
        let (Line::Row { place, position }, Some(cells)) = (line, &mut self.cells) else { return };
        let is_new = self.filled.is_none();
        if is_new || was != line {
            set(&self.root, "id", &keys::option_id(place));
            set(&self.root, "aria-posinset", &(place + 1).to_string());
        }
        if self.count != asked.count {
            self.count = asked.count;
            set(&self.root, "aria-setsize", &asked.count.to_string());
        }
        let is_active = asked.active == Some(place);
        if self.is_active != Some(is_active) {
            self.is_active = Some(is_active);
            set(&self.root, "aria-selected", if is_active { "true" } else { "false" });
        }
        let is_filled = |(filled, query): &(u32, String)| *filled == position && *query == asked.query;
        if self.filled.as_ref().is_some_and(is_filled) {
            return;
        }
        let catalogue = parts.catalogue();
        let Some(provider) = catalogue.as_ref().and_then(|catalogue| catalogue.row(position)) else { return };
        if self.filled.as_ref().is_none_or(|(filled, _)| *filled != position) {
            cells.fill(&provider);
            let is_connected = parts.view.peek(|flow| {
                flow.session().is_some_and(|session| session.connected_account(provider.id).is_some())
            });
            // The style sheet shows the one or the other.
            let _ = self.root.class_list().toggle_with_force("wink-row-connected", is_connected);
        }
        cells.write_name(patterns, &asked.query, provider.name);
        self.filled = Some((position, asked.query.clone()));
    }
}

impl Cells {
    /// As the pattern has them.
    fn of(row: &Element) -> Option<Self> {
        let logo = row.first_element_child()?;
        let text = logo.next_element_sibling()?;
        let name = text.first_element_child()?;
        let note = name.next_element_sibling()?;
        Some(Self { logo, name: name.first_element_child()?, note, picture: None })
    }

    /// Everything but the name.
    fn fill(&mut self, provider: &Provider<'_>) {
        let logo = Logo::new(provider.id, provider.name, LogoSize::Medium);
        set(&self.logo, "class", &logo.class);
        // The picture goes along with the text.
        self.logo.set_text_content(Some(&logo.monogram));
        self.picture = (!provider.logo_url.is_empty()).then(|| {
            let mut picture = AnyView::from(Logo::picture(provider.logo_url)).build();
            picture.mount(&self.logo, None);
            picture
        });
        self.note.set_text_content(Some(&note(provider)));
    }

    /// The name, with what the query matches marked.
    fn write_name(&self, patterns: &Patterns, query: &str, name: &str) {
        let piece = |from, to| name.get(from..to).unwrap_or_default();
        let mut done = 0;
        self.name.set_text_content(None);
        for (start, end) in Catalogue::highlights(query, name) {
            let mark = patterns.mark.as_ref().and_then(copy);
            if let Some(mark) = mark {
                mark.set_text_content(Some(piece(start, end)));
                let _ = self.name.append_with_str_1(piece(done, start));
                let _ = self.name.append_with_node_1(&mark);
                done = end;
            }
        }
        let _ = self.name.append_with_str_1(piece(done, name.len()));
    }
}

fn section(heading: Heading) -> Option<Element> {
    element(el("div", "wink-section").set("role", "presentation").text(t(heading.key())))
}

/// The element of a view in which nothing follows the flow.
fn element(view: El) -> Option<Element> {
    AnyView::from(view).build().elements().into_iter().next()
}

fn copy(element: &Element) -> Option<Element> {
    use wasm_bindgen::JsCast;
    element.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

fn set(element: &Element, name: &str, value: &str) {
    // Fails only for a name that no attribute can have.
    let _ = element.set_attribute(name, value);
}

/// "Gig platform · Philippines"
fn note(provider: &Provider<'_>) -> String {
    let (mut kind, place) = (kind_name(provider.kind), place_name(provider.country));
    if provider.connection == Connection::DocumentsOnly {
        kind = t(Key::DocumentsOnly);
    }
    let dot = if kind.is_empty() || place.is_empty() { "" } else { " · " };
    [kind, dot, place].concat()
}
