//! Restricts the permissions of files that earlier versions, or a copy, left readable for other users of the machine.

use crate::files::FilesPlace;
use crate::keys::key_files;
use crate::private::{is_shared, tighten};
use crate::settings::Settings;
use crate::store::RESERVE_FILE;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The suffixes of the files that SQLite creates beside a database.
const BESIDE_DATABASE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The folder of e-mails.
const MAIL: &str = "mail";
const FILES: &str = "files";
const MIGRATING: &str = "migrating.lock";

/// Restricts everything in the data folder to the service's user, and logs what was not restricted. Restricts the
/// folder itself too, unless it contains other files, because then it may be shared.
pub(crate) fn restrict_old_files(settings: &Settings) {
    let folder = settings.folder();
    let database = settings.database.file();
    for path in database.into_iter().flat_map(with_its_files) {
        keep(&path);
    }
    for name in key_files().chain([MIGRATING, MAIL, FILES, RESERVE_FILE]) {
        keep(&folder.join(name));
    }
    let letters = fs::read_dir(folder.join(MAIL)).into_iter().flatten().filter_map(Result::ok);
    letters.for_each(|letter| keep(&letter.path()));
    if let Some(FilesPlace::Folder(place)) = &settings.files {
        keep(place);
    }
    if folder.as_os_str().is_empty() || !folder.exists() {
        return;
    }
    match has_only_service_files(&folder, database) {
        Ok(true) => keep(&folder),
        Ok(false) if is_shared(&folder) => tracing::warn!(
            folder = %folder.display(),
            "other users can see what is in the data folder; other files lie in it too, so its permissions stay"
        ),
        Ok(false) => {}
        Err(error) => tracing::warn!(folder = %folder.display(), %error, "the data folder could not be read"),
    }
}

fn keep(path: &Path) {
    match tighten(path) {
        Ok(false) => {}
        Ok(true) => {
            tracing::warn!(path = %path.display(), "other users could read this; now only the service's can");
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "other users can read this, and it could not be changed");
        }
    }
}

/// A database with the files that SQLite creates beside it.
fn with_its_files(database: &Path) -> impl Iterator<Item = PathBuf> {
    let with = |end: &str| {
        let mut name = OsString::from(database);
        name.push(end);
        PathBuf::from(name)
    };
    [database.to_owned()].into_iter().chain(BESIDE_DATABASE.map(with))
}

/// Whether a folder contains nothing but the service's files.
fn has_only_service_files(folder: &Path, database: Option<&Path>) -> io::Result<bool> {
    let files: Vec<OsString> = database
        .into_iter()
        .flat_map(with_its_files)
        .filter_map(|path| Some(path.file_name()?.to_owned()))
        .collect();
    let is_ours = |name: &OsStr| {
        files.iter().any(|file| file == name)
            || key_files().chain([MIGRATING, MAIL, FILES, RESERVE_FILE]).any(|file| file == name)
    };
    for entry in fs::read_dir(folder)? {
        if !is_ours(&entry?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn open_to_all(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// A data folder as a usual umask creates it.
    fn old_folder(outer: &Path) -> (PathBuf, Settings) {
        let folder = outer.join("data");
        fs::create_dir_all(folder.join("mail")).unwrap();
        fs::create_dir_all(folder.join("files")).unwrap();
        for name in ["wink.db", "wink.db-wal", "wink.db-shm", "master-key", "mail/a.eml"] {
            fs::write(folder.join(name), "").unwrap();
            open_to_all(&folder.join(name), 0o644);
        }
        for name in ["", "mail", "files"] {
            open_to_all(&folder.join(name), 0o755);
        }
        let database = folder.join("wink.db").to_str().unwrap().parse().unwrap();
        (folder, Settings { database, ..Settings::default() })
    }

    #[test]
    fn an_old_folder_is_taken_away_from_others() {
        let outer = tempfile::tempdir().unwrap();
        let (folder, settings) = old_folder(outer.path());
        restrict_old_files(&settings);
        for name in ["wink.db", "wink.db-wal", "wink.db-shm", "master-key", "mail/a.eml"] {
            assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
        }
        for name in ["", "mail", "files"] {
            assert_eq!(mode(&folder.join(name)), 0o700, "{name}");
        }
    }

    #[test]
    fn a_folder_of_others_keeps_its_permissions_and_so_do_their_files() {
        let outer = tempfile::tempdir().unwrap();
        let (folder, settings) = old_folder(outer.path());
        let other = folder.join("somebody-elses");
        fs::write(&other, "").unwrap();
        open_to_all(&other, 0o644);
        restrict_old_files(&settings);
        assert_eq!((mode(&folder), mode(&other)), (0o755, 0o644));
        assert_eq!(mode(&folder.join("wink.db")), 0o600);
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_made() {
        let outer = tempfile::tempdir().unwrap();
        let database = outer.path().join("data/wink.db").to_str().unwrap().parse().unwrap();
        restrict_old_files(&Settings { database, ..Settings::default() });
        assert!(!outer.path().join("data").exists());
    }
}
