//! Archives as rows: announcing one, finding them.

use super::archive::{Archive, ArchiveFile, GivenBy, gather, select};
use super::quotas::subject_of;
use super::{Connection, Result, Slice, Span, Store, sessions};
use crate::documents::{DocumentType, Format};
use crate::quotas::Quota;
use crate::scope::Scope;

/// A file, as found by its address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SubmittedFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) size_bytes: i64,
    /// When a scanner found nothing in the files of its archive.
    pub(crate) scanned_at: Option<i64>,
}

/// An archive to announce.
#[derive(Clone, Debug)]
pub(crate) struct NewArchive<'a> {
    pub(crate) id: &'a str,
    pub(crate) scope: &'a Scope,
    pub(crate) user_id: &'a str,
    pub(crate) given_by: GivenBy,
    pub(crate) provider_id: Option<&'a str>,
    pub(crate) file_type: DocumentType,
    /// The session that announces it, and its idempotency key.
    pub(crate) start: Option<(&'a str, &'a str)>,
    pub(crate) files: &'a [ArchiveFile],
    pub(crate) created_at: i64,
}

/// The result of announcing an archive.
#[derive(Clone, Debug)]
pub(crate) enum Announced {
    New(Archive),
    /// It exists already: this key announced it before, or the same content was announced and not submitted.
    Known(Archive),
}

/// Why an archive was not announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAnnounced {
    /// The session has ended meanwhile.
    SessionOver,
}

/// Which archives a list shows. Uploads are never included.
#[derive(Clone, Debug)]
pub(crate) struct ArchiveFilter {
    pub(crate) scope: Scope,
    pub(crate) user_id: Option<String>,
    pub(crate) file_type: Option<String>,
    pub(crate) created: Span,
}

impl Store {
    /// Announces an archive, within the quotas of the session, the user and the tenant. Does nothing if it exists already
    /// or if the session has ended.
    pub(crate) async fn announce_archive(
        &self,
        new: &NewArchive<'_>,
    ) -> Result<std::result::Result<Announced, NotAnnounced>> {
        let mut transaction = self.write().await?;
        self.lock_user(&mut transaction, new.user_id).await?;
        if let Some((session_id, idempotency_key)) = new.start {
            if !sessions::is_open(&mut transaction, session_id, new.created_at).await? {
                return Ok(Err(NotAnnounced::SessionOver));
            }
            let known = sqlx::query(&select(
                "WHERE id = (SELECT archive_id FROM archive_starts WHERE session_id = $1 AND idempotency_key = $2)",
            ))
            .bind(session_id)
            .bind(idempotency_key)
            .fetch_all(&mut *transaction)
            .await?;
            if let Some(archive) = gather(&known)?.pop() {
                return Ok(Ok(Announced::Known(archive)));
            }
            if let Some(archive) = resume_unfinished(&mut transaction, new).await? {
                remember_start(&mut transaction, session_id, idempotency_key, &archive.id).await?;
                let one_now = (1, new.created_at);
                self.use_quota(&mut transaction, Quota::SessionDocuments, session_id, one_now).await?;
                transaction.commit().await?;
                return Ok(Ok(Announced::Known(archive)));
            }
        }
        if new.start.is_some() {
            let unfinished: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM archives WHERE user_id = $1 AND status = 'UPLOADING'",
            )
            .bind(new.user_id)
            .fetch_one(&mut *transaction)
            .await?;
            self.check_quota(Quota::UnfinishedUploads, unfinished, new.created_at)?;
        }
        sqlx::query(
            "INSERT INTO archives (id, tenant_id, user_id, provider_id, file_type, version, status, attempts,
                 created_at, updated_at, given_by, mode)
             VALUES ($1, $2, $3, $4, $5, 1, 'UPLOADING', 0, $6, $6, $7, $8)",
        )
        .bind(new.id)
        .bind(new.scope.tenant())
        .bind(new.user_id)
        .bind(new.provider_id)
        .bind(new.file_type)
        .bind(new.created_at)
        .bind(new.given_by)
        .bind(new.scope.mode_name())
        .execute(&mut *transaction)
        .await?;
        for (position, file) in (0_i64..).zip(new.files) {
            sqlx::query(
                "INSERT INTO archive_files (id, archive_id, position, name, format, side, size_bytes,
                     received_bytes, sub_type, sha256)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
            )
            .bind(&file.id)
            .bind(new.id)
            .bind(position)
            .bind(&file.name)
            .bind(file.format)
            .bind(file.side)
            .bind(i64::try_from(file.size_bytes).unwrap_or(i64::MAX))
            .bind(&file.sub_type)
            .bind(&file.sha256)
            .execute(&mut *transaction)
            .await?;
        }
        if let Some((session_id, idempotency_key)) = new.start {
            remember_start(&mut transaction, session_id, idempotency_key, new.id).await?;
        }
        let rows = sqlx::query(&select("WHERE id = $1")).bind(new.id).fetch_all(&mut *transaction).await?;
        self.use_document_quotas(&mut transaction, new).await?;
        transaction.commit().await?;
        let archive = gather(&rows)?.pop().ok_or(sqlx::Error::RowNotFound)?;
        Ok(Ok(Announced::New(archive)))
    }

    /// An archive of any user, for the process that works on it.
    pub(crate) async fn archive_of_any_scope(&self, id: &str) -> Result<Option<Archive>> {
        let rows = sqlx::query(&select("WHERE id = $1")).bind(id).fetch_all(&self.pool).await?;
        Ok(gather(&rows)?.pop())
    }

    /// A user's archive.
    pub(crate) async fn archive_of_user(
        &self,
        scope: &Scope,
        user_id: &str,
        id: &str,
    ) -> Result<Option<Archive>> {
        let rows = sqlx::query(&select("WHERE user_id = $1 AND id = $2 AND tenant_id = $3 AND mode = $4"))
            .bind(user_id)
            .bind(id)
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .fetch_all(&self.pool)
            .await?;
        Ok(gather(&rows)?.pop())
    }

    /// An archive, once it has been submitted.
    pub(crate) async fn submitted_archive(&self, scope: &Scope, id: &str) -> Result<Option<Archive>> {
        let which = "WHERE tenant_id = $1 AND mode = $2 AND id = $3 AND submitted_at IS NOT NULL";
        let rows = sqlx::query(&select(which))
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .bind(id)
            .fetch_all(&self.pool)
            .await?;
        Ok(gather(&rows)?.pop())
    }

    /// A user's own archives that were submitted and not revoked, newest first.
    pub(crate) async fn live_archives_of_user(
        &self,
        scope: &Scope,
        user_id: &str,
        limit: u32,
    ) -> Result<Vec<Archive>> {
        let rows = sqlx::query(&select(
            "WHERE user_id = $1 AND submitted_at IS NOT NULL AND status <> 'REVOKED' AND given_by = 'USER'
                 AND tenant_id = $3 AND mode = $4
             ORDER BY seq DESC LIMIT $2",
        ))
        .bind(user_id)
        .bind(i64::from(limit))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?;
        gather(&rows)
    }

    /// A user's uploads that can be resumed, newest first.
    pub(crate) async fn begun_archives_of_user(&self, scope: &Scope, user_id: &str) -> Result<Vec<Archive>> {
        let mut connection = self.pool.acquire().await?;
        let mut begun = unfinished(&mut connection, scope, user_id).await?;
        begun.retain(|archive| archive.files.iter().any(|file| file.received_bytes > 0));
        Ok(begun)
    }

    /// A tenant's archives, newest first.
    pub(crate) async fn archives(&self, filter: &ArchiveFilter, slice: Slice) -> Result<Vec<Archive>> {
        let rows = sqlx::query(&select(
            "WHERE tenant_id = $1 AND mode = $8 AND submitted_at IS NOT NULL AND seq < $2
                 AND created_at >= $3 AND created_at < $4
                 AND ($5 IS NULL OR user_id = $5) AND ($6 IS NULL OR file_type = $6)
             ORDER BY seq DESC LIMIT $7",
        ))
        .bind(filter.scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(filter.created.from.unwrap_or(i64::MIN))
        .bind(filter.created.until.unwrap_or(i64::MAX))
        .bind(&filter.user_id)
        .bind(&filter.file_type)
        .bind(i64::from(slice.limit))
        .bind(filter.scope.mode_name())
        .fetch_all(&self.pool)
        .await?;
        gather(&rows)
    }

    /// A file of a submitted archive of any scope, by an address that this service signed.
    pub(crate) async fn submitted_file_of_any_scope(&self, id: &str) -> Result<Option<SubmittedFile>> {
        Ok(sqlx::query_as(
            "SELECT archive_files.id, name, format, size_bytes, scanned_at
             FROM archive_files JOIN archives ON archives.id = archive_id AND submitted_at IS NOT NULL
             WHERE archive_files.id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?)
    }
}

impl Store {
    /// Counts a document and its announced bytes. Pieces can add no more than was announced.
    async fn use_document_quotas(&self, connection: &mut Connection, new: &NewArchive<'_>) -> Result<()> {
        let bytes: u64 = new.files.iter().map(|file| file.size_bytes).sum();
        let tenant = subject_of(new.scope);
        let session = new.start.map(|(session_id, _)| session_id);
        let counted = [
            (Quota::SessionDocuments, session, 1),
            (Quota::SessionMegabytes, session, bytes),
            (Quota::UserDocuments, Some(new.user_id), 1),
            (Quota::UserMegabytes, Some(new.user_id), bytes),
            (Quota::TenantDocuments, Some(tenant.as_str()), 1),
            (Quota::TenantMegabytes, Some(tenant.as_str()), bytes),
        ];
        for (quota, subject, amount) in counted {
            if let Some(subject) = subject {
                self.use_quota(connection, quota, subject, (amount, new.created_at)).await?;
            }
        }
        Ok(())
    }
}

/// A user's uploads that the same files can resume, newest first.
async fn unfinished(connection: &mut Connection, scope: &Scope, user_id: &str) -> Result<Vec<Archive>> {
    let rows =
        sqlx::query(&select("WHERE user_id = $1 AND tenant_id = $2 AND mode = $3 AND status = 'UPLOADING'"))
            .bind(user_id)
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .fetch_all(connection)
            .await?;
    let mut archives = gather(&rows)?;
    archives.retain(Archive::can_resume);
    Ok(archives)
}

/// Finds the unfinished upload of the same content and announces it again: it lasts another day, and gets the source of
/// the new announcement.
async fn resume_unfinished(connection: &mut Connection, new: &NewArchive<'_>) -> Result<Option<Archive>> {
    let unfinished = unfinished(connection, new.scope, new.user_id).await?;
    let is_same = |archive: &Archive| archive.file_type == new.file_type && archive.has_files(new.files);
    let Some(mut archive) = unfinished.into_iter().find(is_same) else { return Ok(None) };
    let announced = sqlx::query(
        "UPDATE archives SET created_at = $2, updated_at = $2, provider_id = $3
         WHERE id = $1 AND status = 'UPLOADING'",
    )
    .bind(&archive.id)
    .bind(new.created_at)
    .bind(new.provider_id)
    .execute(connection)
    .await?;
    archive.created_at = new.created_at;
    // It was submitted, revoked or deleted a moment ago.
    Ok((announced.rows_affected() > 0).then_some(archive))
}

async fn remember_start(
    connection: &mut Connection,
    session_id: &str,
    idempotency_key: &str,
    archive_id: &str,
) -> Result<()> {
    sqlx::query("INSERT INTO archive_starts (session_id, idempotency_key, archive_id) VALUES ($1, $2, $3)")
        .bind(session_id)
        .bind(idempotency_key)
        .bind(archive_id)
        .execute(connection)
        .await?;
    Ok(())
}
