//! One line of the list. Its elements and text nodes are reused for different providers, because rebuilding them at each
//! keystroke would take too long.

use super::window::{Heading, Line};
use super::{Parts, keys};
use crate::messages::{Key, kind_name, place_name, t};
use crate::ui::{El, Icon, Logo, LogoSize, bare, el, icon};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::{Element, Node};
use wink_flow::Catalogue;
use wink_wire::catalogue::{Connection, Row as Provider};

/// The class of a hidden row.
const SPARE: &str = "wink-row wink-row-spare";

/// Placeholder for a text. It is not empty, so that the browser creates a text node.
const BLANK: &str = " ";

/// A line in the DOM.
pub(super) struct Row {
    /// Its kind and state, apart from its content.
    pub(super) number: u32,
    pub(super) line: Line,
    pub(super) root: Element,
    /// `None` for a heading.
    cells: Option<Cells>,
    /// What the row was last filled with.
    filled: Option<(u32, String)>,
    count: usize,
    is_active: Option<bool>,
    class: &'static str,
}

/// The parts of a row that change with the provider.
struct Cells {
    logo: Element,
    monogram: TextNode,
    /// The logo over the monogram, if there was one, and its listener.
    picture: Option<(Element, AnyViewState)>,
    name: Element,
    /// The name in pieces; every second one is highlighted.
    pieces: Vec<TextNode>,
    note: TextNode,
}

/// A text node that is changed instead of replaced, because adding or removing nodes is several times slower.
struct TextNode {
    node: Node,
    text: String,
}

/// The templates of lines.
pub(super) struct Patterns {
    row: Option<Element>,
    mark: Option<Element>,
    lines: u32,
}

/// The data that all rows depend on.
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) count: usize,
    pub(super) active: Option<usize>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        let text = el("span", "wink-row-text")
            .child(el("span", "wink-row-name").child(bare("bdi").text(BLANK)))
            .child(el("span", "wink-row-note").text(BLANK));
        let row = bare("div")
            .set("role", "option")
            .child(bare("span").set("aria-hidden", "true").text(BLANK))
            .child(text)
            .child(el("span", "wink-badge").child(icon(Icon::Check)).text(t(Key::ConnectedBadge)))
            .child(icon(Icon::ChevronRight));
        Self { row: element(row), mark: element(bare("mark").text(BLANK)), lines: 0 }
    }

    /// An empty line of this kind.
    pub(super) fn line(&mut self, line: Line) -> Option<Row> {
        let (root, cells) = match line {
            Line::Heading(heading) => (section(heading)?, None),
            Line::Row { .. } => {
                let root = copy(self.row.as_ref()?)?;
                let cells = Cells::of(&root)?;
                (root, Some(cells))
            }
        };
        self.lines += 1;
        Some(Row {
            number: self.lines,
            line,
            root,
            cells,
            filled: None,
            count: 0,
            is_active: None,
            class: "",
        })
    }
}

impl Row {
    /// Whether it is at that line's place.
    pub(super) fn is_at(&self, line: Line) -> bool {
        match (self.line, line) {
            (Line::Heading(own), Line::Heading(other)) => own == other,
            (Line::Row { place: own, .. }, Line::Row { place: other, .. }) => own == other,
            _ => false,
        }
    }

    /// Whether it is a row rather than a heading.
    pub(super) const fn is_for_providers(&self) -> bool {
        self.cells.is_some()
    }

    /// Shows a line. Content that is already there is not touched.
    pub(super) fn show(&mut self, parts: Parts, patterns: &Patterns, line: Line, asked: &Asked) {
        let is_placed = self.filled.is_some() && self.is_at(line);
        self.line = line;
        let Line::Row { place, position } = line else { return };
        if !is_placed {
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
        let catalogue = parts.catalogue();
        let Some(provider) = catalogue.as_ref().and_then(|catalogue| catalogue.row(position)) else { return };
        let is_connected = parts.view.peek(|flow| {
            flow.session().is_some_and(|session| session.connected_account(provider.id).is_some())
        });
        // The style sheet shows the badge or the chevron.
        let was_spare = self.class == SPARE;
        self.set_class(if is_connected { "wink-row wink-row-connected" } else { "wink-row" });
        if was_spare {
            let _ = self.root.remove_attribute("aria-hidden");
        }
        let is_filled = |(filled, query): &(u32, String)| *filled == position && *query == asked.query;
        let (false, Some(cells)) = (self.filled.as_ref().is_some_and(is_filled), &mut self.cells) else {
            return;
        };
        if self.filled.as_ref().is_none_or(|(filled, _)| *filled != position) {
            cells.fill(&provider);
        }
        cells.write_name(patterns, &asked.query, provider.name);
        self.filled = Some((position, asked.query.clone()));
    }

    /// Hides it from sight and from screen readers, but keeps it in the DOM for later.
    pub(super) fn rest(&mut self) {
        if self.set_class(SPARE) {
            set(&self.root, "aria-hidden", "true");
        }
    }

    /// Whether the place has changed.
    fn set_class(&mut self, class: &'static str) -> bool {
        let is_new = std::mem::replace(&mut self.class, class) != class;
        if is_new {
            set(&self.root, "class", class);
        }
        is_new
    }
}

impl Cells {
    /// Finds the parts in a copy of the template.
    fn of(row: &Element) -> Option<Self> {
        let logo = row.first_element_child()?;
        let text = logo.next_element_sibling()?;
        let name = text.first_element_child()?;
        let note = name.next_element_sibling()?;
        let name = name.first_element_child()?;
        Some(Self {
            monogram: TextNode::of(&logo)?,
            logo,
            picture: None,
            pieces: vec![TextNode::of(&name)?],
            name,
            note: TextNode::of(&note)?,
        })
    }

    /// Everything but the name.
    fn fill(&mut self, provider: &Provider<'_>) {
        let logo = Logo::new(provider.id, provider.name, LogoSize::Medium);
        set(&self.logo, "class", &logo.class);
        self.monogram.write(&logo.monogram);
        self.note.write(&note(provider));
        match &self.picture {
            Some((picture, _)) => Logo::change_picture(picture, provider.logo_url),
            None if provider.logo_url.is_empty() => {}
            None => {
                let mut view = AnyView::from(Logo::picture(provider.logo_url)).build();
                view.mount(&self.logo, None);
                self.picture = view.elements().into_iter().next().map(|picture| (picture, view));
            }
        }
    }

    /// The name, with the matches of the query highlighted.
    fn write_name(&mut self, patterns: &Patterns, query: &str, name: &str) {
        let piece = |from, to| name.get(from..to).unwrap_or_default();
        let (mut done, mut texts) = (0, Vec::new());
        for (start, end) in Catalogue::highlights(query, name) {
            if self.pieces.len() < texts.len() + 3 && self.add_pieces(patterns).is_none() {
                break;
            }
            texts.extend([piece(done, start), piece(start, end)]);
            done = end;
        }
        texts.push(piece(done, name.len()));
        // Pieces of an earlier query become empty.
        for (at, piece) in self.pieces.iter_mut().enumerate() {
            piece.write(texts.get(at).copied().unwrap_or_default());
        }
    }

    /// Adds a highlighted piece and the one after it.
    fn add_pieces(&mut self, patterns: &Patterns) -> Option<()> {
        let mark = copy(patterns.mark.as_ref()?)?;
        let marked = TextNode::of(&mark)?;
        self.name.append_with_node_1(&mark).ok()?;
        self.name.append_with_str_1(BLANK).ok()?;
        self.pieces.push(marked);
        self.pieces.push(TextNode { node: self.name.last_child()?, text: BLANK.to_owned() });
        Some(())
    }
}

impl TextNode {
    /// The first text node of an element.
    fn of(element: &Element) -> Option<Self> {
        Some(Self { node: element.first_child()?, text: BLANK.to_owned() })
    }

    fn write(&mut self, text: &str) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.node.set_node_value(Some(text));
        }
    }
}

fn section(heading: Heading) -> Option<Element> {
    element(el("div", "wink-section").set("role", "presentation").text(t(heading.key())))
}

/// Builds the element of a static view.
fn element(view: El) -> Option<Element> {
    AnyView::from(view).build().elements().into_iter().next()
}

fn copy(element: &Element) -> Option<Element> {
    use wasm_bindgen::JsCast;
    element.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

fn set(element: &Element, name: &str, value: &str) {
    // Fails only for an invalid attribute name.
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
