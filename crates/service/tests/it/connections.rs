//! What clients may do with connections: too many, silent ones, slow ones, and requests of which two readers could
//! understand different things.

mod framing;
mod many;
mod slow;

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest that a test waits for one answer, however busy the machine is.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A client that writes what it likes.
struct Client(TcpStream);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        Self(timeout(TIMEOUT, TcpStream::connect(address)).await.unwrap().unwrap())
    }

    async fn write(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// Everything until the service closes the connection.
    async fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        // A reset ends it too.
        let ended = timeout(TIMEOUT, self.0.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "the connection stays open");
        String::from_utf8(rest).unwrap()
    }

    /// Everything until this has arrived.
    async fn until(&mut self, wanted: &str) -> String {
        let mut read = String::new();
        while !read.contains(wanted) {
            let mut piece = [0; 1024];
            let length = timeout(TIMEOUT, self.0.read(&mut piece)).await.unwrap().unwrap();
            assert_ne!(length, 0, "it ended after {read:?}");
            read.push_str(std::str::from_utf8(&piece[..length]).unwrap());
        }
        read
    }

    /// Sends a request and reads the answer, whose body ends like this.
    async fn ask(&mut self, path: &str, end: &str) -> String {
        self.write(&format!("GET {path} HTTP/1.1\r\nHost: here\r\n\r\n")).await;
        self.until(end).await
    }

    /// Whether the service has closed the connection by now, or does within this time.
    async fn is_closed_within(&mut self, time: Duration) -> bool {
        let mut byte = [0];
        // A reset ends it too.
        timeout(time, self.0.read(&mut byte)).await.is_ok_and(|read| read.unwrap_or(0) == 0)
    }
}

/// What a new client gets for `GET path`.
async fn get(address: SocketAddr, path: &str) -> String {
    let mut client = Client::connect(address).await;
    client.write(&format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")).await;
    client.rest().await
}
