//! The sandbox's API key and secret: made at the first start, and kept in a file beside the database so that a
//! later start can show them again. The database itself has only the secret's hash.

use crate::files::FilesKey;
use crate::ids::{NoRandomness, SourceKey, new_id, new_secret, sha256_hex};
use crate::store::{ApiKey, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wink_wire::Secret;

const FILE_NAME: &str = "sandbox-keys.json";
const SOURCE_KEY_FILE: &str = "source-key";
const FILES_KEY_FILE: &str = "files-key";

/// The one tenant there is so far, and the prefix of its users' ids.
pub(crate) const SANDBOX_TENANT: &str = "sandbox";

/// What a host's server identifies itself with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiCredentials {
    /// The user name of HTTP Basic.
    pub api_key: String,
    /// The password of HTTP Basic.
    pub api_secret: Secret,
}

/// The sandbox's keys could not be made ready.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    #[error("{} could not be read or written", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{} is not as it should be; delete it to have new keys made", path.display())]
    Malformed { path: PathBuf, source: serde_json::Error },
    #[error("{} {complaint}", path.display())]
    NoKey { path: PathBuf, complaint: &'static str },
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds or makes the sandbox's keys, and has the database know them.
pub(crate) async fn prepare(
    store: &Store,
    folder: &Path,
    now_millis: i64,
) -> Result<ApiCredentials, KeysError> {
    let path = folder.join(FILE_NAME);
    let credentials = match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|source| KeysError::Malformed { path: path.clone(), source })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let made = ApiCredentials { api_key: new_id("wk"), api_secret: new_secret("ws_")? };
            write(&path, &made)?;
            made
        }
        Err(source) => return Err(KeysError::File { path, source }),
    };
    store.put_tenant(SANDBOX_TENANT, now_millis).await?;
    let key = ApiKey {
        tenant_id: SANDBOX_TENANT.to_owned(),
        mode: "SANDBOX".to_owned(),
        secret_sha256: sha256_hex(credentials.api_secret.expose()),
    };
    store.put_api_key(&credentials.api_key, &key, now_millis).await?;
    Ok(credentials)
}

/// Finds or makes the key under which it is hashed who somebody is at a source. It is kept beside the database and
/// not in it, so that who reads the one cannot try out the other.
pub(crate) fn source_key(folder: &Path) -> Result<SourceKey, KeysError> {
    kept_text(&folder.join(SOURCE_KEY_FILE), || new_secret("sk_")).map(SourceKey::new)
}

/// Finds or makes the key that uploaded files are sealed with, where the settings have none. Without it they are lost.
pub(crate) fn files_key(folder: &Path) -> Result<FilesKey, KeysError> {
    let path = folder.join(FILES_KEY_FILE);
    let text = kept_text(&path, FilesKey::generate)?;
    text.expose().parse().map_err(|complaint| KeysError::NoKey { path, complaint })
}

/// What a file holds, or what is made and kept in it where there is none.
fn kept_text(path: &Path, make: impl FnOnce() -> Result<Secret, NoRandomness>) -> Result<Secret, KeysError> {
    let read = || std::fs::read_to_string(path);
    let file_error = |source| KeysError::File { path: path.to_owned(), source };
    let text = match read() {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            match write_text(path, make()?.expose()) {
                // Another process was faster.
                Err(KeysError::File { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {
                }
                written => written?,
            }
            read().map_err(file_error)?
        }
        Err(source) => return Err(file_error(source)),
    };
    Ok(Secret::from(text.trim()))
}

fn write(path: &Path, credentials: &ApiCredentials) -> Result<(), KeysError> {
    let malformed = |source| KeysError::Malformed { path: path.to_owned(), source };
    write_text(path, &serde_json::to_string_pretty(credentials).map_err(malformed)?)
}

fn write_text(path: &Path, text: &str) -> Result<(), KeysError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| KeysError::File { path: path.to_owned(), source })
}
