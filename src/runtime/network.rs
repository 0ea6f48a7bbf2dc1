//! Whether the browser has a network.

use crate::frame::{Listener, Phase};
use std::rc::Rc;
use wink_flow::{Event, Network};

/// Reports a missing network at once, and later every change. Dropping the result ends it.
pub(super) fn watch(say: &Rc<dyn Fn(Event)>) -> Vec<Listener> {
    let Some(page) = web_sys::window() else { return Vec::new() };
    if !page.navigator().on_line() {
        say(Event::NetworkChanged(Network::Offline));
    }
    let changes = [("online", Network::Good), ("offline", Network::Offline)];
    let listener = |(name, network)| {
        let say = Rc::clone(say);
        Listener::new(&page, name, Phase::AtTarget, move |_| say(Event::NetworkChanged(network)))
    };
    changes.into_iter().map(listener).collect()
}
