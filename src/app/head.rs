//! The head: the way back, who asks, how far the journey has come, the way out.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

use crate::messages::{Key, t};
use crate::ui::{Icon, LogoSize, effect, icon, live, live_view, logo, on_press};
use crate::view::View;
use leptos::html;
use leptos::prelude::*;
use wink_flow::{Event, Flow};
use wink_wire::Mode;

/// The head. It is the same on every screen, so it never jumps.
#[component]
pub(super) fn Head(view: View, progress: Memo<u8>) -> impl IntoView {
    let has_way_back = view.memo(Flow::has_way_back);
    let company = view.memo(|flow| {
        let session = flow.session()?;
        Some((session.preferences.company_name.clone(), session.logo_url.clone().unwrap_or_default()))
    });
    let is_sandbox = view.memo(|flow| flow.session().is_some_and(|session| session.mode == Mode::Sandbox));
    let back = live_view(move || {
        has_way_back.get().then(|| {
            view! {
                <button
                    type="button"
                    class="wink-icon-button"
                    aria-label=t(Key::Back)
                    on:click=on_press(move || view.send(Event::BackPressed))
                >
                    {icon(Icon::Back)}
                </button>
            }
            .into_any()
        })
    });
    let brand = live_view(move || {
        company.get().filter(|(name, _)| !name.is_empty()).map(|(name, url)| {
            view! {
                {logo(&name, &name, &url, LogoSize::Small)}
                <span class="wink-brand-name">{name}</span>
            }
            .into_any()
        })
    });
    let ribbon = live_view(move || {
        is_sandbox.get().then(|| {
            view! {
                <p class="wink-ribbon">
                    <strong>{t(Key::Sandbox)}</strong>
                    <span>{t(Key::SandboxNote)}</span>
                </p>
            }
            .into_any()
        })
    });
    view! {
        <div class="wink-head">
            <div class="wink-head-side">{back}</div>
            <div class="wink-brand">{brand}</div>
            <button
                type="button"
                class="wink-icon-button"
                aria-label=t(Key::Close)
                on:click=on_press(move || view.send(Event::CloseRequested))
            >
                {icon(Icon::Close)}
            </button>
        </div>
        <ProgressLine progress />
        {ribbon}
    }
}

#[component]
fn ProgressLine(progress: Memo<u8>) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    effect(move || {
        let percent = progress.get().to_string() + "%";
        if let Some(bar) = bar.get() {
            // Through script, because a policy without inline styles forbids the attribute.
            let _ = web_sys::HtmlElement::style(&bar).set_property("inline-size", &percent);
        }
    });
    view! {
        <div
            class="wink-progress"
            role="progressbar"
            aria-label=t(Key::Progress)
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=live(move || progress.get().to_string())
        >
            <div class="wink-progress-bar" node_ref=bar></div>
        </div>
    }
}
