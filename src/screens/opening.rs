//! The session is being opened: the outline of what will come, the same as the frame shows before the module is here.

use leptos::prelude::*;

pub(super) fn screen() -> AnyView {
    let bone = |class: &'static str| view! { <div class=class></div> };
    let classes = ["wink-bone wink-bone-title", "wink-bone", "wink-bone", "wink-bone", "wink-bone"];
    view! {
        <div class="wink-screen" aria-hidden="true">
            <div class="wink-bones">{classes.map(bone).to_vec()}</div>
        </div>
    }
    .into_any()
}
