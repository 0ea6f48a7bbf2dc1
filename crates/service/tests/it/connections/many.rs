//! Too many connections: the service stays reachable, and says in its log what goes on.

use super::{Client, get};
use crate::support::{Place, Program, eventually};
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::time::timeout;

const TOO_MANY: &str = "too many connections";

/// A program that is ready, with a log in a file.
async fn start(place: &Place, line: &str) -> (Program, PathBuf) {
    let path = place.folder.path().join("log");
    let log = Stdio::from(File::create(&path).unwrap());
    let program = Program::start_with(place, line, log).await;
    eventually("ready", async || is_ready(&program).await).await;
    (program, path)
}

async fn is_ready(program: &Program) -> bool {
    get(program.address, "/readyz").await.starts_with("HTTP/1.1 200")
}

async fn connect(program: &Program, count: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..count {
        clients.push(Client::connect(program.address).await);
    }
    clients
}

/// A request whose body does not come, so that it stays in progress.
async fn connect_busy(program: &Program) -> Client {
    let mut client = Client::connect(program.address).await;
    client
        .write(
            "POST /link/v1/sessions HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
             Content-Length: 2\r\nExpect: 100-continue\r\n\r\n",
        )
        .await;
    // The service asks for the body, so the request is in progress.
    client.until("100 Continue").await;
    client
}

#[tokio::test]
async fn silent_connections_keep_nobody_out() {
    let place = Place::new().await;
    let (program, log) = start(&place, "ulimit -n 256 && exec \"$0\" \"$@\"").await;
    let mut silent = connect(&program, 300).await;
    let newest = silent.last_mut().unwrap();
    assert!(newest.ask("/healthz", "alive").await.starts_with("HTTP/1.1 200"));
    for path in ["/healthz", "/readyz", "/v1/openapi.json"] {
        let answer = timeout(Duration::from_secs(30), get(program.address, path)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    let log = std::fs::read_to_string(log).unwrap();
    let lines = log.lines().filter(|line| line.contains(TOO_MANY)).count();
    assert!((1..=20).contains(&lines), "once in a while, not for each connection: {lines}");
    assert!(!log.contains("too many open files"), "descriptors are left for everything else");
    assert!(silent[0].is_closed_within(Duration::from_secs(5)).await, "the oldest made room");
}

#[tokio::test]
async fn health_checks_are_answered_while_every_connection_is_busy() {
    let place = Place::new().await;
    let (program, log) =
        start(&place, "exec \"$0\" \"$@\" --connections 4 --connections-per-address 0").await;
    let mut busy = Vec::new();
    for _ in 0..4 {
        busy.push(connect_busy(&program).await);
    }
    assert!(get(program.address, "/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(is_ready(&program).await);
    let refused = get(program.address, "/v1/openapi.json").await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 1"), "{refused}");
    assert!(std::fs::read_to_string(&log).unwrap().contains(TOO_MANY));
    // An answered request makes room.
    busy[0].write("{}").await;
    busy[0].until("\r\n\r\n").await;
    eventually("answers again", async || {
        get(program.address, "/v1/openapi.json").await.starts_with("HTTP/1.1 200")
    })
    .await;
    assert!(!busy[1].is_closed_within(Duration::from_millis(1)).await, "what is in progress is not cut off");
}

#[tokio::test]
async fn the_limit_of_open_files_is_raised_at_the_start() {
    let place = Place::new().await;
    let (program, _) = start(&place, "ulimit -S -n 64 && exec \"$0\" \"$@\"").await;
    let mine = getrlimit(Resource::Nofile);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", program.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let mut numbers = line.split_whitespace().skip(3);
    let (soft, hard) = (numbers.next().unwrap(), numbers.next().unwrap());
    assert_eq!(soft, hard, "{line}");
    assert_eq!(hard.parse().ok(), mine.maximum, "{line}");
    assert_ne!(soft, "64");
}

#[tokio::test]
async fn without_descriptors_the_log_says_so_and_the_service_recovers() {
    let place = Place::new().await;
    let (program, log) = start(&place, "exec \"$0\" \"$@\"").await;
    assert!(is_ready(&program).await);
    let usual = getrlimit(Resource::Nofile);
    let open = std::fs::read_dir(format!("/proc/{}/fd", program.id())).unwrap();
    let numbers: Vec<u64> =
        open.map(|entry| entry.unwrap().file_name().to_str().unwrap().parse().unwrap()).collect();
    let limit = numbers.iter().max().unwrap() + 4;
    let free = usize::try_from(limit).unwrap() - numbers.len();
    let few = Rlimit { current: Some(limit), ..usual };
    prlimit(Some(program.process()), Resource::Nofile, few).unwrap();
    let silent = connect(&program, free + 20).await;
    let logged = async || std::fs::read_to_string(&log).unwrap();
    eventually("logged", async || logged().await.contains("too many open files")).await;
    let answer = timeout(Duration::from_secs(30), get(program.address, "/healthz")).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "silent connections make room: {answer}");
    prlimit(Some(program.process()), Resource::Nofile, usual).unwrap();
    drop(silent);
    eventually("answers again", async || get(program.address, "/readyz").await.starts_with("HTTP/1.1 200"))
        .await;
    let lines = logged().await.lines().filter(|line| line.contains("too many open files")).count();
    assert!(lines <= 10, "it does not spin: {lines}");
}
