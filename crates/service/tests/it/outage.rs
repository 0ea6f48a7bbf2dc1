//! A database that is away: both APIs say that it passes, and when to come back.

use crate::support::{Reply, TestApp, Widget};
use reqwest::Url;
use sqlx::postgres::PgConnectOptions;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

fn assert_passing(reply: &Reply) {
    assert_eq!(reply.refusal(), (503, "SERVER_UNAVAILABLE".to_owned()));
    assert_eq!(reply.header("retry-after"), "5");
    assert_eq!(reply.json()["requestId"], reply.header("x-request-id"));
}

async fn assert_away(app: &TestApp, widget: &Widget) {
    assert_passing(&app.get("/users").await);
    assert_passing(&app.post("/users", &serde_json::json!({})).await);
    assert_passing(&widget.get(app, "/session").await);
    assert_eq!(app.get_raw("http://localhost/readyz").await.status, 503);
}

#[tokio::test]
async fn a_closed_database_passes() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    app.app.stop().await;
    assert_away(&app, &widget).await;
}

#[tokio::test]
async fn a_table_that_is_not_there_does_not_pass() {
    let app = TestApp::new().await;
    app.run_sql("ALTER TABLE webhooks RENAME TO others").await;
    assert_eq!(app.get("/webhooks").await.refusal(), (500, "SERVER_ERROR".to_owned()));
}

/// PostgreSQL as it is reached through a network that can be cut.
struct Network {
    address: String,
    is_cut: watch::Sender<bool>,
}

impl Network {
    async fn to(database: &str) -> Self {
        let options: PgConnectOptions = database.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut address = Url::parse(database).unwrap();
        let pairs: Vec<(String, String)> = address
            .query_pairs()
            .filter(|(name, _)| name != "host")
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        address.query_pairs_mut().clear().extend_pairs(pairs);
        address.set_host(Some("127.0.0.1")).unwrap();
        address.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let is_cut = watch::Sender::new(false);
        let cut = is_cut.subscribe();
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                if *cut.borrow() {
                    continue;
                }
                let mut cut = cut.clone();
                let options = options.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        () = carry(near, &options) => {}
                        _ = cut.wait_for(|is_cut| *is_cut) => {}
                    }
                });
            }
        });
        Self { address: address.into(), is_cut }
    }
}

async fn carry(mut near: TcpStream, options: &PgConnectOptions) {
    let socket = options.get_socket().map(|folder| folder.join(format!(".s.PGSQL.{}", options.get_port())));
    let _ = if let Some(socket) = socket {
        copy_bidirectional(&mut near, &mut UnixStream::connect(socket).await.unwrap()).await
    } else {
        let address = (options.get_host(), options.get_port());
        copy_bidirectional(&mut near, &mut TcpStream::connect(address).await.unwrap()).await
    };
}

#[tokio::test]
async fn a_database_behind_a_cut_network_passes_and_is_found_again() {
    let place = TestApp::new().await;
    if !place.place().database().is_on_a_server() {
        // SQLite's is a file.
        return;
    }
    let network = Network::to(place.database()).await;
    let app = place.another(|settings| settings.database = network.address.parse().unwrap()).await;
    let widget = app.widget().await;
    network.is_cut.send_replace(true);
    assert_away(&app, &widget).await;
    network.is_cut.send_replace(false);
    assert_eq!(app.get("/users").await.status, 200);
    assert_eq!(widget.get(&app, "/session").await.status, 200);
}
