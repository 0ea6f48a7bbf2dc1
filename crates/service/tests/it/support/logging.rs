//! The log of the services, shown with a test that fails.

use tracing::Level;

/// From which level on. Below it stands what services do all the time.
pub(crate) const LEVEL: Level = Level::WARN;

/// Has services in the test's own process log to the test's output, which the test runner shows if the test fails.
pub(crate) fn show_log() {
    // Only the first call of a process counts.
    drop(tracing_subscriber::fmt().with_max_level(LEVEL).with_ansi(false).with_test_writer().try_init());
}
