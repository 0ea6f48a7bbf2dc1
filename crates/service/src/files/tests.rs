//! Contents in a folder and in a bucket.

use super::*;
use tempfile::TempDir;

fn key() -> FilesKey {
    FilesKey::generate().unwrap().expose().parse().unwrap()
}

async fn in_folder(folder: &TempDir, key: &FilesKey) -> Result<Files> {
    Files::open(&FilesPlace::Folder(folder.path().join("deep/er")), key).await
}

/// The requirements for every storage.
async fn conforms(files: &Files, again: &Files) {
    let first = files.write("f-1", 0, b"Net pay ").await.unwrap();
    let lost = files.write("f-1", 8, b"99,999.99").await.unwrap();
    let second = files.write("f-1", 8, b"23,145.25").await.unwrap();
    let other = files.write("f-10", 0, b"another").await.unwrap();
    let pieces = [first.clone(), second.clone()];
    assert_eq!(again.read("f-1", &pieces).await.unwrap(), b"Net pay 23,145.25", "another process reads it");
    assert_eq!(files.read("f-1", &[]).await.unwrap(), b"");
    assert!(matches!(files.read("f-1", std::slice::from_ref(&second)).await, Err(FilesError::Unsealable)));
    let elsewhere = Piece { offset_bytes: 8, ..first.clone() };
    assert!(matches!(files.read("f-1", &[first.clone(), elsewhere]).await, Err(FilesError::Unsealable)));
    assert!(matches!(files.read("f-2", std::slice::from_ref(&first)).await, Err(FilesError::Gone)));

    files.discard("f-1", &lost).await.unwrap();
    files.discard("f-1", &lost).await.unwrap();
    assert_eq!(files.read("f-1", &pieces).await.unwrap(), b"Net pay 23,145.25");
    files.delete("f-1").await.unwrap();
    files.delete("f-1").await.unwrap();
    assert!(matches!(files.read("f-1", &[first]).await, Err(FilesError::Gone)));
    assert_eq!(
        files.read("f-10", &[other]).await.unwrap(),
        b"another",
        "only what has this id, not this beginning"
    );
    files.delete("f-10").await.unwrap();
}

#[tokio::test]
async fn a_folder() {
    let (folder, key) = (TempDir::new().unwrap(), key());
    let files = in_folder(&folder, &key).await.unwrap();
    conforms(&files, &in_folder(&folder, &key).await.unwrap()).await;
    let left: Vec<_> = std::fs::read_dir(folder.path().join("deep/er")).unwrap().collect();
    assert_eq!(left.len(), 1, "the check of the key: {left:?}");
}

#[tokio::test]
async fn another_key_is_reported_at_the_start() {
    let (folder, first) = (TempDir::new().unwrap(), key());
    in_folder(&folder, &first).await.unwrap();
    let error = in_folder(&folder, &key()).await.unwrap_err();
    assert!(matches!(error, FilesError::WrongKey));
    assert!(error.to_string().contains("WINK_FILES_KEY"));
    in_folder(&folder, &first).await.unwrap();
}
