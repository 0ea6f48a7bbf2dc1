//! E-mails in a folder are deleted once their invites are. A command that forgets a user only reaches this machine's
//! folder, so every process that writes e-mails into a folder cleans it itself.

use crate::mail::letters_in;
use crate::store::{Store, StoreError};
use std::io;
use std::path::Path;
use tokio::task::spawn_blocking;

/// E-mails could not be deleted from their folder.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LettersError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the folder for e-mails failed")]
    Folder(#[from] io::Error),
}

/// Deletes the e-mails in a folder whose invites are gone, and returns their number.
pub(crate) async fn forget_letters(store: &Store, folder: &Path) -> Result<usize, LettersError> {
    let folder = folder.to_owned();
    let letters = joined(spawn_blocking(move || letters_in(&folder)).await)?;
    let ids: Vec<&str> = letters.iter().map(|letter| letter.about.as_str()).collect();
    let kept = store.invites_among(&ids).await?;
    let mut forgotten = 0;
    for letter in letters.iter().filter(|letter| !kept.contains(&letter.about)) {
        letter.delete()?;
        forgotten += 1;
    }
    Ok(forgotten)
}

fn joined<T>(ended: Result<io::Result<T>, tokio::task::JoinError>) -> io::Result<T> {
    ended.unwrap_or_else(|error| Err(io::Error::other(error)))
}
