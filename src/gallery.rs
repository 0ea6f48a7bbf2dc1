//! The gallery: every screen in every state, from fixed states of the flow, without a service. It is compiled only
//! with the feature of its name and never travels to a host's page.
//!
//! An exhibit is reached as a person would reach it, by events and the service's answers, so none can show what
//! cannot happen. What the flow then asks of the outside is not carried out: clocks stand still and nothing is sent,
//! but buttons that only change the screen work.

mod exhibits;
mod samples;
mod stage;

use crate::app::{App, AppProps};
use crate::frame::{Frame, OnCancel};
use crate::messages::{self, TextState, language, switch_if_loaded};
use crate::view::View;
use exhibits::{Exhibit, all};
use leptos::mount::mount_to;
use leptos::prelude::{Owner, RwSignal, Update as _};
use samples::Look;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wink_flow::Flow;
use wink_wire::Language;

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// The exhibit on the page. The fields are dropped in this order.
struct Shown {
    _mounted: Box<dyn Any>,
    _owner: Owner,
    frame: Frame,
}

/// Names of the exhibits, in the order of a journey. What stands before the first dash is the screen.
#[wasm_bindgen]
pub fn exhibits() -> Vec<String> {
    all().iter().map(|exhibit| exhibit.name.to_owned()).collect()
}

/// Shows an exhibit, in place of the one before. `scheme` is `light`, `dark` or `system`; `language` is the tag of a
/// language, and `texts` its catalogue as it travels, where it is not English.
///
/// # Errors
/// Where there is no exhibit of this name, or no page to show it on.
#[wasm_bindgen]
pub fn show(name: &str, scheme: &str, language: &str, texts: Option<String>) -> Result<(), JsValue> {
    let unknown = || js_sys::Error::new(&("there is no exhibit called ".to_owned() + name));
    let exhibit = all().into_iter().find(|exhibit| exhibit.name == name).ok_or_else(unknown)?;
    if let Some(before) = SHOWN.take() {
        before.frame.take_away();
    }
    speak(Language::first_of([language]), texts);
    SHOWN.set(Some(mount(&exhibit, Look::named(scheme))?));
    Ok(())
}

fn speak(language: Language, texts: Option<String>) {
    if let Some(texts) = texts {
        messages::read_catalogue(language, texts);
    }
    switch_if_loaded(language);
}

fn mount(exhibit: &Exhibit, look: Look) -> Result<Shown, JsValue> {
    let nobody: OnCancel = Rc::new(|| {});
    let frame = Frame::build(nobody)?;
    let owner = Owner::new();
    let first = exhibit.flow(look);
    let flow = owner.with(|| RwSignal::new(first.clone()));
    let view = owner
        .with(|| View::new(flow, Rc::default(), move |event| flow.update(|flow| apply(flow, event, &first))));
    let texts = owner.with(|| RwSignal::new(TextState { language: language(), is_waiting: false }));
    let mounted = owner.with(|| mount_to(frame.app().clone(), move || App(AppProps { view, texts })));
    Ok(Shown { _mounted: Box::new(mounted), _owner: owner, frame })
}

/// An exhibit cannot be closed: it starts again.
fn apply(flow: &mut Flow, event: wink_flow::Event, first: &Flow) {
    // There is no outside to carry the effects out.
    drop(flow.step(event));
    if flow.is_closed() {
        flow.clone_from(first);
    }
}
