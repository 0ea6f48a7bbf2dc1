//! A picture that came inside an answer. It is drawn onto a canvas: host pages forbid `data:` and `blob:` addresses.

use super::el::{El, Node, bare, el};
use crate::live::effect;
use crate::messages::{Key, t};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};
use wink_wire::Picture;

/// A picture, and its text for people who cannot see it.
pub(crate) fn picture(picture: &Picture, label: String) -> El {
    let node = Node::new();
    let base64 = picture.base64.clone();
    let is_broken = RwSignal::new(false);
    effect(move || {
        let Some(canvas) = node.get() else { return };
        let Ok(canvas) = JsCast::dyn_into::<HtmlCanvasElement>(JsValue::from(canvas)) else { return };
        let base64 = base64.clone();
        spawn_local(async move {
            if draw(&base64, &canvas).await.is_err() {
                // Nothing to report where the screen is gone already.
                let _ = is_broken.try_set(true);
            }
        });
    });
    let canvas = el("canvas", "wink-picture").node(node).set("role", "img").set("aria-label", label.clone());
    let broken = move || bare("span").text([t(Key::PictureBroken), " ", &label].concat());
    el("span", "wink-picture-box")
        .child(canvas)
        .switch(move || is_broken.get(), move |is_broken| is_broken.then(|| broken().into()))
}

async fn draw(base64: &str, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    // One character for each byte.
    let bytes: Vec<u8> = window.atob(base64)?.chars().filter_map(|c| u8::try_from(c).ok()).collect();
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes.as_slice())))?;
    let bitmap = JsFuture::from(window.create_image_bitmap_with_blob(&blob)?).await?;
    let bitmap: ImageBitmap = bitmap.dyn_into()?;
    canvas.set_width(bitmap.width());
    canvas.set_height(bitmap.height());
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into().map_err(JsValue::from)?;
    context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0)
}
