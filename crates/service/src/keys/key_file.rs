//! A key file in the data folder: created once, by the first process, and readable for this user alone.

use super::KeysError;
use crate::ids::new_id;
use crate::private;
use std::io::{self, Write as _};
use std::path::Path;
use wink_wire::Secret;

/// What a file holds.
pub(super) struct Kept {
    pub(super) text: Secret,
    /// Whether this call created it.
    pub(super) is_new: bool,
}

/// Reads a file, if it is there.
pub(super) fn read(path: &Path) -> Result<Option<Secret>, KeysError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeysError::File { path: path.to_owned(), source }),
    }
}

/// Reads a file, or creates it if it is missing. If several processes create it at once, the first one wins.
pub(super) fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<Secret, KeysError>,
) -> Result<Kept, KeysError> {
    let failed = |source| KeysError::File { path: path.to_owned(), source };
    if let Some(text) = read(path)? {
        return Ok(Kept { text, is_new: false });
    }
    let is_new = match write(path, &make()?) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
        Err(error) => return Err(failed(error)),
    };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    Ok(Kept { text: text.into(), is_new })
}

/// Writes a file atomically.
fn write(path: &Path, text: &Secret) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private::create_folder(folder)?;
    }
    let draft = path.with_extension(new_id("draft"));
    let written = private::create_file(&draft).and_then(|mut file| file.write_all(text.expose().as_bytes()));
    // Unlike renaming, this does not replace an existing file.
    let linked = written.and_then(|()| std::fs::hard_link(&draft, path));
    let removed = std::fs::remove_file(&draft);
    linked.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn the_first_decides_and_nothing_is_left_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/some-key");
        let first = read_or_make(&path, || Ok("first".into())).unwrap();
        assert!(first.is_new && first.text.expose() == "first");
        let second = read_or_make(&path, || panic!("there is one")).unwrap();
        assert!(!second.is_new && second.text.expose() == "first");
        // As if two processes found no file, and another one was faster.
        let late = write(&path, &"late".into()).unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(names_in(path.parent().unwrap()), ["some-key"]);
    }

    #[test]
    fn a_failure_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("file");
        std::fs::write(&in_the_way, "").unwrap();
        let path = in_the_way.join("some-key");
        let refused = read_or_make(&path, || Ok("never".into())).err().unwrap().to_string();
        assert!(refused.contains("some-key") && !refused.contains("never"), "{refused}");
    }
}
