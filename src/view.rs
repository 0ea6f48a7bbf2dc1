//! What a screen is given: the flow to read and one way to say what happened.

use crate::files::Files;
use leptos::prelude::*;
use std::rc::Rc;
use wink_flow::{Event, Flow};

/// The flow as screens see it. Copies are cheap; all of them show the same flow.
#[derive(Clone, Copy)]
pub(crate) struct View {
    flow: RwSignal<Flow>,
    dispatch: StoredValue<Rc<dyn Fn(Event)>, LocalStorage>,
    files: StoredValue<Rc<Files>, LocalStorage>,
}

impl View {
    /// A view of `flow`; `dispatch` takes in what the person does, `files` what they pick.
    pub(crate) fn new(flow: RwSignal<Flow>, files: Rc<Files>, dispatch: impl Fn(Event) + 'static) -> Self {
        let dispatch = StoredValue::new_local(Rc::new(dispatch) as Rc<dyn Fn(Event)>);
        Self { flow, dispatch, files: StoredValue::new_local(files) }
    }

    /// Says what happened.
    pub(crate) fn send(self, event: Event) {
        // A click can arrive while the dialog is being removed; by then there is no runtime.
        if let Some(dispatch) = self.dispatch.try_get_value() {
            dispatch(event);
        }
    }

    /// The files that were picked; `None` for the moment in which a screen outlives them.
    pub(crate) fn files(self) -> Option<Rc<Files>> {
        self.files.try_get_value()
    }

    /// Reads the flow and subscribes to its changes.
    pub(crate) fn read<T>(self, part: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with(part)
    }

    /// Reads the flow once, without subscribing to changes.
    pub(crate) fn peek<T>(self, part: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with_untracked(part)
    }

    /// The same for work that may outlive the dialog; `None` where it has.
    pub(crate) fn try_peek<T>(self, part: impl FnOnce(&Flow) -> T) -> Option<T> {
        self.flow.try_with_untracked(part)
    }
}
