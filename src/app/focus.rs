//! Keeps the focus in the dialog when a focused button disappears. The browser would move it to the page behind, where
//! people with a keyboard or a screen reader are lost. Instead it moves to the heading of the screen.

use crate::ui::{El, Node, effect, next_frame};
use crate::view::View;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ShadowRoot};

/// Watches the focus inside `el`, which is at `root`.
pub(super) fn keep(view: View, root: Node, el: El) -> El {
    let last: Rc<RefCell<Option<Element>>> = Rc::default();
    let seen = Rc::clone(&last);
    effect(move || {
        // Any change may remove an element.
        view.read(|_| ());
        let last = Rc::clone(&last);
        // Once the change is in the document.
        next_frame(root, move |root| {
            let is_gone = last.borrow().as_ref().is_some_and(|element| !element.is_connected());
            if is_gone {
                last.take();
                focus_heading(&root);
            }
        });
    });
    el.on("focusin", move |event| {
        *seen.borrow_mut() = event.target().and_then(|target| target.dyn_into().ok());
    })
}

fn focus_heading(root: &HtmlElement) {
    let tree = root.get_root_node().dyn_into::<ShadowRoot>().ok();
    let has_focus = tree.and_then(|tree| tree.active_element()).is_some();
    let heading = root.query_selector(".wink-title").ok().flatten();
    if let Some(heading) =
        heading.filter(|_| !has_focus).and_then(|found| found.dyn_into::<HtmlElement>().ok())
    {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Refused where the page may not take the focus; there is nothing to do about it.
        let _ = heading.focus_with_options(&options);
    }
}
