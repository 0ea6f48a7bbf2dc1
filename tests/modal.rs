//! The modal in a browser: mounting, unmounting, focus, and two on one page. The service is a few lines of script in
//! place of `fetch`; whole journeys against the real one are in `tests/journeys/`.

use crate::SmileLinkModal;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Answers the session and the catalogue, and refuses everything else.
const SERVICE: &str = r"
window.fetch = async (request) => {
  const { pathname } = new URL(request.url);
  const json = (status, body) => new Response(JSON.stringify(body), { status });
  const session = {
    sessionId: 's-1', sealingKey: { id: '1', spki: '', expiresInSeconds: 3600 },
    userId: 'tenant-1', mode: 'SANDBOX', expiresInSeconds: 3600, catalogueHash: 'c0ffee', accounts: [],
    template: {
      companyName: 'Lumina Lending', logoUrl: null,
      consent: { version: '1', language: 'en', text: '# Title', dataPoints: ['IDENTITIES'], retentionDays: 60 },
    },
  };
  if (pathname.endsWith('/sessions')) return json(201, { sessionToken: 's', session });
  if (pathname.endsWith('/session')) return json(200, session);
  if (pathname.endsWith('/session/consent')) return json(200, { textSha256: '00', agreedAt: '2026-01-01T00:00:00Z' });
  if (pathname.includes('/catalogue/')) return new Response('upwork\tUpwork\tg\tPH\td\t900\t\t\n');
  return json(404, { code: 'MISSING_RESOURCE', message: 'not here', requestId: 'r-1' });
};
window.calls = [];
";

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// A configuration whose callbacks write their names into `window.calls`.
fn config() -> JsValue {
    let config = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&config, &name.into(), value).unwrap();
    set("userToken", &"token".into());
    let close = Function::new_with_args("argument", "window.calls.push('onClose ' + argument.reason)");
    set("onClose", &close);
    let shown = Function::new_with_args("argument", "window.calls.push(argument.eventName)");
    set("onUIEvent", &shown);
    config.into()
}

fn modal() -> SmileLinkModal {
    js_sys::eval(SERVICE).unwrap();
    SmileLinkModal::new(config(), None, None, None).unwrap()
}

fn calls() -> String {
    let calls = js_sys::eval("window.calls.join(', ')").unwrap();
    calls.as_string().unwrap()
}

fn hosts() -> Vec<Element> {
    let found = document().query_selector_all("wink-link").unwrap();
    (0..found.length()).filter_map(|at| found.get(at)).map(JsCast::unchecked_into).collect()
}

fn dialog(host: &Element) -> HtmlDialogElement {
    host.shadow_root().unwrap().query_selector("dialog").unwrap().unwrap().unchecked_into()
}

/// Waits for what comes of promises and frames, up to two seconds.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..100 {
        if holds() {
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("it did not come to this: {what}");
}

async fn until_screen(name: &str) {
    until(name, || calls().ends_with(name)).await;
}

fn page_button() -> HtmlElement {
    let button: HtmlElement = document().create_element("button").unwrap().unchecked_into();
    document().body().unwrap().append_child(&button).unwrap();
    button.focus().unwrap();
    button
}

#[wasm_bindgen_test]
async fn opening_mounts_and_closing_leaves_nothing() {
    let button = page_button();
    let modal = modal();
    modal.open().unwrap();
    modal.open().unwrap();
    let open = hosts();
    assert_eq!(open.len(), 1, "twice is one dialog");
    assert!(dialog(&open[0]).open());
    assert!(modal.is_open());
    until_screen("ConsentPageOpened").await;
    modal.close();
    modal.close();
    assert!(hosts().is_empty() && !modal.is_open());
    assert_eq!(calls(), "ConsentPageOpened, onClose close");
    assert_eq!(document().active_element().as_ref(), Some(button.as_ref()), "the focus is back");
    button.remove();
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_new_screens_heading() {
    let modal = modal();
    modal.open().unwrap();
    until_screen("ConsentPageOpened").await;
    let root = hosts()[0].shadow_root().unwrap();
    let tag_in_focus = || root.active_element().map(|element| element.tag_name());
    until("focus on the heading", || tag_in_focus().as_deref() == Some("H2")).await;
    modal.close();
}

#[wasm_bindgen_test]
async fn escape_closes_once() {
    let modal = modal();
    modal.open().unwrap();
    until_screen("ConsentPageOpened").await;
    let cancel = web_sys::Event::new("cancel").unwrap();
    dialog(&hosts()[0]).dispatch_event(&cancel).unwrap();
    until("closed", || hosts().is_empty()).await;
    TimeoutFuture::new(50).await;
    assert_eq!(calls(), "ConsentPageOpened, onClose close");
}

#[wasm_bindgen_test]
async fn events_of_elements_inside_do_not_close_it() {
    let modal = modal();
    modal.open().unwrap();
    until_screen("ConsentPageOpened").await;
    let dialog = dialog(&hosts()[0]);
    // As an input for files is when its chooser is cancelled, and as a popover or a dialog inside would be.
    let inside = document().create_element("input").unwrap();
    dialog.query_selector(".wink-root").unwrap().unwrap().append_child(&inside).unwrap();
    for name in ["cancel", "close", "toggle", "beforetoggle", "reset", "error", "abort"] {
        let event = js_sys::eval(&format!("new Event('{name}', {{ bubbles: true, cancelable: true }})"));
        let event: web_sys::Event = event.unwrap().unchecked_into();
        inside.dispatch_event(&event).unwrap();
        assert!(!event.default_prevented(), "{name} is left to the element that it is about");
        TimeoutFuture::new(0).await;
        assert!(modal.is_open() && dialog.open(), "{name} inside does not close the dialog");
    }
    assert_eq!(calls(), "ConsentPageOpened");
    modal.close();
}

#[wasm_bindgen_test]
async fn two_modals_never_meet() {
    let (first, second) = (modal(), modal());
    first.open().unwrap();
    second.open().unwrap();
    assert_eq!(hosts().len(), 2);
    until("both at consent", || calls() == "ConsentPageOpened, ConsentPageOpened").await;
    first.close();
    assert_eq!(hosts().len(), 1);
    assert!(second.is_open() && !first.is_open());
    second.close();
    assert!(hosts().is_empty());
}

#[wasm_bindgen_test]
async fn it_opens_again_and_again_without_growing() {
    let modal = modal();
    let nodes = || document().query_selector_all("*").unwrap().length();
    let sheets = || js_sys::eval("document.adoptedStyleSheets.length").unwrap().as_f64();
    let (nodes_before, sheets_before) = (nodes(), sheets());
    for _ in 0..20 {
        modal.open().unwrap();
        TimeoutFuture::new(0).await;
        modal.close();
    }
    TimeoutFuture::new(50).await;
    assert_eq!((nodes(), sheets()), (nodes_before, sheets_before));
}

#[wasm_bindgen_test]
fn a_missing_link_token_is_a_type_error() {
    for config in [JsValue::UNDEFINED, JsValue::NULL, Object::new().into(), JsValue::from(7)] {
        let error = SmileLinkModal::new(config, None, None, None).err().unwrap();
        let error: js_sys::TypeError = error.dyn_into().unwrap();
        assert!(String::from(error.message()).contains("userToken"));
    }
}
