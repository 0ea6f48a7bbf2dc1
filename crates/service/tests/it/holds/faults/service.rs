//! The real program and its database, to which things happen.

use super::plan::Fault;
use crate::support::{Network, Place, Program, run};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use std::io::Read as _;
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex as Turn;
use tokio::time::sleep;

/// Most address space of a process, in kilobytes.
const MOST_MEMORY_KB: u64 = 4_000_000;

/// Longest that a process may take to stop.
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// The program, in the process that runs at the moment.
pub(super) struct Service {
    pub(super) place: Place,
    /// The way to PostgreSQL. SQLite's database is a file.
    network: Option<Network>,
    running: Turn<Option<Program>>,
    now: RwLock<Now>,
    log: Arc<Mutex<Vec<u8>>>,
    /// Where every process writes its log.
    log_end: std::io::PipeWriter,
}

/// The process that runs now.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) address: SocketAddr,
    pub(super) process: Pid,
    pub(super) since: Instant,
}

impl Service {
    pub(super) async fn start() -> Self {
        let mut place = Place::new().await;
        let network = if place.database().is_on_a_server() {
            let network = Network::to(&place.database).await;
            place.database.clone_from(&network.address);
            Some(network)
        } else {
            None
        };
        let (mut reader, log_end) = std::io::pipe().unwrap();
        let log = Arc::<Mutex<Vec<u8>>>::default();
        let written = Arc::clone(&log);
        std::thread::spawn(move || {
            let mut part = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut part) {
                written.lock().unwrap().extend_from_slice(&part[..count]);
            }
        });
        let program = launch(&place, &log_end).await;
        let now = RwLock::new(Now::of(&program));
        Self { place, network, running: Turn::new(Some(program)), now, log, log_end }
    }

    pub(super) fn now(&self) -> Now {
        *self.now.read().unwrap()
    }

    /// Everything that all processes logged.
    pub(super) fn log(&self) -> Vec<u8> {
        self.log.lock().unwrap().clone()
    }

    pub(super) async fn kill_and_restart(&self) {
        let mut running = self.running.lock().await;
        running.take().unwrap().kill().await;
        *running = Some(self.next().await);
    }

    /// Ends the process as an operator does.
    pub(super) async fn stop(&self) {
        let program = self.running.lock().await.take().unwrap();
        tokio::time::timeout(STOP_WITHIN, program.terminate()).await.unwrap();
    }

    async fn next(&self) -> Program {
        let program = launch(&self.place, &self.log_end).await;
        *self.now.write().unwrap() = Now::of(&program);
        program
    }

    /// Has a fault come and go.
    pub(super) async fn suffer(&self, fault: Fault) {
        match fault {
            Fault::Kill => self.kill_and_restart().await,
            Fault::Stop => {
                self.stop().await;
                let program = self.next().await;
                *self.running.lock().await = Some(program);
            }
            Fault::FullDisk { bytes, .. } => {
                Program::limit_files(self.now().process, Some(bytes));
                sleep(fault.length()).await;
                Program::limit_files(self.now().process, None);
            }
            Fault::LostDatabase { .. } => match &self.network {
                Some(network) => {
                    network.cut();
                    sleep(fault.length()).await;
                    network.mend();
                }
                None => self.lock_database(fault.length()).await,
            },
            Fault::SlowDisk { .. } => {
                let process = self.now().process;
                kill_process(process, Signal::STOP).unwrap();
                sleep(fault.length()).await;
                kill_process(process, Signal::CONT).unwrap();
            }
            Fault::ClockAhead { minutes } => {
                run(&self.place, &["clock", "advance", &format!("{minutes}m")]).await.printed();
            }
            Fault::ClockBack => {
                run(&self.place, &["clock", "reset"]).await.printed();
            }
        }
    }

    /// Keeps every other process from writing to SQLite's database.
    async fn lock_database(&self, length: Duration) {
        let mut other = SqliteConnection::connect(&self.place.database).await.unwrap();
        other.execute("PRAGMA busy_timeout = 30000; BEGIN IMMEDIATE").await.unwrap();
        sleep(length).await;
        other.execute("ROLLBACK").await.unwrap();
        other.close().await.unwrap();
    }
}

impl Now {
    fn of(program: &Program) -> Self {
        Self { address: program.address, process: program.process(), since: Instant::now() }
    }
}

async fn launch(place: &Place, log: &std::io::PipeWriter) -> Program {
    // The signal would end a process at a limit of files. Ignored, the write fails.
    let line = format!(
        "trap '' XFSZ; ulimit -v {MOST_MEMORY_KB}; WINK_LOG=info,wink_service=debug; export WINK_LOG; \
         exec \"$0\" \"$@\" --sandbox-pace 0 --secret-limit 0 --quotas sandbox-logins=0"
    );
    Program::start_with(place, &line, Stdio::from(log.try_clone().unwrap())).await
}
