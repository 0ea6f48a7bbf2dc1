//! What the service's processes keep outside of the database, in the data folder. The sandbox's API key and secret are
//! made at the first start, so that a later one can show them again: the database has only the secret's hash. The
//! source key can be given in the environment too, because processes on several machines must have the same.

use crate::api_secrets::{ApiSecrets, Unhashable, Verdict};
use crate::clock::Clock;
use crate::files::FilesKey;
use crate::ids::{NoRandomness, SourceKey, equal_in_constant_time, new_id, new_secret, sha256_hex};
use crate::scope::{self, Scope};
use crate::store::{ApiKey, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use wink_wire::Secret;

const FILE_NAME: &str = "sandbox-keys.json";
const SOURCE_KEY_FILE: &str = "source-key";
const FILES_KEY_FILE: &str = "files-key";
const WEBHOOK_KEY_FILE: &str = "webhook-key";
const CONNECTOR_KEY_FILE: &str = "connector-key";

/// A connector key from the settings has at least so many characters, so that it cannot be guessed.
const SHORTEST_CONNECTOR_KEY: usize = 32;
const MASTER_KEY_FILE: &str = "master-key";

/// A master key from the settings has at least so many characters, so that it cannot be guessed from its hash.
const SHORTEST_MASTER_KEY: usize = 32;

/// Every file of the data folder without which a database is of no use: what a backup must have.
pub(crate) const KEY_FILES: [&str; 6] =
    [FILE_NAME, SOURCE_KEY_FILE, FILES_KEY_FILE, WEBHOOK_KEY_FILE, CONNECTOR_KEY_FILE, MASTER_KEY_FILE];

/// A webhook key from the settings has at least so many characters, so that it cannot be guessed.
const SHORTEST_WEBHOOK_KEY: usize = 32;

/// A source key from the environment has at least so many characters, so that it cannot be guessed from its hash.
const SHORTEST_SOURCE_KEY: usize = 32;

/// The one tenant there is so far, and the prefix of its users' ids.

/// What a host's server identifies itself with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiCredentials {
    /// The user name of HTTP Basic.
    pub api_key: String,
    /// The password of HTTP Basic.
    pub api_secret: Secret,
}

/// The service's keys could not be made ready.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    #[error("{} could not be read or written", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is not as it should be; delete it to have new keys made", path.display())]
    Malformed { path: PathBuf, source: serde_json::Error },
    #[error("{} {complaint}", path.display())]
    NoKey { path: PathBuf, complaint: &'static str },
    #[error("the source key has fewer than {SHORTEST_SOURCE_KEY} characters; WINK_SOURCE_KEY gives it")]
    ShortSourceKey,
    #[error(
        "this database has been used with another source key; give every process the same, \
         by WINK_SOURCE_KEY or by the file source-key in the data folder"
    )]
    OtherSourceKey,
    #[error("the master key has fewer than {SHORTEST_MASTER_KEY} characters; WINK_MASTER_KEY gives it")]
    ShortMasterKey,
    #[error(
        "this database has been used with another master key; give every process the same, \
         by WINK_MASTER_KEY or by the file master-key in the data folder"
    )]
    OtherMasterKey,
    #[error("the webhook key has fewer than {SHORTEST_WEBHOOK_KEY} characters; WINK_WEBHOOK_KEY gives it")]
    ShortWebhookKey,
    #[error(
        "the connector key has fewer than {SHORTEST_CONNECTOR_KEY} characters; WINK_CONNECTOR_KEY gives it"
    )]
    ShortConnectorKey,
    #[error(
        "this database has been used with another connector key; give every process the same, \
         by WINK_CONNECTOR_KEY or by the file connector-key in the data folder"
    )]
    OtherConnectorKey,
    #[error(
        "this database has been used with another webhook key; give every process the same, \
         by WINK_WEBHOOK_KEY or by the file webhook-key in the data folder"
    )]
    OtherWebhookKey,
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    Unhashable(#[from] Unhashable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds or makes the sandbox's keys, and has the database know them. Processes with folders of their own have keys
/// of their own, which each of them takes.
pub(crate) async fn prepare(
    store: &Store,
    secrets: &ApiSecrets,
    folder: &Path,
    now_millis: i64,
) -> Result<ApiCredentials, KeysError> {
    let path = folder.join(FILE_NAME);
    let malformed = |source| KeysError::Malformed { path: path.clone(), source };
    let text = kept(&path, || {
        let made = ApiCredentials { api_key: new_id("wk"), api_secret: new_secret("ws_")? };
        Ok(Secret::from(serde_json::to_string_pretty(&made).map_err(malformed)?))
    })?;
    let credentials: ApiCredentials = serde_json::from_str(text.expose()).map_err(malformed)?;
    store.put_tenant(scope::SANDBOX_TENANT, now_millis).await?;
    let ApiCredentials { api_key, api_secret } = &credentials;
    if let Some(known) = store.api_key(api_key).await?
        && secrets.compare(api_key, Some(&known), api_secret).await? == Verdict::Right
    {
        return Ok(credentials);
    }
    let hash = secrets.hash(api_secret).await?;
    let key =
        ApiKey { scope: Scope::sandbox(), secret_sha256: String::new(), secret_argon2: Some(hash.clone()) };
    store.put_api_key(api_key, &key, now_millis).await?;
    secrets.remember(api_key, &hash, api_secret);
    Ok(credentials)
}

/// Makes an API key of a scope for a tenant, who is made too where there is none of the name. The database keeps the secret's hash.
pub(crate) async fn create(
    store: &Store,
    scope: &Scope,
    now_millis: i64,
) -> Result<ApiCredentials, KeysError> {
    let credentials = ApiCredentials { api_key: new_id("wk"), api_secret: new_secret("ws_")? };
    store.put_tenant(scope.tenant(), now_millis).await?;
    let key = ApiKey {
        scope: scope.clone(),
        secret_sha256: String::new(),
        secret_argon2: Some(ApiSecrets::new(Clock::default())?.hash(&credentials.api_secret).await?),
    };
    store.put_api_key(&credentials.api_key, &key, now_millis).await?;
    Ok(credentials)
}

/// Finds or makes the key under which it is hashed who somebody is at a source. It is not kept in the database, so
/// that who reads that cannot try out people; only its hash is, to find out a process that has another key.
pub(crate) async fn source_key(
    store: &Store,
    folder: &Path,
    given: Option<&Secret>,
) -> Result<SourceKey, KeysError> {
    let key = match given {
        Some(key) if key.expose().chars().count() < SHORTEST_SOURCE_KEY => {
            return Err(KeysError::ShortSourceKey);
        }
        Some(key) => key.clone(),
        None => {
            let text = kept(&folder.join(SOURCE_KEY_FILE), || Ok(new_secret("sk_")?))?;
            Secret::from(text.expose().trim())
        }
    };
    let hash = sha256_hex(key.expose());
    if !equal_in_constant_time(&store.settle("source_key_sha256", &hash).await?, &hash) {
        return Err(KeysError::OtherSourceKey);
    }
    Ok(SourceKey::new(key))
}

/// Finds or makes the key that the rotating keys are encrypted with in the database.
pub(crate) async fn master_key(
    store: &Store,
    folder: &Path,
    given: Option<&Secret>,
) -> Result<Secret, KeysError> {
    let key = match given {
        Some(key) if key.expose().chars().count() < SHORTEST_MASTER_KEY => {
            return Err(KeysError::ShortMasterKey);
        }
        Some(key) => key.clone(),
        None => {
            let text = kept(&folder.join(MASTER_KEY_FILE), || Ok(new_secret("mk_")?))?;
            Secret::from(text.expose().trim())
        }
    };
    let hash = sha256_hex(key.expose());
    if !equal_in_constant_time(&store.settle("master_key_sha256", &hash).await?, &hash) {
        return Err(KeysError::OtherMasterKey);
    }
    Ok(key)
}

/// Finds or makes the key that uploaded files are sealed with, where the settings have none. Without it they are lost.
pub(crate) fn files_key(folder: &Path) -> Result<FilesKey, KeysError> {
    let path = folder.join(FILES_KEY_FILE);
    let text = kept(&path, || Ok(FilesKey::generate()?))?;
    text.expose().trim().parse().map_err(|complaint| KeysError::NoKey { path, complaint })
}

/// What a file holds, or what is made for it where there is none: whoever is first decides.
fn kept(path: &Path, maker: impl FnOnce() -> Result<Secret, KeysError>) -> Result<Secret, KeysError> {
    let failed = |source| KeysError::File { path: path.to_owned(), source };
    match std::fs::read_to_string(path) {
        Ok(text) => return Ok(text.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let text = maker()?;
    match write(path, &text) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => std::fs::read_to_string(path).map(Secret::from).map_err(failed),
    }
}

/// The key that webhooks' secrets are encrypted with: the one given, or else one that is kept beside the database and
/// not in it, so that who reads the one cannot sign. Only its hash is in the database, to find out a process that has
/// another key.
pub(crate) async fn webhook_key(
    store: &Store,
    folder: &Path,
    given: Option<&Secret>,
) -> Result<Secret, KeysError> {
    let key = match given {
        Some(key) if key.expose().chars().count() < SHORTEST_WEBHOOK_KEY => {
            return Err(KeysError::ShortWebhookKey);
        }
        Some(key) => key.clone(),
        None => {
            let text = kept(&folder.join(WEBHOOK_KEY_FILE), || Ok(new_secret("whk_")?))?;
            Secret::from(text.expose().trim())
        }
    };
    let hash = sha256_hex(key.expose());
    if !equal_in_constant_time(&store.settle("webhook_key_sha256", &hash).await?, &hash) {
        return Err(KeysError::OtherWebhookKey);
    }
    Ok(key)
}

/// Finds or makes the key that what is kept of logins at providers is encrypted with. As with the source key, only its
/// hash is in the database, to find out a process that has another key.
pub(crate) async fn connector_key(
    store: &Store,
    folder: &Path,
    given: Option<&Secret>,
) -> Result<Secret, KeysError> {
    let key = match given {
        Some(key) if key.expose().chars().count() < SHORTEST_CONNECTOR_KEY => {
            return Err(KeysError::ShortConnectorKey);
        }
        Some(key) => key.clone(),
        None => {
            let text = kept(&folder.join(CONNECTOR_KEY_FILE), || Ok(new_secret("ck_")?))?;
            Secret::from(text.expose().trim())
        }
    };
    let hash = sha256_hex(key.expose());
    if !equal_in_constant_time(&store.settle("connector_key_sha256", &hash).await?, &hash) {
        return Err(KeysError::OtherConnectorKey);
    }
    Ok(key)
}

/// Writes a file for this user alone, which is there as a whole or not at all.
fn write(path: &Path, text: &Secret) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(new_id("draft"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&draft)?.write_all(text.expose().as_bytes())?;
    // Unlike a renaming, this leaves alone what is there already.
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    linked
}
