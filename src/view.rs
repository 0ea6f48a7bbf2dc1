//! What a screen is given: the flow to read and one way to say what happened.

use leptos::prelude::*;
use std::rc::Rc;
use wink_flow::{Event, Flow, State};

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

    /// A part of the flow that changes only when its value does.
    pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Flow) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        // Boxed, here and below, so that memos are compiled for each kind of value and not for each closure.
        let part: Box<dyn Fn(&Flow) -> T + Send + Sync> = Box::new(part);
        Memo::new(move |_| self.flow.with(&part))
    }

    /// A part of the current screen. A screen outlives its state by a moment, and shows what it last had.
    pub(crate) fn part<T: Clone + Default + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&State) -> Option<T> + Send + Sync + 'static,
    ) -> Memo<T> {
        let part: Box<dyn Fn(&State) -> Option<T> + Send + Sync> = Box::new(part);
        Memo::new(move |last: Option<&T>| {
            let now = self.flow.with(|flow| part(flow.state()));
            now.or_else(|| last.cloned()).unwrap_or_default()
        })
    }

    /// Reads the flow once, without being told of later changes.
    pub(crate) fn peek<T>(self, part: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with_untracked(part)
    }
}
