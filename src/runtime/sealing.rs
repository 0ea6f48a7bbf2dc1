//! Seals what only the service may read, with the browser's own cryptography, as `docs/link-api.md` has it. What was
//! typed is wiped afterwards wherever it is ours to wipe; JavaScript's texts are the browser's.

use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{SubtleCrypto, Window};
use wink_wire::{SEALED_VERSION, Sealed, SealingKey, Secret, SessionView};

/// Bytes of a message's own key.
const KEY_BYTES: u32 = 32;
/// Bytes of the nonce of AES-256-GCM.
const NONCE_BYTES: u32 = 12;

/// Seals with the key of the session.
#[derive(Default)]
pub(super) struct Sealing {
    session: RefCell<Option<(String, SealingKey)>>,
}

impl Sealing {
    /// Whether the browser encrypts on this page: it does where the page came over https, or from the same machine.
    pub(super) fn is_possible() -> bool {
        subtle().is_some()
    }

    /// Takes note of what a session says.
    pub(super) fn learn(&self, session: &SessionView) {
        *self.session.borrow_mut() = Some((session.session_id.clone(), session.sealing_key.clone()));
    }

    /// The session's id, for what is bound to it.
    pub(super) fn session_id(&self) -> String {
        self.session.borrow().as_ref().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    /// Seals a value, bound to what it is for. None where the browser refuses, or nothing has been learned.
    pub(super) async fn seal(&self, value: Option<JsValue>, bound_to: &str) -> Option<Sealed> {
        let (_, key) = self.session.borrow().clone()?;
        let text = Secret::from(String::from(JSON::stringify(&value?).ok()?));
        let content = Uint8Array::from(text.expose().as_bytes());
        let sealed = seal(key, &content, bound_to).await;
        content.fill(0, 0, content.length());
        sealed
    }
}

async fn seal(key: SealingKey, content: &Uint8Array, bound_to: &str) -> Option<Sealed> {
    let (window, subtle) = (web_sys::window()?, subtle()?);
    let spki = Uint8Array::from(from_base64(&window, &key.spki)?.as_slice());
    let oaep = object(&[("name", &"RSA-OAEP".into()), ("hash", &"SHA-256".into())]);
    let (own, nonce) = (random(&window, KEY_BYTES)?, random(&window, NONCE_BYTES)?);
    let gcm = object(&[
        ("name", &"AES-GCM".into()),
        ("iv", &nonce),
        ("additionalData", &Uint8Array::from(bound_to.as_bytes())),
    ]);
    let usages = Array::of1(&"encrypt".into());
    let import = |format, bytes, kind| subtle.import_key_with_object(format, bytes, kind, false, &usages);
    let public = settled(import("spki", &spki, &oaep)).await?;
    let own_key = settled(import("raw", &own, &gcm)).await?;
    let encrypt = |kind, key: JsValue, bytes| {
        subtle.encrypt_with_object_and_buffer_source(kind, key.unchecked_ref(), bytes)
    };
    let wrapped = settled(encrypt(&oaep, public, &own)).await?;
    own.fill(0, 0, KEY_BYTES);
    let ciphertext = settled(encrypt(&gcm, own_key, content)).await?;
    Some(Sealed {
        version: SEALED_VERSION,
        key_id: key.id,
        wrapped_key: to_base64(&window, &wrapped)?,
        nonce: to_base64(&window, &nonce)?,
        ciphertext: to_base64(&window, &ciphertext)?,
    })
}

/// None on a page that is not secure, where browsers have no such thing.
pub(super) fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}

pub(super) async fn settled(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

pub(super) fn random(window: &Window, length: u32) -> Option<Uint8Array> {
    let bytes = Uint8Array::new_with_length(length);
    window.crypto().ok()?.get_random_values_with_array_buffer_view(&bytes).ok()?;
    Some(bytes)
}

fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // A new object takes every field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// The browser takes and gives texts whose letters stand for bytes.
fn to_base64(window: &Window, bytes: &JsValue) -> Option<String> {
    let letters: String = Uint8Array::new(bytes).to_vec().into_iter().map(char::from).collect();
    window.btoa(&letters).ok()
}

fn from_base64(window: &Window, text: &str) -> Option<Vec<u8>> {
    window.atob(text).ok()?.chars().map(|letter| u8::try_from(letter).ok()).collect()
}
