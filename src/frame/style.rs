//! Style sheets, created by script because a page's `style-src 'self'` would block inline styles.

use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document, ShadowRoot};

const FRAME_CSS: &str =
    concat!(include_str!("../../static/tokens.css"), include_str!("../../static/frame.css"));

/// The style sheets of the parts of the dialog. Of two rules with equal specificity the later wins, so general sheets come
/// first, and those that depend on the device last.
const WINK_CSS: &str = concat!(
    include_str!("../ui/base.css"),
    include_str!("../app.css"),
    include_str!("../ui/button.css"),
    include_str!("../ui/logo.css"),
    include_str!("../ui/data_points.css"),
    include_str!("../ui/panel.css"),
    include_str!("../screens/consent.css"),
    include_str!("../ui/texts.css"),
    include_str!("../ui/badge.css"),
    include_str!("../ui/choice.css"),
    include_str!("../ui/notice.css"),
    include_str!("../ui/field.css"),
    include_str!("../screens/login.css"),
    include_str!("../screens/upload.css"),
    include_str!("../screens/providers.css"),
    include_str!("../screens/connecting.css"),
    include_str!("../screens/second_factor.css"),
    include_str!("../screens/opening.css"),
    include_str!("../ui/motion.css"),
    include_str!("../ui/low_height.css"),
    include_str!("../ui/forced_colours.css"),
);

#[wasm_bindgen]
extern "C" {
    /// A document or a shadow root. web-sys knows `adoptedStyleSheets` on documents only.
    type StyleScope;
    #[wasm_bindgen(method, getter, js_name = adoptedStyleSheets)]
    fn adopted(this: &StyleScope) -> js_sys::Array;
    #[wasm_bindgen(method, setter, js_name = adoptedStyleSheets)]
    fn set_adopted(this: &StyleScope, sheets: &js_sys::Array);
}

thread_local! {
    /// Parsed once for all dialogs of the page.
    static SHEETS: RefCell<Option<[CssStyleSheet; 2]>> = const { RefCell::new(None) };
}

/// Gives a shadow root the widget's style.
pub(super) fn adopt(root: &ShadowRoot) -> Result<(), JsValue> {
    let sheets = SHEETS.with_borrow_mut(|cached| -> Result<[CssStyleSheet; 2], JsValue> {
        if let Some(sheets) = cached {
            return Ok(sheets.clone());
        }
        let sheets = [sheet(FRAME_CSS)?, sheet(WINK_CSS)?];
        *cached = Some(sheets.clone());
        Ok(sheets)
    })?;
    root.unchecked_ref::<StyleScope>().set_adopted(&sheets.iter().collect());
    Ok(())
}

fn sheet(css: &str) -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(css)?;
    Ok(sheet)
}

/// Keeps the page behind from scrolling until it is dropped. A sheet rather than an inline style: nothing of the
/// host's is overwritten, and several dialogs can each bring and take their own.
pub(super) struct ScrollLock {
    scope: StyleScope,
    sheet: CssStyleSheet,
}

impl ScrollLock {
    pub(super) fn new(document: &Document) -> Result<Self, JsValue> {
        let scope: StyleScope = document.clone().unchecked_into();
        let sheet = sheet(&lock_css(document))?;
        let sheets = js_sys::Array::from(&scope.adopted());
        sheets.push(&sheet);
        scope.set_adopted(&sheets);
        Ok(Self { scope, sheet })
    }
}

/// Keeps the page from jumping when its scroll bar disappears.
fn lock_css(document: &Document) -> String {
    let window_width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    let page_width = document.document_element().map(|root| f64::from(root.client_width()));
    let bar = window_width.zip(page_width).map_or(0.0, |(window, page)| window - page);
    #[expect(clippy::cast_possible_truncation, reason = "a scroll bar is some pixels wide")]
    let bar = bar as i32;
    let mut css = "html{overflow:hidden!important".to_owned();
    if bar > 0 {
        css = css + ";border-inline-end:" + &bar.to_string() + "px solid transparent!important";
    }
    css + "}"
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        let own: &JsValue = self.sheet.as_ref();
        let others = self.scope.adopted().filter(&mut |other, _, _| &other != own);
        self.scope.set_adopted(&others);
    }
}
