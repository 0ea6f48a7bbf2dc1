//! A collector of OpenTelemetry spans.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Starts a collector of spans. Returns its address and what it receives: paths and protobuf bodies, in which texts can
/// be searched.
pub(crate) async fn collector() -> (String, watch::Receiver<Vec<(String, Bytes)>>) {
    async fn take(State(sent): State<watch::Sender<Vec<(String, Bytes)>>>, uri: Uri, body: Bytes) {
        sent.send_modify(|all| all.push((uri.path().to_owned(), body)));
    }
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    let (sender, sent) = watch::channel(Vec::new());
    let router = Router::new().fallback(take).with_state(sender);
    tokio::spawn(async move { axum::serve(socket, router).await });
    (address, sent)
}
