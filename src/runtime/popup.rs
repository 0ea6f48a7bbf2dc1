//! The window in which a person signs in at a provider. It is opened in the click, navigated to the provider's page, and
//! watched until it is gone. This module proves to the service's page in between that the window was opened from here. The
//! message that the window sends when the person comes back is only a hint: the service is asked.

use crate::frame::{Listener, Phase};
use crate::messages::{Key, t};
use gloo_timers::callback::Interval;
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{BroadcastChannel, Window};
use wink_flow::{Attempt, Event, WindowCommand};
use wink_wire::SignInWindow;

/// How often to check whether the window is still open.
const LOOK_MILLIS: u32 = 400;

/// Name of the channel between windows of one origin.
const CHANNEL: &str = "wink-sign-in";

const FEATURES: &str = "popup,width=480,height=720";

/// The events to send when something happens to the window.
type Say = Rc<dyn Fn(Event)>;

/// The window, while one is open.
#[derive(Default)]
pub(super) struct Popup {
    opened: Rc<RefCell<Option<Opened>>>,
    watch: RefCell<Option<Interval>>,
    news: RefCell<Option<News>>,
}

/// A window that was opened.
struct Opened {
    attempt: Attempt,
    window: Window,
    /// The address that it was navigated to.
    page: Option<SignInWindow>,
}

/// Listens for the message that a person came back, in any window.
struct News {
    channel: Option<BroadcastChannel>,
    _listeners: Vec<Listener>,
}

impl Popup {
    pub(super) fn carry_out(&self, command: WindowCommand, say: &Say) {
        match command {
            WindowCommand::Open(attempt, page) => self.open(attempt, page, say),
            WindowCommand::Lead(attempt, page) => {
                if let Some(opened) = &mut *self.opened.borrow_mut()
                    && opened.attempt == attempt
                {
                    // Fails if the window is gone, which the watch notices.
                    let _ = opened.window.location().set_href(&page.url);
                    opened.page = Some(page);
                }
            }
            WindowCommand::Show => {
                if let Some(opened) = &*self.opened.borrow() {
                    let _ = opened.window.focus();
                }
            }
            WindowCommand::Close => {
                if let Some(opened) = self.opened.take() {
                    let _ = opened.window.close();
                }
                self.release();
            }
            WindowCommand::Release => self.release(),
        }
    }

    fn open(&self, attempt: Attempt, page: Option<SignInWindow>, say: &Say) {
        self.release();
        *self.news.borrow_mut() = News::listen(say, &self.opened);
        let opened = web_sys::window().and_then(|host| {
            let url = page.as_ref().map_or("about:blank", |page| &page.url);
            host.open_with_url_and_target_and_features(url, "_blank", FEATURES).ok().flatten()
        });
        let Some(window) = opened else {
            say(Event::WindowBlocked(attempt));
            return;
        };
        if page.is_none() {
            say_one_moment(&window);
        }
        let watched = window.clone();
        *self.opened.borrow_mut() = Some(Opened { attempt, window, page });
        let say = Rc::clone(say);
        let mut is_gone = false;
        *self.watch.borrow_mut() = Some(Interval::new(LOOK_MILLIS, move || {
            if !is_gone && watched.closed().unwrap_or(true) {
                is_gone = true;
                say(Event::WindowGone(attempt));
            }
        }));
    }

    fn release(&self) {
        self.opened.take();
        self.watch.take();
        self.news.take();
    }
}

impl News {
    fn listen(say: &Say, opened: &Rc<RefCell<Option<Opened>>>) -> Option<Self> {
        let hear = |say: Say| {
            let opened = Rc::clone(opened);
            move |event: web_sys::Event| {
                let data = Reflect::get(&event, &"data".into()).unwrap_or_default();
                match text_of(&data, "kind").as_deref() {
                    Some("sign-in-returned") => say(Event::WindowReturned),
                    Some("sign-in-asks") => {
                        if let Some(opened) = &*opened.borrow() {
                            opened.prove(&event);
                        }
                    }
                    _ => {}
                }
            }
        };
        let page = web_sys::window()?;
        let mut listeners = vec![Listener::new(&page, "message", Phase::AtTarget, hear(Rc::clone(say)))];
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            listeners.push(Listener::new(channel, "message", Phase::AtTarget, hear(Rc::clone(say))));
        }
        Some(Self { channel, _listeners: listeners })
    }
}

impl Opened {
    /// Sends a secret that only this widget has to the service's page in the window. In a sandboxed frame that page has no
    /// origin.
    fn prove(&self, event: &web_sys::Event) {
        let source = Reflect::get(event, &"source".into()).unwrap_or_default();
        let origin = text_of(event, "origin").unwrap_or_default();
        let window: &JsValue = self.window.as_ref();
        let Some(page) = self.page.as_ref().filter(|_| source == *window) else { return };
        let target = match origin.as_str() {
            "null" => "*",
            origin if page.url.strip_prefix(origin).is_some_and(|path| path.starts_with('/')) => origin,
            _ => return,
        };
        let answer = Object::new();
        for (name, value) in [("kind", "sign-in-proof"), ("proof", page.proof.expose())] {
            let _ = Reflect::set(&answer, &name.into(), &value.into());
        }
        let _ = self.window.post_message(&answer, target);
    }
}

impl Drop for News {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// Shows a text, because an empty window looks broken. If its document cannot be changed, it stays empty for now.
fn say_one_moment(window: &Window) {
    let text = JsValue::from_str(t(Key::OneMoment));
    let put = || -> Result<(), JsValue> {
        let document = Reflect::get(window, &"document".into())?;
        Reflect::set(&document, &"title".into(), &text)?;
        let body = Reflect::get(&document, &"body".into())?;
        Reflect::set(&body, &"textContent".into(), &text)?;
        Ok(())
    };
    let _ = put();
}
