//! The keys that all processes on a database share. Each is one row of a table: the file that stores it, and the
//! variable that overrides it. The database stores only the key's hash, to detect a process with another key.

use super::key_file::{read, read_or_make};
use super::{KeysError, check_folder};
use crate::ids::{equal_in_constant_time, new_secret, sha256_hex};
use crate::store::{Store, Used};
use std::path::Path;
use wink_wire::Secret;

/// Minimum length of a given key, so that it cannot be guessed from its hash.
pub(super) const SHORTEST_KEY: usize = 32;

/// A key that every process on a database needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SharedKey {
    /// Hashes a person's identity at a source.
    Source,
    /// Encrypts the rotating keys in the database.
    Master,
    /// Encrypts the webhooks' secrets in the database.
    Webhook,
    /// Encrypts the stored logins at providers.
    Connector,
}

/// A row of the table.
struct Row {
    name: &'static str,
    variable: &'static str,
    file: &'static str,
    /// The prefix of a generated key.
    prefix: &'static str,
    /// The setting in the database that stores the key's hash.
    setting: &'static str,
}

impl SharedKey {
    /// All shared keys.
    pub(super) const ALL: [Self; 4] = [Self::Source, Self::Master, Self::Webhook, Self::Connector];

    const fn row(self) -> Row {
        match self {
            Self::Source => Row {
                name: "source",
                variable: "WINK_SOURCE_KEY",
                file: "source-key",
                prefix: "sk_",
                setting: "source_key_sha256",
            },
            Self::Master => Row {
                name: "master",
                variable: "WINK_MASTER_KEY",
                file: "master-key",
                prefix: "mk_",
                setting: "master_key_sha256",
            },
            Self::Webhook => Row {
                name: "webhook",
                variable: "WINK_WEBHOOK_KEY",
                file: "webhook-key",
                prefix: "whk_",
                setting: "webhook_key_sha256",
            },
            Self::Connector => Row {
                name: "connector",
                variable: "WINK_CONNECTOR_KEY",
                file: "connector-key",
                prefix: "ck_",
                setting: "connector_key_sha256",
            },
        }
    }

    pub(super) const fn name(self) -> &'static str {
        self.row().name
    }

    pub(super) const fn variable(self) -> &'static str {
        self.row().variable
    }

    /// The file in the data folder.
    pub(crate) const fn file(self) -> &'static str {
        self.row().file
    }

    /// Checks the key that [`SharedKey::load`] would find, and makes none. Where the database knows a key, it must be there.
    pub(crate) fn check(self, used: &Used, folder: &Path, given: Option<&Secret>) -> Result<(), KeysError> {
        let (row, path) = (self.row(), folder.join(self.file()));
        let key = match given {
            Some(key) => Some(self.long_enough(key)?.clone()),
            None => read(&path)?.map(|text| Secret::from(text.expose().trim())),
        };
        match (key, used.settings.get(row.setting)) {
            (Some(key), Some(hash)) if !equal_in_constant_time(hash, &sha256_hex(key.expose())) => {
                Err(KeysError::Other { key: self, path })
            }
            (Some(_), _) => Ok(()),
            (None, Some(_)) => Err(KeysError::Lost { path, variable: row.variable }),
            (None, None) => check_folder(folder),
        }
    }

    fn long_enough(self, key: &Secret) -> Result<&Secret, KeysError> {
        if key.expose().chars().count() < SHORTEST_KEY { Err(KeysError::Short(self)) } else { Ok(key) }
    }

    /// The given key, or the one in the data folder, which is created if it is missing.
    ///
    /// # Errors
    /// The given key is too short, or the database was used with another key.
    pub(crate) async fn load(
        self,
        store: &Store,
        folder: &Path,
        given: Option<&Secret>,
    ) -> Result<Secret, KeysError> {
        let row = self.row();
        let key = if let Some(key) = given {
            self.long_enough(key)?.clone()
        } else {
            let kept = read_or_make(&folder.join(row.file), || Ok(new_secret(row.prefix)?))?;
            Secret::from(kept.text.expose().trim())
        };
        let hash = sha256_hex(key.expose());
        if !equal_in_constant_time(&store.settle(row.setting, &hash).await?, &hash) {
            return Err(KeysError::Other { key: self, path: folder.join(row.file) });
        }
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    async fn store(folder: &Path) -> Store {
        Store::open(&folder.join("wink.db").to_str().unwrap().parse().unwrap()).await.unwrap()
    }

    #[test]
    fn no_two_keys_share_a_name_a_file_a_variable_a_prefix_or_a_setting() {
        for column in [
            (|row: &Row| row.name) as fn(&Row) -> &'static str,
            |row| row.file,
            |row| row.variable,
            |row| row.prefix,
            |row| row.setting,
        ] {
            let values: BTreeSet<_> = SharedKey::ALL.iter().map(|key| column(&key.row())).collect();
            assert_eq!(values.len(), SharedKey::ALL.len(), "{values:?}");
        }
    }

    #[tokio::test]
    async fn a_key_is_made_once_and_is_in_the_folder_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        for key in SharedKey::ALL {
            let made = key.load(&store, folder.path(), None).await.unwrap();
            assert!(made.expose().starts_with(key.row().prefix) && made.expose().len() > SHORTEST_KEY);
            assert_eq!(key.load(&store, folder.path(), None).await.unwrap(), made, "{key:?}");
            let path = folder.path().join(key.file());
            assert_eq!(std::fs::read_to_string(&path).unwrap(), made.expose());
            // The same key from the environment, as on another machine.
            std::fs::remove_file(path).unwrap();
            assert_eq!(key.load(&store, folder.path(), Some(&made)).await.unwrap(), made);
        }
        store.close().await;
        let database = std::fs::read(folder.path().join("wink.db")).unwrap();
        assert!(!database.windows(4).any(|window| window == b"whk_"), "the database has only hashes");
    }

    #[tokio::test]
    async fn a_key_that_is_short_or_another_is_refused_by_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        for key in SharedKey::ALL {
            let short = Secret::from("x".repeat(SHORTEST_KEY - 1));
            let refused = key.load(&store, folder.path(), Some(&short)).await.unwrap_err();
            assert!(refused.to_string().contains(key.variable()), "{refused}");
            assert!(!folder.path().join(key.file()).exists(), "nothing is made in its place");

            key.load(&store, folder.path(), None).await.unwrap();
            let other = Secret::from("x".repeat(SHORTEST_KEY));
            let refused = key.load(&store, folder.path(), Some(&other)).await.unwrap_err().to_string();
            assert!(refused.contains(key.variable()) && refused.contains(key.file()), "{refused}");
            assert!(!refused.contains("xxx"), "no key is printed: {refused}");
        }
    }
}
