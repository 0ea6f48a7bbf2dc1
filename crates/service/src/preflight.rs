//! What must be right before a start writes anything: the database, the keys, and that they belong together. What is
//! wrong is named with its path, and everything stays as it is.

use crate::files::{Files, FilesError};
use crate::keys::{self, KeysError, SharedKey};
use crate::settings::Settings;
use crate::store::{Store, StoreError, Used};
use wink_wire::Secret;

/// The object that every storage of files has, in a folder.
const KEY_CHECK: &str = "files/key-check";

/// A start is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReady {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Checks everything that a start depends on, and changes nothing.
pub(crate) async fn check(settings: &Settings, has_sandbox: bool) -> Result<(), NotReady> {
    // Before the database: a process that starts at the same time makes the tables first, and its keys afterwards.
    let keys = left_by_a_service(settings);
    let used = match Store::probe(&settings.database).await? {
        Some(used) => used,
        None if keys.is_empty() => Used::default(),
        None => {
            let database = settings.database.place();
            return Err(KeysError::WithoutDatabase { database, folder: settings.folder(), keys }.into());
        }
    };
    let folder = settings.folder();
    for (key, given) in shared_keys(settings) {
        key.check(&used, &folder, given)?;
    }
    if has_sandbox {
        keys::check_sandbox_keys(&folder)?;
    }
    check_files(settings, &used).await
}

/// The keys that this start needs, with those that the settings have.
fn shared_keys(settings: &Settings) -> impl Iterator<Item = (SharedKey, Option<&Secret>)> {
    let always = [
        (SharedKey::Source, settings.source_key.as_ref()),
        (SharedKey::Master, settings.master_key.as_ref()),
        (SharedKey::Webhook, settings.webhook_key.as_ref()),
    ];
    let connector = (SharedKey::Connector, settings.connector_key.as_ref());
    always.into_iter().chain(settings.connectors.is_some().then_some(connector))
}

/// What only a service leaves in the data folder that has opened its database.
fn left_by_a_service(settings: &Settings) -> Vec<&'static str> {
    let folder = settings.folder();
    keys::key_files().chain([KEY_CHECK]).filter(|name| folder.join(name).exists()).collect()
}

/// Checks that the key of uploaded files is there where one was used, and that it opens them.
async fn check_files(settings: &Settings, used: &Used) -> Result<(), NotReady> {
    let (folder, place) = (settings.folder(), settings.files_place());
    let was_used = used.has_files || Files::has_key_check(&place).await?;
    let key = match &settings.files_key {
        Some(key) => Some(key.clone()),
        None => keys::find_files_key(&folder, was_used)?,
    };
    match key {
        Some(key) => Ok(Files::check(&place, &key).await?),
        None => Ok(()),
    }
}
