//! The dialog on the host's page: a `<dialog>` in its own shadow root, opened as a modal and removed without a trace. Its
//! content belongs to the app. The loader may have created the frame before this module was loaded.

mod keyboard;
mod listener;
mod style;
mod text_size;

use keyboard::KeyboardSpace;
pub(crate) use listener::{Listener, Phase};
use std::cell::RefCell;
use std::rc::Rc;
use style::ScrollLock;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, Event, HtmlDialogElement, HtmlElement, KeyboardEvent, ShadowRoot, ShadowRootInit,
    ShadowRootMode,
};

/// Name of the element that carries the shadow root.
const HOST_TAG: &str = "wink-link";

/// What to do when the person presses Escape.
pub(crate) type OnCancel = Rc<dyn Fn()>;

/// The dialog on the host's page.
pub(crate) struct Frame {
    host: Element,
    dialog: HtmlDialogElement,
    app: HtmlElement,
    hold: RefCell<Option<Hold>>,
    _listeners: Vec<Listener>,
    _keyboard: Option<KeyboardSpace>,
}

/// Changes to the page that are undone at the end.
enum Hold {
    /// By this module.
    Own { _lock: ScrollLock },
    /// By the loader, which also knows how to undo it.
    Loader { release: js_sys::Function },
}

impl Frame {
    /// Puts a new dialog on the page.
    pub(crate) fn build(on_cancel: OnCancel) -> Result<Self, JsValue> {
        let document = document()?;
        let host = document.create_element(HOST_TAG)?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        let dialog: HtmlDialogElement = document.create_element("dialog")?.unchecked_into();
        dialog.set_class_name("wink-dialog");
        root.append_child(&dialog)?;
        mount_point(&document)?.append_child(&host)?;
        let hold = Hold::Own { _lock: ScrollLock::new(&document)? };
        let frame = Self::around(host, &root, dialog, hold, on_cancel)?;
        frame.dialog.show_modal()?;
        Ok(frame)
    }

    /// Takes over the dialog that the loader added to the page. `release` undoes the loader's changes to the page.
    pub(crate) fn adopt(
        dialog: HtmlDialogElement,
        release: js_sys::Function,
        on_cancel: OnCancel,
    ) -> Result<Self, JsValue> {
        let root: ShadowRoot = dialog.get_root_node().dyn_into()?;
        Self::around(root.host(), &root, dialog, Hold::Loader { release }, on_cancel)
    }

    fn around(
        host: Element,
        root: &ShadowRoot,
        dialog: HtmlDialogElement,
        hold: Hold,
        on_cancel: OnCancel,
    ) -> Result<Self, JsValue> {
        style::adopt(root)?;
        let app: HtmlElement = document()?.create_element("div")?.unchecked_into();
        app.set_class_name("wink-app");
        dialog.append_child(&app)?;
        text_size::follow(&dialog);
        let listeners = listen(&dialog, &host, on_cancel);
        let keyboard = KeyboardSpace::watch(&dialog);
        Ok(Self {
            host,
            dialog,
            app,
            hold: RefCell::new(Some(hold)),
            _listeners: listeners,
            _keyboard: keyboard,
        })
    }

    /// The element that the app is mounted in.
    pub(crate) const fn app(&self) -> &HtmlElement {
        &self.app
    }

    /// Removes the placeholder that was shown while the module was loading.
    pub(crate) fn reveal(&self) {
        if let Ok(Some(skeleton)) = self.dialog.query_selector(".wink-skeleton") {
            skeleton.remove();
        }
    }

    /// Restores the page at once. Listeners stay until the frame is dropped, because one may be running.
    pub(crate) fn take_away(&self) {
        // Closing, not only removing, makes the browser restore the focus.
        if self.dialog.open() {
            self.dialog.close();
        }
        self.host.remove();
        if let Some(Hold::Loader { release }) = self.hold.take() {
            // The loader's own function; it does not throw.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

fn document() -> Result<Document, JsValue> {
    web_sys::window().and_then(|window| window.document()).ok_or_else(no_page)
}

/// The body, unless it is inert: a dialog of the host may have made it so, and then ours would be inert too.
fn mount_point(document: &Document) -> Result<Element, JsValue> {
    let body = document.body().map(Element::from).filter(|body| !body.has_attribute("inert"));
    body.or_else(|| document.document_element()).ok_or_else(no_page)
}

fn no_page() -> JsValue {
    js_sys::Error::new("SmileLinkModal needs a page to open on").into()
}

fn listen(dialog: &HtmlDialogElement, host: &Element, on_cancel: OnCancel) -> Vec<Listener> {
    // Escape. The flow decides, so the browser must not close the dialog by itself…
    let ask = Rc::clone(&on_cancel);
    let cancel = Listener::new(dialog, "cancel", Phase::AtTarget, move |event: Event| {
        event.prevent_default();
        ask();
    });
    // …but Chromium still closes it on a second Escape without a click in between.
    let closed = Listener::new(dialog, "close", Phase::AtTarget, move |_| on_cancel());
    let mut listeners = vec![cancel, closed];
    // A focus trap of the host's listens on the document. It would take Tab and the focus away from a dialog that
    // is not its own, so it does not get to see either of them.
    let window = web_sys::window();
    for name in ["keydown", "focusin", "focusout"] {
        let Some(window) = &window else { continue };
        let host = JsValue::from(host);
        listeners.push(Listener::new(window, name, Phase::Capturing, move |event: Event| {
            let may_pass = event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() != "Tab");
            if !may_pass && event.composed_path().includes(&host, 0) {
                event.stop_immediate_propagation();
            }
        }));
    }
    listeners
}
