//! Looking for something: in a folder, and again until it is there.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Whether bytes stand in any file of a folder.
pub(crate) fn stands_in(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return stands_in(&path, bytes);
        }
        bytes_of(&path).windows(bytes.len()).any(|window| window == bytes)
    })
}

/// A file's bytes; none if it is gone by now. Read by a process of its own: a process that closes a file loses all its locks
/// on it, SQLite's too, and the next process to open the database then takes its shared memory from under it.
pub(crate) fn bytes_of(path: &Path) -> Vec<u8> {
    Command::new("cat").arg(path).output().unwrap().stdout
}

/// Waits until something is so, however busy the machine is.
pub(crate) async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..3000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}
