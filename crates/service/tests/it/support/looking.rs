//! Looking for something: in a folder, and again until it is there.

use std::path::Path;
use std::time::Duration;

/// Whether bytes stand in any file of a folder.
pub(crate) fn stands_in(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return stands_in(&path, bytes);
        }
        // It may be gone by now, and then nothing stands in it.
        std::fs::read(path).unwrap_or_default().windows(bytes.len()).any(|window| window == bytes)
    })
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
