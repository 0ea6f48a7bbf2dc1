//! The session is being opened: shows the same placeholder as the frame while the module is loading.

use crate::ui::el;
use leptos::prelude::*;

pub(super) fn screen() -> AnyView {
    let classes = ["wink-bone wink-bone-title", "wink-bone", "wink-bone", "wink-bone", "wink-bone"];
    let bones = el("div", "wink-bones").children(classes.map(|class| el("div", class)));
    el("div", "wink-screen").set("aria-hidden", "true").child(bones).into()
}
