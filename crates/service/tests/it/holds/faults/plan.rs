//! Which faults come when. The same seed gives the same ones.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::time::Duration;

/// Something goes wrong, and is well again after a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The process is killed, and another one started.
    Kill,
    /// The process is asked to stop, and another one started.
    Stop,
    /// No file grows beyond this many bytes: of SQLite's and of uploads.
    FullDisk { bytes: u64, millis: u64 },
    /// SQLite's is locked by another process; PostgreSQL's network is cut.
    LostDatabase { millis: u64 },
    /// PostgreSQL, or the file of SQLite, is there, but nothing goes on for a while: as with a disk that hangs.
    SlowDisk { millis: u64 },
    /// The clock is moved ahead.
    ClockAhead { minutes: u64 },
    /// The clock is set back to the machine's.
    ClockBack,
}

/// Most that the clock is moved at once.
pub(super) const LONGEST_JUMP_MINUTES: u64 = 180;

const KINDS: [fn(&mut StdRng) -> Fault; 7] = [
    |_| Fault::Kill,
    |_| Fault::Stop,
    |random| Fault::FullDisk {
        bytes: *[0, 4096, 65_536].choose(random).unwrap(),
        millis: random.random_range(500..4000),
    },
    |random| Fault::LostDatabase { millis: random.random_range(500..7000) },
    |random| Fault::SlowDisk { millis: random.random_range(500..4000) },
    |random| Fault::ClockAhead { minutes: random.random_range(1..LONGEST_JUMP_MINUTES) },
    |_| Fault::ClockBack,
];

impl Fault {
    /// How long it lasts.
    pub(super) fn length(self) -> Duration {
        match self {
            Self::FullDisk { millis, .. } | Self::LostDatabase { millis } | Self::SlowDisk { millis } => {
                Duration::from_millis(millis)
            }
            Self::Kill | Self::Stop | Self::ClockAhead { .. } | Self::ClockBack => Duration::ZERO,
        }
    }
}

/// Faults without end, each after a pause.
pub(super) struct Plan {
    random: StdRng,
    /// What comes before anything comes again, so that a short run has something of everything.
    left: Vec<usize>,
}

impl Plan {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), left: Vec::new() }
    }
}

impl Iterator for Plan {
    type Item = (Duration, Fault);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left.is_empty() {
            self.left = (0..KINDS.len()).collect();
        }
        let kind = self.left.swap_remove(self.random.random_range(0..self.left.len()));
        let pause = Duration::from_millis(self.random.random_range(300..3000));
        Some((pause, KINDS[kind](&mut self.random)))
    }
}

#[test]
fn a_seed_repeats_its_faults_and_each_round_has_every_kind() {
    let faults = |seed| Plan::new(seed).take(3 * KINDS.len()).collect::<Vec<_>>();
    assert_eq!(faults(7), faults(7));
    assert_ne!(faults(7), faults(8));
    for round in faults(7).chunks(KINDS.len()) {
        let kinds: std::collections::HashSet<_> =
            round.iter().map(|(_, fault)| std::mem::discriminant(fault)).collect();
        assert_eq!(kinds.len(), KINDS.len(), "{round:?}");
    }
}
