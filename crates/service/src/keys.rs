//! Keys that are in the data folder, outside the database: the sandbox's API key, the keys that processes on one
//! database share (`shared`), and the key of uploaded files.

mod key_file;
mod shared;

pub(crate) use shared::SharedKey;

use crate::api_secrets::{ApiSecrets, Unhashable, Verdict};
use crate::clock::Clock;
use crate::files::FilesKey;
use crate::ids::{NoRandomness, new_id, new_secret};
use crate::private;
use crate::scope::{self, Scope};
use crate::store::{ApiKey, Store, StoreError};
use key_file::{read, read_or_make};
use serde::{Deserialize, Serialize};
use shared::SHORTEST_KEY;
use std::io;
use std::path::{Path, PathBuf};
use wink_wire::Secret;

/// The file of the sandbox's API key and its secret.
pub(crate) const SANDBOX_KEYS_FILE: &str = "sandbox-keys.json";
const FILES_KEY_FILE: &str = "files-key";
const FILES_KEY_VARIABLE: &str = "WINK_FILES_KEY";

/// All key files of the data folder. A backup must contain them, because the database is useless without them.
pub(crate) fn key_files() -> impl Iterator<Item = &'static str> {
    [SANDBOX_KEYS_FILE, FILES_KEY_FILE].into_iter().chain(SharedKey::ALL.map(SharedKey::file))
}

/// The credentials of a host's server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiCredentials {
    /// The user name in HTTP Basic.
    pub api_key: String,
    /// The password in HTTP Basic.
    pub api_secret: Secret,
}

/// The service's keys could not be prepared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    #[error("{} could not be read or written", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is not as it should be; delete it to have new keys made", path.display())]
    Malformed { path: PathBuf, source: serde_json::Error },
    #[error("{} {complaint}", path.display())]
    NoKey { path: PathBuf, complaint: &'static str },
    #[error(
        "the key file {} is missing, and this database was used with it; restore it from a backup, or set {variable}. \
         docs/security.md says how to continue without it",
        path.display()
    )]
    Lost { path: PathBuf, variable: &'static str },
    #[error(
        "there is nothing in {database}, but {} has {} of an earlier one; restore the database, or name it with \
         WINK_DATABASE. To use these keys with a new database, run `wink-service migrate` first",
        folder.display(),
        keys.join(", ")
    )]
    WithoutDatabase { database: String, folder: PathBuf, keys: Vec<&'static str> },
    #[error(
        "{} is shorter than {SHORTEST_KEY} characters; `openssl rand -base64 32` prints one that is long enough",
        .0.variable()
    )]
    Short(SharedKey),
    #[error(
        "this database was used with another {} key; give every process the same, in {} or in the file {}",
        key.name(), key.variable(), path.display()
    )]
    Other { key: SharedKey, path: PathBuf },
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    Unhashable(#[from] Unhashable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The sandbox's API key and its secret.
#[derive(Clone, Debug)]
pub struct SandboxKey {
    pub(crate) credentials: ApiCredentials,
    /// The file that keeps them.
    pub(crate) file: PathBuf,
    /// Whether this start created them.
    pub(crate) is_new: bool,
}

/// Finds or creates the sandbox's API key, and registers it in the database. Processes with different data folders have
/// different keys, and all of them are accepted.
pub(crate) async fn prepare(
    store: &Store,
    secrets: &ApiSecrets,
    folder: &Path,
    now_millis: i64,
) -> Result<SandboxKey, KeysError> {
    let path = folder.join(SANDBOX_KEYS_FILE);
    let malformed = |source| KeysError::Malformed { path: path.clone(), source };
    let kept = read_or_make(&path, || {
        let made = ApiCredentials { api_key: new_id("wk"), api_secret: new_secret("ws_")? };
        Ok(Secret::from(serde_json::to_string_pretty(&made).map_err(malformed)?))
    })?;
    let credentials: ApiCredentials = serde_json::from_str(kept.text.expose()).map_err(malformed)?;
    let sandbox = |credentials| SandboxKey { credentials, file: path.clone(), is_new: kept.is_new };
    store.put_tenant(scope::SANDBOX_TENANT, now_millis).await?;
    let ApiCredentials { api_key, api_secret } = &credentials;
    if let Some(known) = store.api_key(api_key).await?
        && secrets.compare(api_key, Some(&known), api_secret).await? == Verdict::Right
    {
        return Ok(sandbox(credentials));
    }
    let hash = secrets.hash(api_secret).await?;
    let key =
        ApiKey { scope: Scope::sandbox(), secret_sha256: String::new(), secret_argon2: Some(hash.clone()) };
    store.put_api_key(api_key, &key, now_millis).await?;
    secrets.remember(api_key, &hash, api_secret);
    Ok(sandbox(credentials))
}

/// Creates an API key of a scope, and the tenant if it is missing. The database stores the secret's hash.
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

/// Checks that the file of the sandbox's API key, if there is one, can be read.
pub(crate) fn check_sandbox_keys(folder: &Path) -> Result<(), KeysError> {
    let path = folder.join(SANDBOX_KEYS_FILE);
    match read(&path)? {
        Some(text) => serde_json::from_str::<ApiCredentials>(text.expose())
            .map(drop)
            .map_err(|source| KeysError::Malformed { path, source }),
        None => Ok(check_folder(folder)?),
    }
}

/// The key for uploaded files in the data folder, which must be there if it was used.
pub(crate) fn find_files_key(folder: &Path, was_used: bool) -> Result<Option<FilesKey>, KeysError> {
    let path = folder.join(FILES_KEY_FILE);
    match read(&path)? {
        Some(text) => {
            let parsed = text.expose().trim().parse();
            parsed.map(Some).map_err(|complaint| KeysError::NoKey { path, complaint })
        }
        None if was_used => Err(KeysError::Lost { path, variable: FILES_KEY_VARIABLE }),
        None => {
            check_folder(folder)?;
            Ok(None)
        }
    }
}

/// Checks that a key file can be made in the data folder.
fn check_folder(folder: &Path) -> Result<(), KeysError> {
    private::check_writable(folder).map_err(|(path, source)| KeysError::File { path, source })
}

/// Finds or creates the key for uploaded files, if the settings have none. Without this key, the files are lost.
pub(crate) fn files_key(folder: &Path) -> Result<FilesKey, KeysError> {
    let path = folder.join(FILES_KEY_FILE);
    let kept = read_or_make(&path, || Ok(FilesKey::generate()?))?;
    kept.text.expose().trim().parse().map_err(|complaint| KeysError::NoKey { path, complaint })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Database;

    struct Service {
        folder: tempfile::TempDir,
        store: Store,
        secrets: ApiSecrets,
    }

    impl Service {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let database: Database = folder.path().join("wink.db").to_str().unwrap().parse().unwrap();
            let store = Store::open(&database).await.unwrap();
            Self { folder, store, secrets: ApiSecrets::new(Clock::default()).unwrap() }
        }

        async fn prepare(&self, folder: &str) -> Result<SandboxKey, KeysError> {
            prepare(&self.store, &self.secrets, &self.folder.path().join(folder), 1).await
        }

        async fn accepts(&self, credentials: &ApiCredentials) -> bool {
            let known = self.store.api_key(&credentials.api_key).await.unwrap();
            let verdict =
                self.secrets.compare(&credentials.api_key, known.as_ref(), &credentials.api_secret).await;
            verdict.unwrap() == Verdict::Right
        }
    }

    #[tokio::test]
    async fn the_sandbox_key_is_new_at_the_first_start_alone() {
        let service = Service::new().await;
        let first = service.prepare("one").await.unwrap();
        let later = service.prepare("one").await.unwrap();
        assert!(first.is_new && !later.is_new);
        assert_eq!(first.credentials.api_key, later.credentials.api_key);
        assert!(service.accepts(&later.credentials).await);
        // Another machine has a folder of its own.
        let elsewhere = service.prepare("two").await.unwrap();
        assert!(elsewhere.is_new && elsewhere.credentials.api_key != first.credentials.api_key);
        assert!(service.accepts(&elsewhere.credentials).await && service.accepts(&first.credentials).await);
    }

    #[tokio::test]
    async fn a_broken_file_is_named_and_not_replaced() {
        let service = Service::new().await;
        let first = service.prepare("one").await.unwrap();
        std::fs::write(&first.file, "{\"apiKey\": \"wk-1\"").unwrap();
        let refused = service.prepare("one").await.unwrap_err().to_string();
        assert!(refused.contains("sandbox-keys.json"), "{refused}");
        assert_eq!(std::fs::read_to_string(&first.file).unwrap(), "{\"apiKey\": \"wk-1\"");
    }

    #[tokio::test]
    async fn a_created_key_is_accepted_and_its_secret_is_kept_nowhere() {
        let service = Service::new().await;
        let made = create(&service.store, &Scope::of_new_key("acme", scope::Mode::Sandbox), 1).await.unwrap();
        assert!(service.accepts(&made).await);
        let wrong = ApiCredentials { api_secret: "ws_wrong".into(), ..made.clone() };
        assert!(!service.accepts(&wrong).await);
        service.store.close().await;
        let database = std::fs::read(service.folder.path().join("wink.db")).unwrap();
        let secret = made.api_secret.expose().as_bytes();
        assert!(!database.windows(secret.len()).any(|window| window == secret));
    }

    #[test]
    fn the_files_key_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        files_key(folder.path()).unwrap();
        let kept = std::fs::read_to_string(folder.path().join(FILES_KEY_FILE)).unwrap();
        files_key(folder.path()).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join(FILES_KEY_FILE)).unwrap(), kept);
        std::fs::write(folder.path().join(FILES_KEY_FILE), "not a key").unwrap();
        let refused = files_key(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(FILES_KEY_FILE) && !refused.contains("not a key"), "{refused}");
    }

    #[test]
    fn a_backup_has_every_key_once() {
        let names: std::collections::BTreeSet<_> = key_files().collect();
        assert_eq!((names.len(), key_files().count()), (6, 6), "{names:?}");
    }
}
