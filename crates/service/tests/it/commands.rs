//! The command line of the real program: what it prints and what it does.

mod backup;
mod clock;
mod keys;
mod private;
mod users;

use crate::support::{Place, Program, eventually, run};
use std::process::Stdio;
use std::time::Duration;

#[tokio::test]
async fn a_new_database_is_made_and_brought_up_to_date() {
    let place = Place::new().await;
    let dry = run(&place, &["migrate", "--dry-run"]).await.printed();
    assert!(dry.contains("to do  0001 foundations") && dry.contains("Nothing was changed"), "{dry}");
    assert!(!place.data_folder().join("wink.db").exists(), "nothing was made");
    let done = run(&place, &["migrate"]).await.printed();
    assert_eq!(done.matches("done ").count(), dry.matches("to do").count(), "{done}");
    for options in [&["migrate"][..], &["migrate", "--dry-run"]] {
        assert_eq!(run(&place, options).await.printed(), "The database is up to date.\n");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_by_mistake() {
    let place = Place::new().await;
    let missing = place.folder.path().join("elsewhere/wink.db");
    let path = missing.to_str().unwrap();
    for command in
        [&["users", "list"][..], &["keys", "list"], &["clock", "show"], &["webhooks", "deliveries"]]
    {
        let arguments: Vec<&str> = command.iter().copied().chain(["--database", path]).collect();
        let complaint = run(&place, &arguments).await.refused();
        assert!(
            complaint.contains("there is no database at") && complaint.contains("migrate"),
            "{complaint}"
        );
        assert!(!missing.exists());
    }
}

/// Fails if a command waits for 30 seconds, which is sqlx's default.
#[tokio::test]
async fn a_server_that_is_not_there_is_given_up_soon_and_named() {
    let place = Place::new().await;
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let address = format!("postgres://wink:hush@{server}/wink");
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["users", "list"]] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--database", &address]).collect();
        let ended = tokio::time::timeout(Duration::from_secs(25), run(&place, &arguments)).await;
        let complaint = ended.unwrap().refused();
        assert!(complaint.contains(&format!("cannot connect to PostgreSQL at {server}")), "{complaint}");
        assert!(complaint.contains("Connection refused") && !complaint.contains("hush"), "{complaint}");
    }
}

#[tokio::test]
async fn a_server_elsewhere_without_tls_is_refused() {
    let place = Place::new().await;
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["users", "list"], &["migrate", "--dry-run"]]
    {
        for mode in ["", "?sslmode=require"] {
            // Nobody is there, and nobody is asked.
            let address = format!("postgres://wink:hush@192.0.2.1/wink{mode}");
            let arguments: Vec<&str> = command.iter().copied().chain(["--database", &address]).collect();
            let complaint = run(&place, &arguments).await.refused();
            assert!(complaint.contains("sslmode=verify-full") && !complaint.contains("hush"), "{complaint}");
        }
    }
}

#[tokio::test]
async fn packagers_get_completions_and_manual_pages() {
    let place = Place::new().await;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&place, &["completions", shell]).await.printed();
        assert!(script.contains("redeliver") && script.contains("wink-service"), "{shell}");
    }
    let page = run(&place, &["man"]).await.printed();
    assert!(page.starts_with(".ie") && page.contains("wink\\-service\\-backup"), "{page}");
    let folder = place.folder.path().join("man1");
    run(&place, &["man", folder.to_str().unwrap()]).await.printed();
    let serve = std::fs::read_to_string(folder.join("wink-service-serve.1")).unwrap();
    assert!(serve.contains("WINK_LISTEN"));
    let complaint = run(&place, &["completions", "cmd"]).await.refused();
    assert!(complaint.contains("possible values"), "{complaint}");
}

#[tokio::test]
async fn whether_it_is_ready_can_be_asked() {
    let place = Place::new().await;
    let mut program = Program::start(&place, &[], &[]).await;
    let address = program.address.to_string();
    // The service is ready only when the first key exists.
    let asking = async || run(&place, &["healthcheck", "--listen", &address]).await.succeeded;
    eventually("it is ready", asking).await;
    program.kill().await;
    let complaint = run(&place, &["healthcheck", "--listen", &address]).await.refused();
    assert!(complaint.contains("does not answer"), "{complaint}");
}

#[tokio::test]
async fn a_closed_output_ends_nothing() {
    let place = Place::new().await;
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let mut serving = crate::support::program()
        .args(["serve", "--listen", &port, "--database", &place.database, "--data"])
        .arg(place.data_folder())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    drop(serving.stdout.take());
    for _ in 0..600 {
        if run(&place, &["healthcheck", "--listen", &port]).await.succeeded {
            assert!(serving.try_wait().unwrap().is_none());
            return;
        }
        assert!(serving.try_wait().unwrap().is_none(), "it ended");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never became ready");
}

/// The settings of `serve` as a Markdown table.
fn table_of_settings() -> String {
    use clap::CommandFactory as _;
    let cli = wink_service::Cli::command();
    let serve = cli.find_subcommand("serve").unwrap();
    let mut table = "| variable | option | default | |\n|---|---|---|---|\n".to_owned();
    for argument in serve.get_arguments().filter(|argument| argument.get_env().is_some()) {
        let variable = argument.get_env().unwrap().to_str().unwrap();
        let value = argument
            .get_value_names()
            .unwrap_or_default()
            .first()
            .map_or(String::new(), |value| format!(" {value}"));
        let is_switch = !argument.get_action().takes_values();
        let option = format!("--{}{}", argument.get_long().unwrap(), if is_switch { "" } else { &value });
        let default =
            argument.get_default_values().first().and_then(|value| value.to_str()).unwrap_or_default();
        let default = if default.is_empty() || is_switch { String::new() } else { format!("`{default}`") };
        let words = argument.get_help().unwrap().to_string();
        let row = format!("| `{variable}` | `{option}` | {default} | {words} |")
            .replace("PATH|ADDRESS", "PATH\\|ADDRESS");
        table.push_str(&row);
        table.push('\n');
    }
    table
}

#[test]
fn the_table_of_settings_is_what_the_program_takes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/deploy.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("says what belongs here -->\n").unwrap();
    let (written, _) = rest.split_once("<!-- end of settings -->").unwrap();
    let wanted = table_of_settings();
    assert!(written == wanted, "the table of settings in docs/deploy.md is not what it should be:\n{wanted}");
}
