//! What a screen is given: the flow to read and one way to say what happened.

use leptos::prelude::*;
use std::rc::Rc;
use wink_flow::{Event, Flow};

/// The flow as screens see it. Copies are cheap; all of them show the same flow.
#[derive(Clone, Copy)]
pub(crate) struct View {
    flow: RwSignal<Flow>,
    dispatch: StoredValue<Rc<dyn Fn(Event)>, LocalStorage>,
}

impl View {
    /// A view of `flow`; `dispatch` takes in what the person does.
    pub(crate) fn new(flow: RwSignal<Flow>, dispatch: impl Fn(Event) + 'static) -> Self {
        Self { flow, dispatch: StoredValue::new_local(Rc::new(dispatch)) }
    }

    /// Says what happened.
    pub(crate) fn send(self, event: Event) {
        // A click can arrive while the dialog is being taken away; by then there is nobody to tell.
        if let Some(dispatch) = self.dispatch.try_get_value() {
            dispatch(event);
        }
    }

    /// Reads the flow, to be told of every change of it.
    pub(crate) fn read<T>(self, part: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with(part)
    }

    /// Reads the flow once, without being told of later changes.
    pub(crate) fn peek<T>(self, part: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with_untracked(part)
    }

    /// The same for work that may outlive the dialog; `None` where it has.
    pub(crate) fn try_peek<T>(self, part: impl FnOnce(&Flow) -> T) -> Option<T> {
        self.flow.try_with_untracked(part)
    }
}
