//! A start on data that is not as it should be: the program says what is wrong, with the path and what to do, and leaves
//! everything as it was. One that waits hears that it is to stop.

use crate::support::{Place, Program, eventually, program, run};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, SqliteConnection};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Longest until a start is refused, or hears that it is to stop, on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(10);

/// A database of SQLite, on whichever database the other tests are.
fn new_place() -> Place {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("data/wink.db").to_str().unwrap().to_owned();
    Place { folder, database }
}

/// One that a service was started and stopped on.
async fn used(place: Place) -> Place {
    Program::start(&place, &[], &[]).await.terminate().await;
    place
}

fn serve(place: &Place) -> Command {
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", &place.database, "--data"]);
    // It must not log how far it came.
    command
        .arg(place.data_folder())
        .env("WINK_LOG", "info")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Every file and folder below a folder, with its permissions and the hash of its content.
fn listing(folder: &Path) -> BTreeMap<PathBuf, (u32, String)> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let hash = if metadata.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            String::new()
        } else {
            format!("{:x}", Sha256::digest(fs::read(&path).unwrap()))
        };
        found.insert(path, (metadata.permissions().mode(), hash));
    }
    found
}

/// What a start says that is refused. It must leave everything below the place's folder as it is.
async fn refused_by(place: &Place, mut command: Command) -> String {
    let before = listing(place.folder.path());
    let ended = timeout(AT_ONCE, command.output()).await.unwrap().unwrap();
    let words = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && ended.stdout.is_empty(), "{words}");
    for level in ["INFO", "WARN", "ERROR"] {
        assert!(!words.contains(level), "it is not logged how far it came: {words}");
    }
    assert_eq!(listing(place.folder.path()), before, "{words}");
    words
}

async fn refused(place: &Place) -> String {
    refused_by(place, serve(place)).await
}

#[track_caller]
fn assert_says(words: &str, parts: &[&str]) {
    for part in parts {
        assert!(words.contains(part), "{part:?} is not in: {words}");
    }
}

async fn run_sql(place: &Place, sql: &str) {
    let mut connection = SqliteConnection::connect(&place.database).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_named_and_left_as_it_is() {
    let place = used(new_place()).await;
    let whole = fs::read(&place.database).unwrap();
    let mut torn = whole.clone();
    // Every page but the first, which says what the others are.
    torn[4096..].iter_mut().step_by(7).for_each(|byte| *byte ^= 0x5a);
    let damages: [(&str, Vec<u8>); 4] = [
        ("torn", torn),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("another file", b"This is not a database of SQLite, and long enough to be one.".repeat(100)),
        ("zeros", vec![0; whole.len()]),
    ];
    for (damage, content) in damages {
        fs::write(&place.database, content).unwrap();
        let words = refused(&place).await;
        assert_says(&words, &[&place.database, "is damaged", "backup"]);
        let words = run(&place, &["keys", "list"]).await.refused();
        assert!(words.contains(&place.database) && words.contains("is damaged"), "{damage}: {words}");
    }
    fs::write(&place.database, whole).unwrap();
    used(place).await;
}

#[tokio::test]
async fn a_newer_database_is_named_and_left_as_it_is() {
    let place = used(new_place()).await;
    run_sql(
        &place,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from tomorrow', 1, x'00', 1)",
    )
    .await;
    let parts = [place.database.as_str(), "newer version", "9999", "backup"];
    assert_says(&refused(&place).await, &parts);
    for command in [&["keys", "list"][..], &["migrate"], &["migrate", "--dry-run"]] {
        assert_says(&run(&place, command).await.refused(), &parts);
    }
}

/// A line of the shell that runs the program without the right of an administrator to write everything.
const UNPRIVILEGED: &str = "if [ \"$(id -u)\" = 0 ]; then \
     exec setpriv --inh-caps=-all --bounding-set=-dac_override,-dac_read_search \"$0\" \"$@\"; fi; exec \"$0\" \"$@\"";

fn serve_unprivileged(place: &Place) -> Command {
    let service = serve(place);
    let mut command = Command::new("sh");
    command.args(["-c", UNPRIVILEGED]).arg(service.as_std().get_program()).args(service.as_std().get_args());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

#[tokio::test]
async fn what_cannot_be_written_is_named_and_left_as_it_is() {
    let place = used(new_place()).await;
    let (database, folder) = (PathBuf::from(&place.database), place.data_folder());
    let outer = place.folder.path().to_owned();
    for (path, mode) in [(&database, 0o400), (&folder, 0o500)] {
        let usual = fs::metadata(path).unwrap().permissions();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        let words = refused_by(&place, serve_unprivileged(&place)).await;
        assert_says(&words, &[path.to_str().unwrap(), "cannot be written", "WINK_DATABASE"]);
        fs::set_permissions(path, usual).unwrap();
    }
    // The folder above what is to be made.
    let elsewhere =
        Place { folder: place.folder, database: outer.join("new/deep/wink.db").display().to_string() };
    fs::remove_dir_all(&folder).unwrap();
    fs::set_permissions(&outer, Permissions::from_mode(0o500)).unwrap();
    let words = refused_by(&elsewhere, serve_unprivileged(&elsewhere)).await;
    fs::set_permissions(&outer, Permissions::from_mode(0o700)).unwrap();
    assert_says(&words, &[outer.to_str().unwrap(), "cannot be written"]);
    Program::start(&elsewhere, &[], &[]).await.terminate().await;
}

#[tokio::test]
async fn a_missing_or_empty_database_beside_keys_is_named_and_not_made() {
    let place = used(new_place()).await;
    let parts = [place.database.as_str(), "there is nothing in", "master-key", "WINK_DATABASE", "migrate"];
    fs::remove_file(&place.database).unwrap();
    assert_says(&refused(&place).await, &parts);
    fs::write(&place.database, "").unwrap();
    assert_says(&refused(&place).await, &parts);
    fs::remove_file(&place.database).unwrap();
    let create = format!("sqlite://{}?mode=rwc", place.database);
    let mut connection = SqliteConnection::connect(&create).await.unwrap();
    sqlx::raw_sql("CREATE TABLE others (id INTEGER)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert_says(&refused(&place).await, &[&place.database, "another program", "WINK_DATABASE"]);
    fs::remove_file(&place.database).unwrap();
    // What the words say to do.
    run(&place, &["migrate"]).await.printed();
    used(place).await;
}

#[tokio::test]
async fn another_empty_database_beside_keys_is_refused_wherever_it_is() {
    let place = used(Place::new().await).await;
    let other = Place { folder: place.folder, ..Place::new().await };
    let other = if other.database().is_on_a_server() {
        other
    } else {
        let database = other.folder.path().join("data/other.db").display().to_string();
        Place { database, ..other }
    };
    assert_says(&refused(&other).await, &["there is nothing in", "master-key"]);
}

#[tokio::test]
async fn a_missing_key_file_is_named_and_no_other_is_made() {
    let place = used(Place::new().await).await;
    for (file, variable) in [
        ("master-key", "WINK_MASTER_KEY"),
        ("source-key", "WINK_SOURCE_KEY"),
        ("webhook-key", "WINK_WEBHOOK_KEY"),
        ("files-key", "WINK_FILES_KEY"),
    ] {
        let path = place.data_folder().join(file);
        let key = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let words = refused(&place).await;
        assert_says(&words, &[path.to_str().unwrap(), variable, "backup", "docs/security.md"]);
        let mut with_variable = serve(&place);
        with_variable.env(variable, STANDARD.encode([7; 32]));
        assert_says(&refused_by(&place, with_variable).await, &[variable]);
        fs::write(&path, key).unwrap();
    }
    // The same after a crash, when the database is still partly in SQLite's log.
    let mut killed = Program::start(&place, &[], &[]).await;
    killed.kill().await;
    let path = place.data_folder().join("master-key");
    let key = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_says(&refused(&place).await, &[path.to_str().unwrap()]);
    fs::write(&path, key).unwrap();
    used(place).await;
}

#[tokio::test]
async fn a_broken_key_file_is_named_and_left_as_it_is() {
    let place = used(new_place()).await;
    for file in ["sandbox-keys.json", "files-key"] {
        let path = place.data_folder().join(file);
        let key = fs::read(&path).unwrap();
        fs::write(&path, "not a key").unwrap();
        let words = refused(&place).await;
        assert_says(&words, &[path.to_str().unwrap()]);
        assert!(!words.contains("not a key"), "{words}");
        fs::write(&path, key).unwrap();
    }
}

/// Tells a start to stop, and waits until it has.
async fn stop(mut child: Child) {
    let id = rustix::process::Pid::from_raw(child.id().unwrap().try_into().unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    let ended = timeout(AT_ONCE, child.wait()).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
async fn a_start_that_waits_for_another_process_can_be_stopped() {
    let place = used(new_place()).await;
    let lock = fs::File::open(place.data_folder().join("migrating.lock")).unwrap();
    lock.lock().unwrap();
    let before = listing(place.folder.path());
    let mut child = serve(&place).spawn().unwrap();
    let mut log = child.stderr.take().unwrap();
    let mut said = String::new();
    let mut part = [0; 1024];
    while !said.contains("waiting for another process") {
        let count = timeout(AT_ONCE, log.read(&mut part)).await.unwrap().unwrap();
        assert!(count > 0, "it ended: {said}");
        said.push_str(&String::from_utf8_lossy(&part[..count]));
    }
    stop(child).await;
    timeout(AT_ONCE, log.read_to_string(&mut said)).await.unwrap().unwrap();
    assert!(said.contains("stopped while starting"), "{said}");
    // SQLite may have made its files beside the database by then.
    let keys = |all: BTreeMap<PathBuf, _>| {
        all.into_keys().filter(|path| !path.to_str().unwrap().contains("wink.db"))
    };
    assert!(keys(listing(place.folder.path())).eq(keys(before)));
    lock.unlock().unwrap();
    used(place).await;
}

#[tokio::test]
async fn a_start_that_waits_for_a_silent_server_can_be_stopped_and_has_made_nothing() {
    let folder = TempDir::new().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let database = format!("postgres://wink:hush@{}/wink", silent.local_addr().unwrap());
    let place = Place { folder, database };
    let child = serve(&place).spawn().unwrap();
    let _connection = timeout(AT_ONCE, silent.accept()).await.expect("it connects").unwrap();
    stop(child).await;
    assert_eq!(listing(place.folder.path()).len(), 1, "no folder and no key");
}

#[tokio::test]
async fn two_first_starts_at_once_do_not_refuse_each_other() {
    for _ in 0..3 {
        let place = Place::new().await;
        let (one, other) = tokio::join!(Program::start(&place, &[], &[]), Program::start(&place, &[], &[]));
        eventually("both answer", async || {
            let answers =
                [&one, &other].map(|program| reqwest::get(format!("http://{}/healthz", program.address)));
            let [one, other] = answers;
            one.await.is_ok() && other.await.is_ok()
        })
        .await;
        tokio::join!(one.terminate(), other.terminate());
    }
}
