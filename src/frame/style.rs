//! Style sheets, made by script so that a page's `style-src 'self'` does not stand in the way.

use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document, ShadowRoot};

const FRAME_CSS: &str = include_str!("../../static/frame.css");
const WINK_CSS: &str = include_str!("../../static/wink.css");
/// The page behind does not scroll. A sheet rather than an inline style: nothing of the host's is overwritten, and
/// several dialogs can each bring and take their own.
const LOCK_CSS: &str = "html{overflow:hidden!important;scrollbar-gutter:stable}";

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

/// Keeps the page behind from scrolling until it is dropped.
pub(super) struct ScrollLock {
    scope: StyleScope,
    sheet: CssStyleSheet,
}

impl ScrollLock {
    pub(super) fn new(document: &Document) -> Result<Self, JsValue> {
        let scope: StyleScope = document.clone().unchecked_into();
        let sheet = sheet(LOCK_CSS)?;
        let sheets = js_sys::Array::from(&scope.adopted());
        sheets.push(&sheet);
        scope.set_adopted(&sheets);
        Ok(Self { scope, sheet })
    }
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        let own: &JsValue = self.sheet.as_ref();
        let others = self.scope.adopted().filter(&mut |other, _, _| &other != own);
        self.scope.set_adopted(&others);
    }
}
