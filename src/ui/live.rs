//! Parts of a view that follow the flow, boxed: the code that keeps one up to date is then compiled once for each
//! kind of value rather than once for each place, which is a good part of the module's size.

use leptos::prelude::*;

/// A value that follows the flow.
pub(crate) type Live<T> = Box<dyn FnMut() -> T + Send>;

/// A text, an attribute or a view that follows the flow.
pub(crate) fn live<T>(part: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Box::new(part)
}

/// A view that comes and goes with the flow.
pub(crate) fn live_view(part: impl FnMut() -> Option<AnyView> + Send + 'static) -> Live<AnyView> {
    let mut part: Live<Option<AnyView>> = Box::new(part);
    Box::new(move || part().unwrap_or_else(nothing))
}

/// No view.
pub(crate) fn nothing() -> AnyView {
    ().into_any()
}

/// A memo whose computation is boxed, for the same reason.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let compute: Box<dyn Fn() -> T + Send + Sync> = Box::new(compute);
    boxed_memo(compute)
}

fn boxed_memo<T: PartialEq + Send + Sync + 'static>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| compute())
}

/// An effect whose work is boxed, for the same reason.
pub(crate) fn effect(work: impl FnMut() + 'static) {
    let mut work: Box<dyn FnMut()> = Box::new(work);
    Effect::new(move |_| work());
}

/// What a click does, boxed, for the same reason.
pub(crate) fn on_press(work: impl FnMut() + 'static) -> Box<dyn FnMut(web_sys::MouseEvent)> {
    let mut work = work;
    Box::new(move |_| work())
}

/// A text that stays as it is, where one that follows the flow could stand.
pub(crate) fn always(text: String) -> Live<String> {
    Box::new(move || text.clone())
}
