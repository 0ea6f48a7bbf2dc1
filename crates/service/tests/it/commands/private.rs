//! What the program writes is readable by its own user only, whatever the umask.

use crate::support::{Place, Program, eventually, program, run};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A folder and everything in it.
fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(everything_in(&path)) } else { found.push(path) }
    }
    found
}

/// The permissions of other users.
fn shared(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o077
}

fn assert_private(folder: &Path, names: &[&str]) {
    let found = everything_in(folder);
    for name in names {
        assert!(found.iter().any(|path| path.ends_with(name)), "{name} is not in {found:?}");
    }
    for path in found {
        assert_eq!(shared(&path), 0, "{}", path.display());
    }
}

/// Runs the program with a umask that removes no permissions.
async fn run_with_open_umask(place: &Place, arguments: &[&str]) {
    let binary = program().as_std().get_program().to_owned();
    let ended = tokio::process::Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" \"$@\""])
        .arg(binary)
        .args(arguments)
        .env("WINK_DATABASE", &place.database)
        .env("WINK_DATA", place.data_folder())
        .output()
        .await
        .unwrap();
    assert!(ended.status.success(), "{ended:?}");
}

#[tokio::test]
async fn whatever_the_umask_nobody_else_reads_data_or_backups() {
    let place = Place::new().await;
    if place.database().is_on_a_server() {
        return;
    }
    run_with_open_umask(&place, &["migrate"]).await;
    assert_private(&place.data_folder(), &["wink.db", "migrating.lock"]);

    let mut program = Program::start_with(&place, "umask 000; exec \"$0\" \"$@\"", Stdio::inherit()).await;
    let address = program.address.to_string();
    let ready = async || run(&place, &["healthcheck", "--listen", &address]).await.succeeded;
    eventually("it is ready", ready).await;
    let made = [
        "wink.db",
        "wink.db-wal",
        "wink.db-shm",
        "mail",
        "files/key-check",
        "sandbox-keys.json",
        "master-key",
    ];
    assert_private(&place.data_folder(), &made);

    let backup = place.folder.path().join("backup");
    run_with_open_umask(&place, &["backup", backup.to_str().unwrap()]).await;
    assert_private(&backup, &["wink.db", "files/key-check", "sandbox-keys.json", "master-key"]);
    program.kill().await;
}

#[tokio::test]
async fn manual_pages_are_for_everybody() {
    let place = Place::new().await;
    let folder = place.folder.path().join("man1");
    run_with_open_umask(&place, &["man", folder.to_str().unwrap()]).await;
    assert_ne!(shared(&folder.join("wink-service.1")), 0);
}
