//! Loads the texts of the session's language when it is needed. Until then, texts are in English.

use super::catalogue::{read_catalogue, switch_if_loaded};
use super::language;
use crate::live::{changes, effect};
use crate::view::View;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wink_flow::Flow;
use wink_wire::Language;

/// How long the first screen waits for its texts. After that it is shown in English, until the texts arrive.
const TIMEOUT_MILLIS: u32 = 1500;

/// The texts that are in use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextState {
    /// Their language.
    pub(crate) language: Language,
    /// The texts of another language are about to arrive, so these are not shown.
    pub(crate) is_waiting: bool,
}

/// Keeps the texts in the session's language. `source` gets a language tag and returns a promise of the catalogue's text.
/// If it fails, the texts stay in English.
pub(crate) fn follow(view: View, source: Option<Function>) -> RwSignal<TextState> {
    switch_if_loaded(view.peek(Flow::language));
    let texts = RwSignal::new(TextState { language: language(), is_waiting: false });
    let (version, wanted) = changes(move || view.read(Flow::language));
    effect(move || {
        version.get();
        let Some(wanted) = wanted() else { return };
        let coming = if switch_if_loaded(wanted) { None } else { ask(source.as_ref(), wanted) };
        texts.set(TextState { language: language(), is_waiting: coming.is_some() });
        let Some(coming) = coming else { return };
        spawn_local(async move {
            TimeoutFuture::new(TIMEOUT_MILLIS).await;
            texts.try_update(|texts| texts.is_waiting = false);
        });
        spawn_local(async move {
            let text = JsFuture::from(coming).await.ok().and_then(|text| text.as_string());
            if let Some(text) = text {
                read_catalogue(wanted, text);
            }
            // By now the dialog may be closed, or another language selected.
            let is_wanted = view.try_peek(Flow::language) == Some(wanted);
            if is_wanted {
                switch_if_loaded(wanted);
                texts.try_update(|texts| *texts = TextState { language: language(), is_waiting: false });
            }
        });
    });
    texts
}

fn ask(source: Option<&Function>, language: Language) -> Option<Promise> {
    let promise = source?.call1(&JsValue::NULL, &language.tag().into()).ok()?;
    promise.dyn_into().ok()
}
