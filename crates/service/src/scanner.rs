//! Asks an antivirus program about a file: ClamAV's daemon, on this machine. It gets the content over a socket
//! (`INSTREAM`), so it needs no access to the files, which are encrypted where they are stored.

use crate::jobs::{Pool, PoolError, Turn};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

/// The content is sent in parts of this size.
const PART_BYTES: usize = 64 * 1024;

/// Longest answer that is read, in bytes: it has the name of what was found.
const LONGEST_ANSWER_BYTES: u64 = 4096;

/// Longest name of a find that is kept, in characters.
const LONGEST_NAME: usize = 100;

/// Maximum number of files that are scanned at the same time: each is in memory meanwhile.
const MAX_AT_ONCE: usize = 2;

/// Timeout for the whole conversation about a file. ClamAV itself gives up after two minutes by default.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A socket in the file system.
    Unix(PathBuf),
    /// A port of this machine.
    Tcp(SocketAddr),
}

/// This is no address of a scanner.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "must be unix: and the path of a socket, such as unix:/run/clamav/clamd.ctl, or tcp: and a loopback address, such \
     as tcp:127.0.0.1:3310"
)]
pub struct BadScannerAddress;

impl FromStr for ScannerAddress {
    type Err = BadScannerAddress;

    fn from_str(text: &str) -> Result<Self, BadScannerAddress> {
        match text.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            // The content goes there without encryption.
            Some(("tcp", place)) => match place.parse::<SocketAddr>() {
                Ok(place) if place.ip().is_loopback() => Ok(Self::Tcp(place)),
                _ => Err(BadScannerAddress),
            },
            _ => Err(BadScannerAddress),
        }
    }
}

/// What the scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clean,
    /// With the scanner's name for what it found.
    Infected(String),
}

/// The scanner gave no verdict. The file must be scanned later.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotScanned {
    #[error("the scanner cannot be reached, or broke off")]
    Connection(#[from] io::Error),
    #[error("no place to scan in")]
    Pool(#[from] PoolError),
    #[error("the scanner did not answer in time")]
    TooSlow,
    #[error("the scanner answered {0:?}")]
    Answer(String),
}

/// Asks the scanner. Clones ask the same one.
#[derive(Clone, Debug)]
pub(crate) struct Scanner {
    address: ScannerAddress,
    timeout: Duration,
    scanning: Pool,
}

impl Scanner {
    pub(crate) fn new(address: ScannerAddress) -> Self {
        Self { address, timeout: TIMEOUT, scanning: Pool::new(MAX_AT_ONCE) }
    }

    /// A place to scan files in. Take it before the content is read.
    pub(crate) async fn turn(&self) -> Result<Turn, NotScanned> {
        Ok(self.scanning.turn().await?)
    }

    /// Has a file scanned.
    pub(crate) async fn scan(&self, content: &[u8]) -> Result<Verdict, NotScanned> {
        let answer = async {
            match &self.address {
                ScannerAddress::Unix(path) => ask(UnixStream::connect(path).await?, content).await,
                ScannerAddress::Tcp(place) => ask(TcpStream::connect(place).await?, content).await,
            }
        };
        let answer = timeout(self.timeout, answer).await.map_err(|_| NotScanned::TooSlow)??;
        verdict(&answer)
    }
}

/// Sends the content and reads the answer. A scanner that has seen enough answers and closes before it has everything.
async fn ask(mut scanner: impl AsyncRead + AsyncWrite + Unpin, content: &[u8]) -> io::Result<String> {
    let sent = send(&mut scanner, content).await;
    let mut answer = Vec::new();
    let read = scanner.take(LONGEST_ANSWER_BYTES).read_to_end(&mut answer).await;
    if answer.is_empty() {
        sent?;
        read?;
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

async fn send(scanner: &mut (impl AsyncWrite + Unpin), content: &[u8]) -> io::Result<()> {
    // With `z`, commands and answers end with a zero byte.
    scanner.write_all(b"zINSTREAM\0").await?;
    for part in content.chunks(PART_BYTES) {
        let length = u32::try_from(part.len()).map_err(io::Error::other)?;
        scanner.write_all(&length.to_be_bytes()).await?;
        scanner.write_all(part).await?;
    }
    // A part without content ends the file.
    scanner.write_all(&0_u32.to_be_bytes()).await?;
    scanner.flush().await
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or what went wrong. Nothing else counts as clean.
fn verdict(answer: &str) -> Result<Verdict, NotScanned> {
    let answer = answer.trim_end_matches(['\0', '\n', '\r']);
    let found = |name: &str| Verdict::Infected(name.chars().take(LONGEST_NAME).collect());
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(Verdict::Clean),
        Some(said) if said.ends_with(" FOUND") => Ok(found(said.trim_end_matches(" FOUND"))),
        _ => Err(NotScanned::Answer(answer.chars().take(LONGEST_NAME).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[test]
    fn a_scanner_is_on_this_machine() {
        for (text, address) in [
            ("unix:/run/clamav/clamd.ctl", ScannerAddress::Unix("/run/clamav/clamd.ctl".into())),
            ("tcp:127.0.0.1:3310", ScannerAddress::Tcp(([127, 0, 0, 1], 3310).into())),
        ] {
            assert_eq!(text.parse::<ScannerAddress>().unwrap(), address);
        }
        for bad in [
            "",
            "unix:clamd.ctl",
            "tcp:10.0.0.1:3310",
            "tcp:localhost:3310",
            "127.0.0.1:3310",
            "tcp:127.0.0.1",
        ] {
            assert!(bad.parse::<ScannerAddress>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_a_clear_answer_is_one() {
        assert_eq!(verdict("stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(verdict("stream: Eicar FOUND\0").unwrap(), Verdict::Infected("Eicar".to_owned()));
        for unclear in [
            "",
            "OK",
            "stream: ",
            "stream: OKAY\0",
            "stream: x ERROR\0",
            "INSTREAM size limit exceeded. ERROR\0",
        ] {
            assert!(matches!(verdict(unclear), Err(NotScanned::Answer(_))), "{unclear}");
        }
    }

    /// A scanner that accepts one connection and does this with it. Answers with what it got.
    async fn scanner<F>(serve: impl FnOnce(TcpStream) -> F + Send + 'static) -> Scanner
    where
        F: Future<Output = ()> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = ScannerAddress::Tcp(listener.local_addr().unwrap());
        tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
        Scanner { timeout: Duration::from_secs(20), ..Scanner::new(address) }
    }

    #[tokio::test]
    async fn the_whole_content_arrives_in_parts() {
        let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_be_bytes()[3]).collect();
        let expected = content.clone();
        let scanner = scanner(|mut stream| async move {
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut got = Vec::new();
            loop {
                let length = stream.read_u32().await.unwrap() as usize;
                if length == 0 {
                    break;
                }
                let start = got.len();
                got.resize(start + length, 0);
                stream.read_exact(&mut got[start..]).await.unwrap();
            }
            let answer: &[u8] = if got == expected { b"stream: OK\0" } else { b"stream: Changed FOUND\0" };
            stream.write_all(answer).await.unwrap();
        });
        assert_eq!(scanner.await.scan(&content).await.unwrap(), Verdict::Clean);
    }

    #[tokio::test]
    async fn silence_a_hang_up_and_nobody_there_are_no_verdicts() {
        let silent = scanner(|stream| async move {
            let _stream = stream;
            std::future::pending::<()>().await;
        });
        let silent = Scanner { timeout: Duration::from_millis(200), ..silent.await };
        assert!(matches!(silent.scan(b"x").await, Err(NotScanned::TooSlow)));
        let hung_up = scanner(|stream| async move { drop(stream) }).await;
        assert!(hung_up.scan(b"x").await.is_err());
        let nobody = Scanner::new(ScannerAddress::Unix("/nonexistent/clamd.ctl".into()));
        assert!(matches!(nobody.scan(b"x").await, Err(NotScanned::Connection(_))));
    }
}
