//! An event listener that ends with its owner.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// Listens until it is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    phase: Phase,
    closure: Closure<dyn FnMut(Event)>,
}

/// When in an event's way a listener hears of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// After its target, as most listeners do.
    Bubbling,
    /// Before its target.
    Capturing,
}

impl Listener {
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        phase: Phase,
        on_event: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(on_event);
        // Adding a listener fails only for a target that is none.
        let _ = target.add_event_listener_with_callback_and_bool(
            name,
            closure.as_ref().unchecked_ref(),
            phase == Phase::Capturing,
        );
        Self { target: target.clone(), name, phase, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.name,
            self.closure.as_ref().unchecked_ref(),
            self.phase == Phase::Capturing,
        );
    }
}
