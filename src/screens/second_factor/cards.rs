//! Cards to choose one from. They are native radio buttons, so that keyboard and screen readers work.

use super::{DESCRIBED_BY, is_busy, read};
use crate::ui::{El, bare, el, live};
use crate::view::View;
use wink_flow::{Choice, Entry, Event, SecondFactor};

/// The current choice of the cards' kind.
pub(super) type Chosen = fn(&SecondFactor) -> Option<Choice>;

/// The cards, one for each content.
pub(super) fn cards(
    view: View,
    class: &'static str,
    label: String,
    chosen: Chosen,
    contents: impl Iterator<Item = El>,
) -> El {
    el("fieldset", class)
        .set("aria-describedby", DESCRIBED_BY)
        .child(el("legend", "wink-hidden").text(label))
        .children(contents.enumerate().map(|(position, content)| card(view, position, chosen, content)))
}

fn card(view: View, position: usize, chosen: Chosen, content: El) -> El {
    let is_chosen = move || read(view, chosen).flatten().is_some_and(|choice| choice.is_at(position));
    let radio = bare("input")
        .set("type", "radio")
        .set("name", "wink-choice")
        .checked(live(is_chosen))
        .follow_flag("aria-disabled", move || is_busy(view))
        // While an answer is checked, the choice cannot change. Arrow keys cause clicks too.
        .on("click", move |event| {
            if is_busy(view) {
                event.prevent_default();
            }
        })
        .on("change", move |_| view.send(Event::FactorEntered(Entry::Chosen(Choice::at(position)))));
    el("label", "wink-card").child(radio).child(content)
}
