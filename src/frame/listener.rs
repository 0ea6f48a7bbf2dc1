//! An event listener that is removed when its owner is dropped.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// Listens until it is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    phase: Phase,
    closure: Closure<dyn FnMut(Event)>,
}

/// Which events a listener receives, and in which phase.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Only events of the target itself. Events of elements inside it bubble up under the same names: a file chooser that
    /// is cancelled fires `cancel` at its input, and that is not the dialog's.
    AtTarget,
    /// All events on their way down to the target or to an element inside it.
    Capturing,
}

impl Listener {
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        phase: Phase,
        mut on_event: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if phase == Phase::Capturing || event.target() == event.current_target() {
                on_event(event);
            }
        });
        // Adding a listener to an event target does not fail.
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
