//! What follows the flow, boxed: the code that keeps it up to date is then compiled once for each kind of value
//! rather than once for each place, which is a good part of the module's size.

use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// A value that follows the flow.
pub(crate) type Live<T> = Box<dyn FnMut() -> T + Send>;

/// A value that follows the flow.
pub(crate) fn live<T>(value: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Box::new(value)
}

/// Counts how often a value has changed, and gives its last value. Reading the count subscribes to changes.
pub(crate) fn changes<T: Clone + PartialEq + Send + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> (Memo<u32>, impl Fn() -> Option<T> + Clone) {
    let last = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&last);
    // One kind of memo for all kinds of value.
    let count: Box<dyn Fn(u32) -> u32 + Send + Sync> = Box::new(move |count| {
        let now = Some(value());
        let mut last = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *last != now;
        *last = now;
        count.wrapping_add(u32::from(is_new))
    });
    (counter(count), move || last.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

#[inline(never)]
fn counter(count: Box<dyn Fn(u32) -> u32 + Send + Sync>) -> Memo<u32> {
    Memo::new(move |last: Option<&u32>| count(last.copied().unwrap_or_default()))
}

/// Does something now and whenever what it reads has changed.
pub(crate) fn effect(work: impl FnMut() + 'static) {
    start(Box::new(work));
}

#[inline(never)]
fn start(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_| work());
}
