//! A scanner that behaves as a test wants: it speaks ClamAV's `INSTREAM`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wink_service::ScannerAddress;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScannerManner {
    /// Finds what holds the word `harmful`.
    Scans,
    /// Hangs up, as one that is being restarted.
    Away,
    /// Says that the file is too large for it.
    Complains,
}

pub(crate) struct FakeScanner {
    address: ScannerAddress,
    shared: Arc<Shared>,
}

struct Shared {
    manner: Mutex<ScannerManner>,
    tries: AtomicUsize,
    scanned: Mutex<Vec<Vec<u8>>>,
}

impl FakeScanner {
    pub(crate) async fn new(manner: ScannerManner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = ScannerAddress::Tcp(listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            manner: Mutex::new(manner),
            tries: AtomicUsize::new(0),
            scanned: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&serving)));
            }
        });
        Self { address, shared }
    }

    /// What `WINK_SCANNER` takes.
    pub(crate) fn address(&self) -> ScannerAddress {
        self.address.clone()
    }

    pub(crate) fn behave(&self, manner: ScannerManner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    /// How often it was asked.
    pub(crate) fn tries(&self) -> usize {
        self.shared.tries.load(Ordering::Relaxed)
    }

    /// The files that it has seen.
    pub(crate) fn scanned(&self) -> Vec<Vec<u8>> {
        self.shared.scanned.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    let manner = *shared.manner.lock().unwrap();
    if manner == ScannerManner::Away {
        drop(stream);
        shared.tries.fetch_add(1, Ordering::Relaxed);
        return;
    }
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = usize::try_from(stream.read_u32().await.unwrap()).unwrap();
        if length == 0 {
            break;
        }
        let start = content.len();
        content.resize(start + length, 0);
        stream.read_exact(&mut content[start..]).await.unwrap();
    }
    let is_harmful = content.windows(7).any(|window| window == b"harmful");
    let answer: &[u8] = match manner {
        ScannerManner::Complains => b"INSTREAM size limit exceeded. ERROR\0",
        _ if is_harmful => b"stream: Test-Signature FOUND\0",
        _ => b"stream: OK\0",
    };
    shared.scanned.lock().unwrap().push(content);
    stream.write_all(answer).await.unwrap();
    shared.tries.fetch_add(1, Ordering::Relaxed);
}
