//! `SmileLinkModal`, the class that JavaScript sees: checked input, plain-JSON output, and an opening that lives
//! until it is closed, whether or not the page keeps a reference.

mod config;
mod host;
mod payload;

use crate::app::{App, AppProps};
use crate::files::Files;
use crate::frame::{Frame, OnCancel};
use crate::messages::follow;
use crate::runtime::Runtime;
use crate::view::View;
use config::Config;
use host::PageHost;
use leptos::mount::mount_to;
use leptos::prelude::Owner;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlDialogElement;
use wink_flow::Event;
use wink_wire::Secret;

thread_local! {
    /// Modals that are open. They are owned here and not by the JavaScript handle: `new SmileLinkModal({…}).open()`
    /// keeps no reference, and the next garbage collection would take the dialog away.
    static OPEN: RefCell<Vec<Rc<Modal>>> = const { RefCell::new(Vec::new()) };
}

/// The account-linking dialog.
#[wasm_bindgen]
pub struct SmileLinkModal {
    modal: Rc<Modal>,
}

#[wasm_bindgen]
impl SmileLinkModal {
    /// Checks and stores the configuration. Nothing is shown before `open()`. `catalogues` takes a language tag and returns a
    /// promise of the catalogue's text; without it, texts are in English. `documents` returns a promise of the script that
    /// checks picked files; without it, documents cannot be uploaded.
    ///
    /// # Errors
    /// A `TypeError` where `userToken` is missing or not a string.
    #[wasm_bindgen(constructor)]
    pub fn new(
        config: JsValue,
        default_api_host: Option<String>,
        catalogues: Option<js_sys::Function>,
        documents: Option<js_sys::Function>,
    ) -> Result<Self, JsValue> {
        let config = Config::read(config, default_api_host)?;
        let modal =
            Modal { config, catalogues, documents, session: RefCell::default(), live: RefCell::default() };
        Ok(Self { modal: Rc::new(modal) })
    }

    /// Shows the dialog. Does nothing while it is open.
    ///
    /// # Errors
    /// Where there is no page to open on.
    pub fn open(&self) -> Result<(), JsValue> {
        self.modal.open(Frame::build)
    }

    /// Shows the widget in a dialog that the loader has added to the page. `release` undoes the loader's changes.
    ///
    /// # Errors
    /// Where the dialog is not in a shadow root.
    #[wasm_bindgen(js_name = openIn, skip_typescript)]
    pub fn open_in(&self, dialog: HtmlDialogElement, release: js_sys::Function) -> Result<(), JsValue> {
        self.modal.open(|on_cancel| Frame::adopt(dialog, release, on_cancel))
    }

    /// Whether the dialog is on the page.
    #[wasm_bindgen(js_name = isOpen, skip_typescript)]
    pub fn is_open(&self) -> bool {
        self.modal.live.borrow().is_some()
    }

    /// Removes the dialog. Does nothing while it is closed.
    pub fn close(&self) {
        self.modal.send(Event::HostClosed);
    }
}

struct Modal {
    config: Config,
    /// Loads the texts of languages other than English.
    catalogues: Option<js_sys::Function>,
    /// Loads the script that checks picked files.
    documents: Option<js_sys::Function>,
    /// The session of the first opening. Later openings use it instead of exchanging the link token again.
    session: RefCell<Option<Secret>>,
    live: RefCell<Option<Live>>,
}

/// Everything that ends with an opening. The fields are dropped in this order.
struct Live {
    runtime: Rc<Runtime>,
    _mounted: Box<dyn Any>,
    _owner: Owner,
    frame: Frame,
}

impl Modal {
    fn open(
        self: &Rc<Self>,
        make_frame: impl FnOnce(OnCancel) -> Result<Frame, JsValue>,
    ) -> Result<(), JsValue> {
        if self.live.borrow().is_some() {
            return Ok(());
        }
        let frame = make_frame(self.on_cancel())?;
        let host = PageHost { modal: Rc::downgrade(self), config: self.config.raw.clone() };
        let (settings, session) = (self.config.settings.clone(), self.session.borrow().clone());
        let owner = Owner::new();
        let files = Rc::new(Files::new(self.documents.clone()));
        let api_host = self.config.api_host.clone();
        let runtime = owner.with(|| Runtime::new(settings, session, api_host, files, Box::new(host)));
        let view = owner.with(|| View::new(runtime.flow(), runtime.files(), runtime.dispatcher()));
        let catalogues = self.catalogues.clone();
        // Inside the mounted app, because effects that follow the flow need its reactive owner.
        let app = move || App(AppProps { view, texts: follow(view, catalogues) });
        let mounted = owner.with(|| mount_to(frame.app().clone(), app));
        frame.reveal();
        let live = Live { runtime: Rc::clone(&runtime), _mounted: Box::new(mounted), _owner: owner, frame };
        *self.live.borrow_mut() = Some(live);
        OPEN.with_borrow_mut(|open| open.push(Rc::clone(self)));
        runtime.start();
        Ok(())
    }

    fn on_cancel(self: &Rc<Self>) -> OnCancel {
        let modal = Rc::downgrade(self);
        Rc::new(move || {
            if let Some(modal) = modal.upgrade() {
                modal.send(Event::CloseRequested);
            }
        })
    }

    fn send(&self, event: Event) {
        let runtime = self.live.borrow().as_ref().map(|live| Rc::clone(&live.runtime));
        if let Some(runtime) = runtime {
            runtime.send(event);
        }
    }

    /// Restores the page at once. Code that may be running now is dropped a moment later.
    fn tear_down(self: &Rc<Self>) {
        OPEN.with_borrow_mut(|open| open.retain(|other| !Rc::ptr_eq(other, self)));
        let Some(live) = self.live.borrow_mut().take() else { return };
        *self.session.borrow_mut() = live.runtime.session_token();
        live.frame.take_away();
        wasm_bindgen_futures::spawn_local(async move { drop(live) });
    }
}
