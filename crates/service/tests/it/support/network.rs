//! A network between the service and PostgreSQL that can be cut.

use reqwest::Url;
use sqlx::postgres::PgConnectOptions;
use std::net::SocketAddr;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// PostgreSQL as it is reached through a network that can be cut.
pub(crate) struct Network {
    pub(crate) address: String,
    place: SocketAddr,
    server: PgConnectOptions,
    is_cut: watch::Sender<bool>,
    door: JoinHandle<()>,
}

impl Network {
    pub(crate) async fn to(database: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = listener.local_addr().unwrap();
        let mut address = Url::parse(database).unwrap();
        let pairs: Vec<(String, String)> = address
            .query_pairs()
            .filter(|(name, _)| name != "host")
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        address.query_pairs_mut().clear().extend_pairs(pairs);
        address.set_host(Some("127.0.0.1")).unwrap();
        address.set_port(Some(place.port())).unwrap();
        let server: PgConnectOptions = database.parse().unwrap();
        let is_cut = watch::Sender::new(false);
        let door = tokio::spawn(proxy(listener, server.clone(), is_cut.subscribe()));
        Self { address: address.into(), place, server, is_cut, door }
    }

    /// Ends every connection; new ones are accepted, and ended at once.
    pub(crate) fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub(crate) fn mend(&self) {
        self.is_cut.send_replace(false);
    }

    /// Nobody listens there any more: connections are refused.
    pub(crate) async fn take_away(&mut self) {
        self.is_cut.send_replace(true);
        self.door.abort();
        let _ = (&mut self.door).await;
    }

    pub(crate) async fn bring_back(&mut self) {
        self.is_cut.send_replace(false);
        let listener = TcpListener::bind(self.place).await.unwrap();
        self.door = tokio::spawn(proxy(listener, self.server.clone(), self.is_cut.subscribe()));
    }
}

async fn proxy(listener: TcpListener, server: PgConnectOptions, cut: watch::Receiver<bool>) {
    loop {
        let (near, _) = listener.accept().await.unwrap();
        if *cut.borrow() {
            continue;
        }
        let (server, mut cut) = (server.clone(), cut.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = carry(near, &server) => {}
                _ = cut.wait_for(|is_cut| *is_cut) => {}
            }
        });
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
