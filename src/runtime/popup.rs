//! The window in which a person signs in at a provider: opened in the click, led to the provider's page, watched until
//! it is gone. What it sends when the person comes back is a hint and nothing more: the service is asked.

use crate::frame::{Listener, Phase};
use crate::messages::{Key, t};
use gloo_timers::callback::Interval;
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{BroadcastChannel, Window};
use wink_flow::{Attempt, Event, WindowCommand};

/// How often it is looked whether the window is still there.
const LOOK_MILLIS: u32 = 400;

/// Name of the channel over which windows of one origin tell each other.
const CHANNEL: &str = "wink-sign-in";

const FEATURES: &str = "popup,width=480,height=720";

/// What is to be said when something happens to the window.
type Say = Rc<dyn Fn(Event)>;

/// The window, while there is one.
#[derive(Default)]
pub(super) struct Popup {
    window: RefCell<Option<(Attempt, Window)>>,
    watch: RefCell<Option<Interval>>,
    news: RefCell<Option<News>>,
}

/// Listens for somebody who has come back, in whichever window.
struct News {
    channel: Option<BroadcastChannel>,
    _listeners: Vec<Listener>,
}

impl Popup {
    pub(super) fn carry_out(&self, command: WindowCommand, say: &Say) {
        match command {
            WindowCommand::Open(attempt, url) => self.open(attempt, url.as_deref(), say),
            WindowCommand::Lead(attempt, url) => {
                if let Some((open, window)) = &*self.window.borrow()
                    && *open == attempt
                {
                    // Refused where the window is gone, which the watch finds out.
                    let _ = window.location().set_href(&url);
                }
            }
            WindowCommand::Show => {
                if let Some((_, window)) = &*self.window.borrow() {
                    let _ = window.focus();
                }
            }
            WindowCommand::Close => {
                if let Some((_, window)) = self.window.take() {
                    let _ = window.close();
                }
                self.release();
            }
            WindowCommand::Release => self.release(),
        }
    }

    fn open(&self, attempt: Attempt, url: Option<&str>, say: &Say) {
        self.release();
        *self.news.borrow_mut() = News::listen(say);
        let page = web_sys::window();
        let opened = page.and_then(|page| {
            let url = url.unwrap_or("about:blank");
            page.open_with_url_and_target_and_features(url, "_blank", FEATURES).ok().flatten()
        });
        let Some(window) = opened else {
            say(Event::WindowBlocked(attempt));
            return;
        };
        if url.is_none() {
            say_one_moment(&window);
        }
        let watched = window.clone();
        *self.window.borrow_mut() = Some((attempt, window));
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
        self.window.take();
        self.watch.take();
        self.news.take();
    }
}

impl News {
    fn listen(say: &Say) -> Option<Self> {
        let hear = |say: Say| {
            move |event: web_sys::Event| {
                let data = Reflect::get(&event, &"data".into()).unwrap_or_default();
                let kind = Reflect::get(&data, &"kind".into()).ok().and_then(|kind| kind.as_string());
                if kind.as_deref() == Some("sign-in-returned") {
                    say(Event::WindowReturned);
                }
            }
        };
        let page = web_sys::window()?;
        let mut listeners = vec![Listener::new(&page, "message", Phase::Bubbling, hear(Rc::clone(say)))];
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            listeners.push(Listener::new(channel, "message", Phase::Bubbling, hear(Rc::clone(say))));
        }
        Some(Self { channel, _listeners: listeners })
    }
}

impl Drop for News {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// An empty window looks broken. Where its document cannot be written to, it stays empty for the moment.
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
