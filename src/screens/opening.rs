//! The session is being opened: the outline of what will come, the same as the frame shows before the module is here.

use crate::ui::el;
use leptos::prelude::*;

pub(super) fn screen() -> AnyView {
    let classes = ["wink-bone wink-bone-title", "wink-bone", "wink-bone", "wink-bone", "wink-bone"];
    let bones = el("div", "wink-bones").children(classes.map(|class| el("div", class)));
    el("div", "wink-screen").set("aria-hidden", "true").child(bones).into()
}
