//! The folder of e-mails that replaces a mail server. An e-mail is deleted together with its invite.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// How much of an e-mail is read: its headers are shorter.
const HEAD_BYTES: u64 = 8 * 1024;

/// An e-mail in the folder.
#[derive(Debug)]
pub(crate) struct Letter {
    path: PathBuf,
    /// The id of its invite, with which its own id starts.
    pub(crate) about: String,
}

impl Letter {
    /// Deletes it. Succeeds if it is already gone.
    pub(crate) fn delete(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}

/// The e-mails in a folder that have such an id. The folder may be missing.
pub(crate) fn letters_in(folder: &Path) -> io::Result<Vec<Letter>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut letters = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let mut head = Vec::new();
        match File::open(&path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head)) {
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read?,
        };
        if let Some(about) = about(&String::from_utf8_lossy(&head)) {
            letters.push(Letter { path, about });
        }
    }
    Ok(letters)
}

fn about(head: &str) -> Option<String> {
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID:"))?;
    Some(id.trim().strip_prefix('<')?.split_once('@')?.0.to_owned())
}
