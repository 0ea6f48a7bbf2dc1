//! Searching a folder, and waiting for a condition.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Whether any file in a folder contains these bytes.
pub(crate) fn is_in_folder(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_in_folder(&path, bytes);
        }
        bytes_of(&path).windows(bytes.len()).any(|window| window == bytes)
    })
}

/// A file's bytes; empty if the file no longer exists. A separate process reads it: a process that closes a file loses
/// all its locks on it, including SQLite's. The next process to open the database would then truncate the shared memory
/// in use.
pub(crate) fn bytes_of(path: &Path) -> Vec<u8> {
    Command::new("cat").arg(path).output().unwrap().stdout
}

/// Waits until a condition holds, on a busy machine too.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..3000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}
