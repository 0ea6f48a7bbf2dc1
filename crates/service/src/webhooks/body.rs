//! The body of a message: an event in the specification's form. Payloads are read from the database when the message is
//! sent, so that data revoked meanwhile is not sent.

use super::Result;
use crate::clock::iso;
use crate::payload::paged;
use crate::store::{Delivery, Store, StoreError};
use serde::Serialize;
use serde_json::{Map, Value};

/// Major version of the events' form.
const VERSION: u8 = 1;

/// The most items of a list in a payload.
const MAX_ITEMS: u32 = 300;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    id: &'a str,
    version: u8,
    r#type: crate::store::EventType,
    created_at: String,
    data: Map<String, Value>,
}

/// The body of a delivery, which is what the signature covers.
pub(super) async fn of(delivery: &Delivery, store: &Store) -> Result<Vec<u8>> {
    let mut data = delivery.data.0.as_object().cloned().unwrap_or_default();
    if delivery.event_type.carries_login_name() {
        data.insert("loginName".to_owned(), delivery.login_name.as_deref().unwrap_or_default().into());
    }
    if delivery.includes_payload == 1 && delivery.event_type.carries_payload() {
        let payload = paged(store, &delivery.scope, &delivery.subject_id, MAX_ITEMS).await?;
        let payload = serde_json::to_value(payload).map_err(StoreError::from)?;
        data.insert("payload".to_owned(), payload);
    }
    let envelope = Envelope {
        id: &delivery.event_id,
        version: VERSION,
        r#type: delivery.event_type,
        created_at: iso(delivery.happened_at),
        data,
    };
    Ok(serde_json::to_vec(&envelope).map_err(StoreError::from)?)
}
