//! How much of the disk is free. Below a limit, uploads and exports are refused: the database must still be able to write, and a full
//! disk stops everything at once.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Where it is read how much of the disk is free.
#[derive(Clone, Debug, Default)]
pub enum DiskGauge {
    /// The file system.
    #[default]
    FileSystem,
    /// A number of percent, which tests change.
    Percent(Arc<AtomicU32>),
}

/// Too little of the disk is free for more files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "less than {least_percent} % of the service's disk is free, so documents are refused and no exports are made; delete documents that are no longer needed, or retry later"
)]
pub(crate) struct DiskFull {
    least_percent: u8,
}

/// The free part of the disks that the service writes to. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct FreeDisk(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Folders, which may be on different disks.
    folders: Vec<PathBuf>,
    gauge: DiskGauge,
    /// Below this, uploads are refused. 0 means never.
    least_percent: u8,
    /// Whether they were refused when this was last read, so that the log says so once.
    was_full: AtomicBool,
}

impl FreeDisk {
    pub(crate) fn new(folders: Vec<PathBuf>, gauge: DiskGauge, least_percent: u8) -> Self {
        Self(Arc::new(Inner { folders, gauge, least_percent, was_full: AtomicBool::new(false) }))
    }

    /// The free part of the fullest disk, from 0 to 1. `None` if it cannot be read.
    pub(crate) fn free_part(&self) -> Option<f64> {
        match &self.0.gauge {
            DiskGauge::FileSystem => {
                self.0.folders.iter().filter_map(|folder| free_part_of(folder)).min_by(f64::total_cmp)
            }
            DiskGauge::Percent(percent) => Some(f64::from(percent.load(Ordering::Relaxed)) / 100.0),
        }
    }

    /// Refuses if too little is free. A disk that cannot be read refuses nothing.
    pub(crate) fn check(&self) -> Result<(), DiskFull> {
        let least_percent = self.0.least_percent;
        let free_part = self.free_part().unwrap_or(1.0);
        let is_full = free_part * 100.0 < f64::from(least_percent);
        if is_full != self.0.was_full.swap(is_full, Ordering::Relaxed) {
            if is_full {
                tracing::error!(free_part, least_percent, "the disk is nearly full; documents are refused");
            } else {
                tracing::info!(free_part, "the disk has space again; documents are accepted");
            }
        }
        if is_full { Err(DiskFull { least_percent }) } else { Ok(()) }
    }
}

/// As `df` counts: of what this user may fill.
#[cfg(target_os = "linux")]
#[expect(clippy::cast_precision_loss, reason = "a part of the whole needs no more than 52 bits")]
fn free_part_of(folder: &std::path::Path) -> Option<f64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let used = disk.f_blocks.saturating_sub(disk.f_bfree);
    let whole = used + disk.f_bavail;
    (whole > 0).then(|| disk.f_bavail as f64 / whole as f64)
}

#[cfg(not(target_os = "linux"))]
fn free_part_of(_: &std::path::Path) -> Option<f64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_disk_counts() {
        let folder = tempfile::tempdir().unwrap();
        let of = |folders: &[&str]| {
            FreeDisk::new(folders.iter().map(PathBuf::from).collect(), DiskGauge::FileSystem, 10).free_part()
        };
        let here = of(&[folder.path().to_str().unwrap()]).unwrap();
        assert!((0.0..=1.0).contains(&here), "{here}");
        // Nothing can be written to this one.
        assert!(of(&["/proc", folder.path().to_str().unwrap()]).unwrap() <= 1.0);
        assert_eq!(of(&["/no such folder"]), None);
    }

    #[test]
    fn uploads_are_refused_below_the_limit_and_accepted_again_above() {
        let percent = Arc::new(AtomicU32::new(10));
        let disk = FreeDisk::new(Vec::new(), DiskGauge::Percent(Arc::clone(&percent)), 10);
        assert_eq!(disk.check(), Ok(()));
        percent.store(9, Ordering::Relaxed);
        assert!(disk.check().unwrap_err().to_string().contains("less than 10 %"));
        percent.store(50, Ordering::Relaxed);
        assert_eq!(disk.check(), Ok(()));
        let never = FreeDisk::new(Vec::new(), DiskGauge::Percent(Arc::new(AtomicU32::new(0))), 0);
        assert_eq!(never.check(), Ok(()));
    }
}
