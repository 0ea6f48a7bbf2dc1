//! Having the texts of the session's language: fetched when it is in use, English until then.

use super::catalogue::{read_catalogue, speak_if_here};
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

/// For how long the first screen waits for its texts. After that it is shown in English, and in the language once
/// that is here.
const PATIENCE_MILLIS: u32 = 1500;

/// What texts there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    /// The language that is spoken.
    pub(crate) language: Language,
    /// Another one may be here in a moment, so that it is not worth showing this one.
    pub(crate) is_waiting: bool,
}

/// Keeps to the session's language. `source` is asked for the catalogue of a language by its tag and promises its text;
/// where it cannot give it, English stays.
pub(crate) fn follow(view: View, source: Option<Function>) -> RwSignal<Words> {
    speak_if_here(view.peek(Flow::language));
    let words = RwSignal::new(Words { language: language(), is_waiting: false });
    let (version, wanted) = changes(move || view.read(Flow::language));
    effect(move || {
        version.get();
        let Some(wanted) = wanted() else { return };
        let coming = if speak_if_here(wanted) { None } else { ask(source.as_ref(), wanted) };
        words.set(Words { language: language(), is_waiting: coming.is_some() });
        let Some(coming) = coming else { return };
        spawn_local(async move {
            TimeoutFuture::new(PATIENCE_MILLIS).await;
            words.try_update(|words| words.is_waiting = false);
        });
        spawn_local(async move {
            let text = JsFuture::from(coming).await.ok().and_then(|text| text.as_string());
            if let Some(text) = text {
                read_catalogue(wanted, text);
            }
            // Nothing to say it with where the dialog is gone, and another language may be wanted by now.
            let is_wanted = view.try_peek(Flow::language) == Some(wanted);
            if is_wanted {
                speak_if_here(wanted);
                words.try_update(|words| *words = Words { language: language(), is_waiting: false });
            }
        });
    });
    words
}

fn ask(source: Option<&Function>, language: Language) -> Option<Promise> {
    let promise = source?.call1(&JsValue::NULL, &language.tag().into()).ok()?;
    promise.dyn_into().ok()
}
