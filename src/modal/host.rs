//! Calls back into the host page. Errors of the callbacks do not affect the widget.

use super::{Modal, payload};
use crate::runtime::Host;
use js_sys::{Array, Function, Promise, Reflect};
use std::rc::Weak;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::console;
use wink_flow::HostCallback;

/// The page that opened the modal.
pub(super) struct PageHost {
    pub(super) modal: Weak<Modal>,
    /// The host's configuration. It outlives the modal, because `onClose` is called last.
    pub(super) config: JsValue,
}

impl Host for PageHost {
    fn tell(&self, callback: &HostCallback) {
        let (name, argument) = payload::name_and_argument(callback);
        let Ok(value) = Reflect::get(&self.config, &name.into()) else { return };
        let Ok(function) = value.dyn_into::<Function>() else { return };
        let arguments: Array = argument.into_iter().collect();
        match function.apply(&self.config, &arguments) {
            Ok(returned) => {
                if let Ok(promise) = returned.dyn_into::<Promise>() {
                    spawn_local(async move {
                        if let Err(error) = JsFuture::from(promise).await {
                            report(name, &error);
                        }
                    });
                }
            }
            Err(error) => report(name, &error),
        }
    }

    fn tear_down(&self) {
        if let Some(modal) = self.modal.upgrade() {
            modal.tear_down();
        }
    }
}

/// The page has to fix its own error; the widget continues.
fn report(name: &str, error: &JsValue) {
    console::error_2(&("SmileLinkModal: the page's ".to_owned() + name + " failed:").into(), error);
}
