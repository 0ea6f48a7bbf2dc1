//! The pieces of a file's content, and files whose content must be deleted.

use super::{ArchiveFile, Result, Store, SubmittedFile};
use crate::files::Piece;
use crate::scope::Scope;

/// A file whose content may be read. It comes from a row, never from an ID in a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredFile<'a> {
    id: &'a str,
    size_bytes: u64,
}

impl<'a> StoredFile<'a> {
    pub(crate) const fn id(self) -> &'a str {
        self.id
    }

    pub(crate) const fn size_bytes(self) -> u64 {
        self.size_bytes
    }
}

impl<'a> From<&'a ArchiveFile> for StoredFile<'a> {
    fn from(file: &'a ArchiveFile) -> Self {
        Self { id: &file.id, size_bytes: file.size_bytes }
    }
}

impl<'a> From<&'a SubmittedFile> for StoredFile<'a> {
    fn from(file: &'a SubmittedFile) -> Self {
        Self { id: &file.id, size_bytes: file.size_bytes.try_into().unwrap_or(0) }
    }
}

impl Store {
    /// Counts a piece of a file, if the file still ends where the piece begins and is still being uploaded.
    pub(crate) async fn receive_piece(
        &self,
        scope: &Scope,
        archive_id: &str,
        file_id: &str,
        piece: &Piece,
    ) -> Result<bool> {
        let mut transaction = self.write().await?;
        let received = sqlx::query(
            "UPDATE archive_files SET received_bytes = $4
             WHERE archive_id = $1 AND id = $2 AND received_bytes = $3
                 AND EXISTS (SELECT 1 FROM archives
                     WHERE id = $1 AND status = 'UPLOADING' AND tenant_id = $5 AND mode = $6)",
        )
        .bind(archive_id)
        .bind(file_id)
        .bind(signed(piece.offset_bytes))
        .bind(signed(piece.offset_bytes + piece.size_bytes))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .execute(&mut *transaction)
        .await?;
        if received.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO archive_pieces (file_id, offset_bytes, size_bytes, name) VALUES ($1, $2, $3, $4)",
        )
        .bind(file_id)
        .bind(signed(piece.offset_bytes))
        .bind(signed(piece.size_bytes))
        .bind(&piece.name)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A file's pieces, in order.
    pub(crate) async fn pieces(&self, file: StoredFile<'_>) -> Result<Vec<Piece>> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(
            "SELECT offset_bytes, size_bytes, name FROM archive_pieces WHERE file_id = $1 ORDER BY offset_bytes",
        )
        .bind(file.id)
        .fetch_all(&self.pool)
        .await?;
        let piece = |(offset_bytes, size_bytes, name): (i64, i64, String)| Piece {
            offset_bytes: offset_bytes.try_into().unwrap_or(0),
            size_bytes: size_bytes.try_into().unwrap_or(0),
            name,
        };
        Ok(rows.into_iter().map(piece).collect())
    }

    /// Files whose content must be deleted, those that have waited longest first.
    pub(crate) async fn doomed_files(&self) -> Result<Vec<String>> {
        let ids: Vec<(String,)> = sqlx::query_as("SELECT id FROM doomed_files ORDER BY doomed_at LIMIT 500")
            .fetch_all(&self.pool)
            .await?;
        Ok(ids.into_iter().map(|(id,)| id).collect())
    }

    /// Records that a doomed file's content is deleted. The file stays on the list if it was added before
    /// `before_millis`.
    pub(crate) async fn forget_doomed_file(&self, id: &str, before_millis: i64) -> Result<()> {
        sqlx::query("DELETE FROM doomed_files WHERE id = $1 AND doomed_at <= $2")
            .bind(id)
            .bind(before_millis)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
