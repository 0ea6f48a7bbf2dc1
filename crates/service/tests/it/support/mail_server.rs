//! A mail server with faults on purpose.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long tests wait for a connection, on a busy machine too.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Takes,
    /// Answers with a temporary error.
    Busy,
    /// Answers with a permanent error.
    Refuses,
    /// Accepts the connection and sends nothing.
    Silent,
}

/// An accepted e-mail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
}

pub(crate) struct MailServer {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    manner: Mutex<Manner>,
    tries: watch::Sender<usize>,
    received: Mutex<Vec<Letter>>,
}

impl MailServer {
    pub(crate) async fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            manner: Mutex::new(manner),
            tries: watch::Sender::new(0),
            received: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                tokio::spawn(async move {
                    // A client that hangs up early is not an error.
                    let _ = shared.converse(stream).await;
                });
            }
        });
        Self { port, shared }
    }

    /// The value for `WINK_SMTP_URL`.
    pub(crate) fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn behave(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    /// Waits for this number of connections.
    pub(crate) async fn once_tried(&self, times: usize) {
        let mut tries = self.shared.tries.subscribe();
        tokio::time::timeout(TIMEOUT, tries.wait_for(|tries| *tries >= times)).await.unwrap().unwrap();
    }

    pub(crate) fn received(&self) -> Vec<Letter> {
        self.shared.received.lock().unwrap().clone()
    }
}

impl Shared {
    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let manner = *self.manner.lock().unwrap();
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        if manner == Manner::Silent {
            self.tries.send_modify(|tries| *tries += 1);
            while lines.next_line().await?.is_some() {}
            return Ok(());
        }
        writer.write_all(b"220 mail.test\r\n").await?;
        let mut letter = Letter::default();
        while let Some(line) = lines.next_line().await? {
            let answer = match line.split([' ', ':']).next().unwrap() {
                "MAIL" => {
                    letter.from = line;
                    "250 yes"
                }
                "RCPT" => {
                    self.tries.send_modify(|tries| *tries += 1);
                    letter.to.push(line);
                    match manner {
                        Manner::Busy => "451 later",
                        Manner::Refuses => "550 never",
                        _ => "250 yes",
                    }
                }
                "DATA" => {
                    writer.write_all(b"354 go on\r\n").await?;
                    while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                        letter.text.push_str(&line);
                        letter.text.push_str("\r\n");
                    }
                    self.received.lock().unwrap().push(std::mem::take(&mut letter));
                    "250 taken"
                }
                _ => "250 yes",
            };
            writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }
}
