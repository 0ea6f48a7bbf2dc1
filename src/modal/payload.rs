//! The arguments of callbacks: plain JSON in the SDK contract's shapes.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wink_flow::{AccountRef, HostCallback, UiEvent, UploadRef};
use wink_wire::{ErrorCode, Mode};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are the SDK contract's own")]
struct Account<'a> {
    account_id: &'a str,
    user_id: &'a str,
    provider_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FailedAccount<'a> {
    account_id: &'a str,
    user_id: &'a str,
    provider_id: &'a str,
    error_code: ErrorCode,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Uploads<'a> {
    uploads: Vec<Upload<'a>>,
    user_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Upload<'a> {
    id: &'a str,
    file_type: &'a str,
}

#[derive(Serialize)]
struct Close {
    reason: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScreenShown<'a> {
    event_name: &'static str,
    event_time: String,
    mode: Mode,
    user_id: &'a str,
    account: Option<ShownAccount<'a>>,
    archive: Option<ShownArchive<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownAccount<'a> {
    provider_id: &'a str,
    account_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownArchive<'a> {
    file_type: &'a str,
}

/// The callback's name and its argument, where it has one.
pub(super) fn name_and_argument(callback: &HostCallback) -> (&'static str, Option<JsValue>) {
    match callback {
        HostCallback::AccountCreated(account) => ("onAccountCreated", plain(&Account::from(account))),
        HostCallback::AccountConnected(account) => ("onAccountConnected", plain(&Account::from(account))),
        HostCallback::AccountRemoved(account) => ("onAccountRemoved", plain(&Account::from(account))),
        HostCallback::AccountError(account, code) => {
            let AccountRef { account_id, user_id, provider_id } = account;
            ("onAccountError", plain(&FailedAccount { account_id, user_id, provider_id, error_code: *code }))
        }
        HostCallback::UploadsCreated(list, user_id) => ("onUploadsCreated", plain(&uploads(list, user_id))),
        HostCallback::UploadsRemoved(list, user_id) => ("onUploadsRemoved", plain(&uploads(list, user_id))),
        HostCallback::TokenExpired => ("onTokenExpired", None),
        HostCallback::Closed(reason) => ("onClose", plain(&Close { reason: reason.name() })),
        HostCallback::Ui(event) => ("onUIEvent", plain(&screen_shown(event))),
    }
}

impl<'a> From<&'a AccountRef> for Account<'a> {
    fn from(account: &'a AccountRef) -> Self {
        Self { account_id: &account.account_id, user_id: &account.user_id, provider_id: &account.provider_id }
    }
}

fn uploads<'a>(list: &'a [UploadRef], user_id: &'a str) -> Uploads<'a> {
    let upload = |upload: &'a UploadRef| Upload { id: &upload.id, file_type: upload.file_type.name() };
    Uploads { uploads: list.iter().map(upload).collect(), user_id }
}

fn screen_shown(event: &UiEvent) -> ScreenShown<'_> {
    ScreenShown {
        event_name: event.name.name(),
        event_time: js_sys::Date::new_0().to_iso_string().into(),
        mode: event.mode,
        user_id: &event.user_id,
        account: event
            .provider_id
            .as_deref()
            .map(|provider_id| ShownAccount { provider_id, account_id: event.account_id.as_deref() }),
        archive: event.file_type.map(|file_type| ShownArchive { file_type: file_type.name() }),
    }
}

/// A plain object, because bridges of mobile web views use `JSON.stringify`.
fn plain(value: &impl Serialize) -> Option<JsValue> {
    value.serialize(&Serializer::json_compatible()).ok()
}
