//! The key that is sent with a link token. The service answers the same token and key with the same session, so a lost
//! answer, a second opening and a reload of the page all resume.
//!
//! It is kept in the page's `sessionStorage` under the token's hash, never the token, and in memory for pages without a
//! storage.

use super::sealing::{random, settled, subtle};
use js_sys::Uint8Array;
use std::cell::RefCell;
use web_sys::{Storage, Window};
use wink_wire::{EXCHANGE_KEY_LENGTH, Secret, hex_digits};

/// Bytes of a key.
const KEY_BYTES: u32 = 16;

thread_local! {
    /// The keys of this page, by the name that each has in the storage.
    static KEYS: RefCell<Vec<(String, Secret)>> = const { RefCell::new(Vec::new()) };
}

/// The key of a link token, generated when the token is first used. `None` if the browser provides no randomness; the token
/// can then be exchanged only once.
pub(super) async fn of(link_token: &Secret) -> Option<Secret> {
    let window = web_sys::window()?;
    let bytes = Uint8Array::from(link_token.expose().as_bytes());
    let digest = settled(subtle()?.digest_with_str_and_buffer_source("SHA-256", &bytes)).await?;
    let name = "wink-".to_owned() + &hex_digits(Uint8Array::new(&digest).to_vec());
    // Nothing is awaited between looking for the key and keeping it: two openings at once find the same one.
    if let Some(key) = in_memory(&name) {
        return Some(key);
    }
    let storage = storage(&window);
    let key = match storage.as_ref().and_then(|storage| stored(storage, &name)) {
        Some(key) => key,
        None => Secret::from(hex_digits(random(&window, KEY_BYTES)?.to_vec())),
    };
    if let Some(storage) = storage {
        // A full storage must not prevent the widget from opening.
        let _ = storage.set_item(&name, key.expose());
    }
    KEYS.with_borrow_mut(|keys| keys.push((name, key.clone())));
    Some(key)
}

fn in_memory(name: &str) -> Option<Secret> {
    KEYS.with_borrow(|keys| keys.iter().find(|(known, _)| known == name).map(|(_, key)| key.clone()))
}

/// Browsers throw where a page may not store anything.
fn storage(window: &Window) -> Option<Storage> {
    window.session_storage().ok().flatten()
}

/// Any script of the page can change the storage, so an invalid key is not used.
fn stored(storage: &Storage, name: &str) -> Option<Secret> {
    let text = storage.get_item(name).ok().flatten()?;
    let is_key = text.len() == EXCHANGE_KEY_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_key.then(|| text.into())
}
