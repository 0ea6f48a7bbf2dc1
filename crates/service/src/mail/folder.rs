//! The folder of e-mails that stands in for a mail server: what lies there is kept no longer than what it was made of.

use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::Path;

/// How much of an e-mail is looked at: its head is shorter.
const HEAD_BYTES: usize = 8 * 1024;

/// Deletes e-mails that say that they were written before then. Answers with how many.
pub(crate) fn forget_written_before(folder: &Path, before: Timestamp) -> io::Result<usize> {
    forget(folder, |head| {
        let date = head.lines().find_map(|line| line.strip_prefix("Date:"));
        let written = date.and_then(|date| jiff::fmt::rfc2822::parse(date.trim()).ok());
        written.is_some_and(|written| written.timestamp() <= before)
    })
}

/// Deletes e-mails to these addresses. Answers with how many.
pub(crate) fn forget_addressed_to(folder: &Path, addresses: &[String]) -> io::Result<usize> {
    if addresses.is_empty() {
        return Ok(0);
    }
    forget(folder, |head| addresses.iter().any(|address| head.contains(&format!("<{address}>"))))
}

fn forget(folder: &Path, is_to_go: impl Fn(&str) -> bool) -> io::Result<usize> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut forgotten = 0;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let mut bytes = match fs::read(&path) {
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            bytes => bytes?,
        };
        bytes.truncate(HEAD_BYTES);
        if is_to_go(&String::from_utf8_lossy(&bytes)) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => {
                    removed?;
                    forgotten += 1;
                }
            }
        }
    }
    Ok(forgotten)
}
