//! Encrypts secrets for the service with the browser's own cryptography, as `docs/link-api.md` specifies. Afterwards it
//! wipes the plaintext in our own memory; JavaScript strings cannot be wiped.

use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{SubtleCrypto, Window};
use wink_wire::{SEALED_VERSION, Sealed, SealingKey, Secret, SessionView};

/// Length of a message's key, in bytes.
const KEY_BYTES: u32 = 32;
/// Length of the AES-256-GCM nonce, in bytes.
const NONCE_BYTES: u32 = 12;

/// Encrypts with the session's key.
#[derive(Default)]
pub(super) struct Sealing {
    session: RefCell<Option<(String, SealingKey)>>,
}

impl Sealing {
    /// Whether the browser encrypts on this page: only if it came over https or from the same machine.
    pub(super) fn is_possible() -> bool {
        subtle().is_some()
    }

    /// Stores the id and key of a session.
    pub(super) fn learn(&self, session: &SessionView) {
        *self.session.borrow_mut() = Some((session.session_id.clone(), session.sealing_key.clone()));
    }

    /// The session's id, to which messages are bound.
    pub(super) fn session_id(&self) -> String {
        self.session.borrow().as_ref().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    /// Encrypts a value and binds it to its purpose. `None` if the browser refuses, or no session is known.
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

/// `None` on an insecure page, where browsers do not offer it.
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

/// The browser's base64 functions use strings in which each character is one byte.
fn to_base64(window: &Window, bytes: &JsValue) -> Option<String> {
    let letters: String = Uint8Array::new(bytes).to_vec().into_iter().map(char::from).collect();
    window.btoa(&letters).ok()
}

fn from_base64(window: &Window, text: &str) -> Option<Vec<u8>> {
    window.atob(text).ok()?.chars().map(|letter| u8::try_from(letter).ok()).collect()
}
