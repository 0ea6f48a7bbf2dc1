//! The ways to pick files: dropping them, browsing, taking a photo.

use crate::messages::{Key, t};
use crate::ui::{El, Icon, Node, Rank, bare, button, el, has_fine_pointer, icon};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, FileList, HtmlInputElement};
use wink_flow::{Event, Place, State};
use wink_wire::Side;

/// Without HEIC, because a phone converts its photos if the page does not accept HEIC.
const ACCEPTED: &str = "application/pdf,image/png,image/jpeg,image/tiff,.pdf,.png,.jpg,.jpeg,.tif,.tiff";

/// The hidden inputs that open the browser's file dialogs, and the place for the picked files.
#[derive(Clone, Copy)]
pub(super) struct Picker {
    view: View,
    files: Node,
    camera: Node,
    place: StoredValue<Place>,
}

/// The kind of dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Files,
    Camera,
}

impl Picker {
    pub(super) fn new(view: View) -> Self {
        Self { view, files: Node::new(), camera: Node::new(), place: StoredValue::new(Place::Add(None)) }
    }

    /// Adds the inputs to the screen, and handles drops anywhere on it. Otherwise a file dropped beside a place would replace
    /// the host's page.
    pub(super) fn join(self, screen: El) -> El {
        screen
            .on("dragover", move |event| event.prevent_default())
            .on("drop", move |event| self.dropped(&event, None))
            .child(self.input(From::Files))
            .child(self.input(From::Camera))
    }

    fn input(self, from: From) -> El {
        let input = bare("input").set("type", "file").set("hidden", "").set("tabindex", "-1");
        let input = match from {
            From::Files => input.set("accept", ACCEPTED).set("multiple", "").node(self.files),
            From::Camera => input.set("accept", "image/*").set("capture", "environment").node(self.camera),
        };
        input.on("change", move |event| {
            let input: HtmlInputElement = event_target(&event);
            if let Some(files) = input.files() {
                self.pick(self.place.get_value(), &files);
            }
            // So that the same file can be picked again.
            input.set_value("");
        })
    }

    /// Opens a dialog. The picked files go to `place`.
    pub(super) fn open(self, from: From, place: Place) {
        self.place.set_value(place);
        let node = if from == From::Files { self.files } else { self.camera };
        if let Some(input) = node.get_untracked() {
            input.click();
        }
    }

    fn pick(self, place: Place, list: &FileList) {
        let is_choosing =
            self.view.peek(|flow| matches!(flow.state(), State::Upload(upload) if upload.is_choosing()));
        if let Some(files) = self.view.files().filter(|_| is_choosing && list.length() > 0) {
            self.view.send(Event::FilesPicked(place, files.keep(list)));
        }
    }

    fn dropped(self, event: &web_sys::Event, side: Option<Side>) {
        event.prevent_default();
        event.stop_propagation();
        let event: &DragEvent = event.unchecked_ref();
        if let Some(list) = event.data_transfer().and_then(|data| data.files()) {
            self.pick(Place::Add(side), &list);
        }
    }

    /// The drop area, with the buttons that open the dialogs.
    pub(super) fn place(self, side: Option<Side>, has_files: bool) -> El {
        let is_desk = has_fine_pointer();
        let choose = move |from, key| {
            // With two places, two buttons have the same text.
            let name = match side {
                Some(side) => [t(key), ", ", t(super::side_name(side))].concat(),
                None => t(key).to_owned(),
            };
            button(Rank::Secondary.class())
                .set("aria-label", name)
                .on("click", move |_| self.open(from, Place::Add(side)))
                .child(icon(if from == From::Camera { Icon::Camera } else { Icon::Folder }))
                .child(bare("span").text(t(key)))
        };
        let camera = (!is_desk).then(|| choose(From::Camera, Key::TakePhoto));
        let hint = is_desk
            .then(|| el("p", "wink-muted").text(t(if has_files { Key::DropAnother } else { Key::DropHere })));
        let browse = choose(From::Files, if has_files { Key::AddFile } else { Key::BrowseFiles });
        let buttons = el("div", "wink-drop-buttons").maybe(camera).child(browse);
        el("div", "wink-drop")
            .set("data-slim", if has_files { "true" } else { "false" })
            .on("dragover", move |event| lit(&event, true))
            .on("dragleave", move |event| {
                if !stays_inside(&event) {
                    lit(&event, false);
                }
            })
            .on("drop", move |event| {
                lit(&event, false);
                self.dropped(&event, side);
            })
            .maybe(hint)
            .child(buttons)
    }
}

/// Whether what is dragged only moves between the place and an element in it, which fires `dragleave` as well.
fn stays_inside(event: &web_sys::Event) -> bool {
    let place = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let event: &DragEvent = event.unchecked_ref();
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    place.zip(next).is_some_and(|(place, next)| place.contains(Some(&next)))
}

/// Shows that what is dragged can be dropped here.
fn lit(event: &web_sys::Event, is_lit: bool) {
    event.prevent_default();
    if let Some(place) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // Setting an attribute fails only for an invalid name.
        let _ = place.toggle_attribute_with_force("data-lit", is_lit);
    }
}
