//! A full disk: what is to be stored is refused with words of its own, what deletes works, and as soon as there is space,
//! everything does.

use crate::archives::samples::pdf_with_text;
use crate::support::{Caller, GEORGE_AT_JOYRIDE, Place, Program, callers, eventually, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::timeout;

const WORDS: &str = "disk is full";

const SOON: Duration = Duration::from_secs(15);

async fn readiness(program: &Program) -> (u16, String) {
    let answer = reqwest::get(format!("http://{}/readyz", program.address)).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn wait_until_ready(program: &Program) {
    eventually("it is ready", async || readiness(program).await.0 == 200).await;
}

#[track_caller]
fn assert_full((status, answer): (u16, Value)) {
    assert_eq!((status, answer["code"].as_str()), (503, Some("SERVER_UNAVAILABLE")), "{answer}");
    assert!(answer["message"].as_str().unwrap().contains(WORDS), "{answer}");
}

/// Posts. A refusal must not take as long as a connection is waited for.
async fn post(caller: &Caller, path: &str, body: &Value) -> (u16, Value) {
    timeout(SOON, caller.call(Method::POST, path, body.to_string())).await.unwrap()
}

#[tokio::test]
async fn a_disk_that_takes_nothing_more_is_said_and_everything_works_once_it_does() {
    let place = Place::new().await;
    let is_on_a_server = place.database().is_on_a_server();
    let elsewhere = TempDir::new().unwrap();
    let log = elsewhere.path().join("log");
    // The signal would end a process at a limit of files. Ignored, the write fails. The log goes through a pipe.
    let line = "trap '' XFSZ; exec \"$0\" \"$@\" --sandbox-pace 0";
    let (mut reader, end) = std::io::pipe().unwrap();
    let mut copy = File::create(&log).unwrap();
    std::thread::spawn(move || std::io::copy(&mut reader, &mut copy));
    let program = Program::start_with(&place, line, Stdio::from(end)).await;
    wait_until_ready(&program).await;
    let (host, widget) = callers(&place, program.address).await;
    let document = pdf_with_text(&["Not a payslip."]);
    let archive = widget.announce("a-document-on-a-full-disk", "a.pdf", &document).await;
    let piece = format!(
        "/link/v1/archives/{}/files/{}?offset=0",
        text(&archive["archiveId"]),
        text(&archive["files"][0]["fileId"])
    );

    for _ in 0..2 {
        Program::limit_files(program.process(), Some(0));
        assert_full(widget.call(Method::PUT, &piece, document.clone()).await);
        if !is_on_a_server {
            // More often than there are connections to the database.
            for _ in 0..12 {
                assert_full(post(&host, "/v1/users", &json!({})).await);
            }
        }
        eventually("it is not ready", async || {
            let (status, words) = readiness(&program).await;
            status == 503 && words.contains(WORDS)
        })
        .await;
        let (status, users) = host.call(Method::GET, "/v1/users", "").await;
        assert_eq!(status, 200, "reading works: {users}");
        let said = fs::read_to_string(&log).unwrap();
        assert!(said.contains(WORDS), "{said}");

        Program::limit_files(program.process(), None);
        wait_until_ready(&program).await;
        for _ in 0..20 {
            let (status, user) = post(&host, "/v1/users", &json!({})).await;
            assert_eq!(status, 201, "{user}");
        }
    }
    widget.put(&archive, 0, &document).await;
    assert_eq!(widget.read_out(&archive).await["status"], "ERROR", "it is read, and is no payslip");
    program.terminate().await;
}

/// Mounts a disk of 24 MB at a folder that the service's process sees. An administrator may mount one, and so may everybody
/// in a namespace of their own, where the kernel allows those.
const WITH_SMALL_DISK: [&str; 2] = ["unshare --mount", "unshare --user --map-root-user --mount"];

/// The part of the command that lets the service have a small disk, if this machine can.
fn small_disk(folder: &Path) -> Option<&'static str> {
    WITH_SMALL_DISK.into_iter().find(|unshare| {
        let line = format!("{unshare} mount -t tmpfs -o size=24m tmpfs \"$0\"");
        std::process::Command::new("sh")
            .args(["-c", &line])
            .arg(folder)
            .output()
            .is_ok_and(|ran| ran.status.success())
    })
}

/// Fills what is left of a disk.
fn fill(path: &Path) {
    let mut file = File::options().append(true).create(true).open(path).unwrap();
    for size in [64 * 1024, 4096, 512, 1] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
}

#[tokio::test]
async fn what_deletes_works_on_a_full_disk() {
    let place = Place { database: String::new(), ..Place::new().await };
    let data = place.data_folder();
    fs::create_dir(&data).unwrap();
    let Some(unshare) = small_disk(&data) else {
        let why = "this machine lets nobody mount a disk: only the tests in store/reserve.rs hold this here";
        #[expect(clippy::print_stderr, reason = "nothing is left out in silence")]
        {
            eprintln!("NOT TESTED: {why}");
        }
        return;
    };
    let place = Place { database: data.join("wink.db").display().to_string(), ..place };
    let line = format!(
        "exec {unshare} sh -c 'mount -t tmpfs -o size=24m tmpfs \"$WINK_DATA\" && unset WINK_DATA && exec \"$0\" \"$@\" \
         --sandbox-pace 0' \"$0\" \"$@\""
    );
    let line = format!("WINK_DATA='{}'; export WINK_DATA; {line}", data.display());
    let program = Program::start_with(&place, &line, Stdio::inherit()).await;
    wait_until_ready(&program).await;
    // The service's disk, as others see it.
    let disk = PathBuf::from(format!("/proc/{}/root{}", program.process().as_raw_nonzero(), data.display()));
    let keys: Value = serde_json::from_slice(&fs::read(disk.join("sandbox-keys.json")).unwrap()).unwrap();
    let host = Caller::host(program.address, &text(&keys["apiKey"]), &text(&keys["apiSecret"]));
    let user = host.post("/v1/users", &json!({})).await;
    let widget = Caller::widget(program.address, &text(&user["data"]["token"]["accessToken"])).await;
    let mut accounts = Vec::new();
    for number in 0..2 {
        let provider = ["joyride", "move-it"][number];
        let login = (provider, "mobile", GEORGE_AT_JOYRIDE.2);
        let account = widget.start(&format!("an-account-{number}"), login).await;
        let account = widget.settled_account(account).await;
        assert_eq!(account["status"], "CONNECTED", "{account}");
        accounts.push(text(&account["accountId"]));
    }
    let document = pdf_with_text(&["Not a payslip."]);
    let archive = widget.announce("a-document", "a.pdf", &document).await;
    widget.put(&archive, 0, &document).await;
    widget.read_out(&archive).await;

    let filler = disk.join("filler");
    fill(&filler);
    eventually("nothing can be stored", async || {
        fill(&filler);
        post(&host, "/v1/users", &json!({})).await.0 == 503
    })
    .await;
    for path in
        [format!("/v1/accounts/{}", accounts[0]), format!("/v1/archives/{}", text(&archive["archiveId"]))]
    {
        let (status, answer) = host.call(Method::DELETE, &path, "").await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
    eventually("it is still full", async || {
        let (status, words) = readiness(&program).await;
        let (refused, answer) = post(&host, "/v1/users", &json!({})).await;
        status == 503 && words.contains(WORDS) && refused == 503 && answer.to_string().contains(WORDS)
    })
    .await;
    let left = host.get(&format!("/v1/identities?sourceId={}", accounts[0])).await;
    assert_eq!(left["data"]["items"], json!([]));

    fs::remove_file(&filler).unwrap();
    wait_until_ready(&program).await;
    let reset = format!("/v1/users/{}/resetSession", text(&user["data"]["user"]["id"]));
    assert_eq!(post(&host, &reset, &json!({})).await.0, 200);
    for _ in 0..20 {
        let (status, user) = post(&host, "/v1/users", &json!({})).await;
        assert_eq!(status, 201, "{user}");
    }
    assert!(disk.join("reserve").exists(), "the next time too");
    program.terminate().await;
}
