//! An archive's progress: pieces, submission, the result of reading, leases, deletion.
//!
//! A change names the version that it was decided on, as an account's does: the second of two changes has no effect.

use super::archive::{gather, select};
use super::code::Coded;
use super::event::{ArchiveFailure, Event, TaskFailure};
use super::event_type::EventType;
use super::events::{forget_person, record};
use super::invites;
use super::leases::unleased;
use super::{Archive, Connection, GivenBy, Json, OldSource, Result, Store, archive_items};
use crate::documents::{DocumentType, Unsupported};
use crate::records::Income;
use crate::scope::Scope;
use wink_wire::ArchiveErrorCode;

/// The result of reading an archive.
#[derive(Clone, Debug)]
pub(crate) enum ArchiveEnd {
    Analyzed { analysis: serde_json::Value, income: Option<Box<Income>> },
    Unsupported { why: Unsupported },
    Failed { error_code: ArchiveErrorCode, reference: String },
}

impl ArchiveEnd {
    /// Why nothing was read.
    const fn failure(&self) -> Option<ArchiveFailure> {
        match self {
            Self::Analyzed { .. } => None,
            Self::Unsupported { why } => Some(ArchiveFailure::Unsupported(*why)),
            Self::Failed { error_code, .. } => Some(ArchiveFailure::Error(*error_code)),
        }
    }

    /// Whether its files must not be kept.
    const fn is_harmful(&self) -> bool {
        matches!(self, Self::Failed { error_code: ArchiveErrorCode::UnsafeFile, .. })
    }

    /// The income that the document states.
    fn income(&self) -> Option<&Income> {
        match self {
            Self::Analyzed { income, .. } => income.as_deref(),
            Self::Unsupported { .. } | Self::Failed { .. } => None,
        }
    }
}

impl Store {
    /// Submits an archive, to be read by the lease's owner. `None` if another request was faster.
    pub(crate) async fn submit_archive(
        &self,
        archive: &Archive,
        lease_owner: &str,
        lease_until: i64,
        now_millis: i64,
    ) -> Result<Option<Archive>> {
        let sql = "UPDATE archives SET version = version + 1, status = 'STARTED', lease_owner = $3,
                lease_until = $4, attempts = 1, updated_at = $5, submitted_at = $5
            WHERE id = $1 AND version = $2 AND status = 'UPLOADING'";
        let submission = sqlx::query(sql)
            .bind(&archive.id)
            .bind(archive.version)
            .bind(lease_owner)
            .bind(lease_until)
            .bind(now_millis);
        let mut transaction = self.write().await?;
        if submission.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(None);
        }
        report(&mut transaction, &archive.id, EventType::ArchiveStarted, None, now_millis).await?;
        archive_items::begin(&mut transaction, archive, now_millis).await?;
        if archive.given_by == GivenBy::User {
            invites::linked(&mut transaction, &archive.user_id, now_millis).await?;
        }
        transaction.commit().await?;
        self.archive_of_any_scope(&archive.id).await
    }

    /// Stores the result of reading an archive. `None` if another request was faster.
    pub(crate) async fn end_archive(
        &self,
        archive: &Archive,
        end: &ArchiveEnd,
        classification: Option<DocumentType>,
        now_millis: i64,
    ) -> Result<Option<Archive>> {
        let (status, analysis, error, unsupported) = match end {
            ArchiveEnd::Analyzed { analysis, .. } => ("ANALYZED", Some(Json(analysis)), None, None),
            ArchiveEnd::Unsupported { why } => ("UNSUPPORTED", None, None, Some(Coded(*why))),
            ArchiveEnd::Failed { error_code, reference } => {
                ("ERROR", None, Some((Coded(*error_code), reference)), None)
            }
        };
        // A document without a type gets the type that was detected.
        let sql = "UPDATE archives SET version = version + 1, status = $3, analysis = $4, error_code = $5,
                reference = $6, lease_owner = NULL, lease_until = NULL, updated_at = $7, classification = $8,
                unsupported = $9, file_type = CASE file_type WHEN 'OTHERS' THEN COALESCE($8, 'OTHERS') ELSE file_type END
            WHERE id = $1 AND version = $2 AND status = 'STARTED'";
        let change = sqlx::query(sql)
            .bind(&archive.id)
            .bind(archive.version)
            .bind(status)
            .bind(analysis)
            .bind(error.map(|(code, _)| code))
            .bind(error.map(|(_, reference)| reference))
            .bind(now_millis)
            .bind(classification.map(DocumentType::name))
            .bind(unsupported);
        let mut transaction = self.write().await?;
        if change.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(None);
        }
        let failure = end.failure();
        let event_type =
            if failure.is_none() { EventType::ArchiveAnalyzed } else { EventType::ArchiveFailed };
        report(&mut transaction, &archive.id, event_type, failure, now_millis).await?;
        let failure = failure.map(TaskFailure::Archive);
        archive_items::end(&mut transaction, archive, end.income(), failure, now_millis).await?;
        if end.is_harmful() {
            // Nobody may get at them, and nobody needs them.
            doom_files(&mut transaction, &archive.id, now_millis).await?;
        }
        transaction.commit().await?;
        self.archive_of_any_scope(&archive.id).await
    }

    /// Revokes an archive in any state: deletes what was read and the names of its files, and dooms their content.
    /// Returns the archive, and the ids of those files.
    pub(crate) async fn revoke_archive(
        &self,
        scope: &Scope,
        id: &str,
        now_millis: i64,
    ) -> Result<(Option<Archive>, Vec<String>)> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            let revoked = revoke_archive(&mut transaction, scope, id, now_millis).await?;
            transaction.commit().await?;
            self.mark_deleted();
            Ok(revoked)
        })
        .await
    }

    /// Deletes uploads that were announced before `before_millis` and never submitted. Returns their number.
    pub(crate) async fn forget_unsubmitted_archives(
        &self,
        before_millis: i64,
        now_millis: i64,
    ) -> Result<usize> {
        let mut transaction = self.write_to_delete().await?;
        let sql = format!(
            "SELECT id FROM archives WHERE submitted_at IS NULL AND created_at <= $1 LIMIT 500 {}",
            self.dialect.skip_locked()
        );
        let unsubmitted: Vec<(String,)> =
            sqlx::query_as(&sql).bind(before_millis).fetch_all(&mut *transaction).await?;
        for (id,) in &unsubmitted {
            doom_files(&mut transaction, id, now_millis).await?;
            sqlx::query("DELETE FROM archives WHERE id = $1").bind(id).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        if !unsubmitted.is_empty() {
            self.mark_deleted();
        }
        Ok(unsubmitted.len())
    }

    /// Archives of any scope submitted before `before_millis`, whose retention is over.
    pub(crate) async fn archives_submitted_before(&self, before_millis: i64) -> Result<Vec<OldSource>> {
        Ok(sqlx::query_as(
            "SELECT id, tenant_id, mode FROM archives WHERE status <> 'REVOKED' AND submitted_at <= $1 LIMIT 500",
        )
        .bind(before_millis)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Claims submitted archives that no living process reads.
    pub(crate) async fn claim_archives(
        &self,
        lease_owner: &str,
        now_millis: i64,
        lease_until: i64,
    ) -> Result<Vec<Archive>> {
        let ids: Vec<(String,)> = sqlx::query_as(&format!(
            "UPDATE archives SET lease_owner = $1, lease_until = $3, attempts = attempts + 1
             WHERE id IN (SELECT id FROM archives
                 WHERE status = 'STARTED' AND {} {})
             RETURNING id",
            unleased("$2"),
            self.dialect.skip_locked()
        ))
        .bind(lease_owner)
        .bind(now_millis)
        .bind(lease_until)
        .fetch_all(&self.pool)
        .await?;
        let mut claimed = Vec::with_capacity(ids.len());
        for (id,) in ids {
            claimed.extend(self.archive_of_any_scope(&id).await?);
        }
        Ok(claimed)
    }

    /// Renews a lease. False if another process has taken over, or there is nothing left to do.
    pub(crate) async fn renew_archive_lease(
        &self,
        id: &str,
        lease_owner: &str,
        lease_until: i64,
    ) -> Result<bool> {
        let renewed = sqlx::query("UPDATE archives SET lease_until = $3 WHERE id = $1 AND lease_owner = $2")
            .bind(id)
            .bind(lease_owner)
            .bind(lease_until)
            .execute(&self.pool)
            .await?;
        Ok(renewed.rows_affected() > 0)
    }

    /// Ends the leases of a process that stops.
    pub(crate) async fn release_archive_leases(&self, lease_owner: &str) -> Result<()> {
        sqlx::query("UPDATE archives SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1")
            .bind(lease_owner)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Revokes an archive, within the caller's transaction. Returns the archive, and the ids of its files.
pub(super) async fn revoke_archive(
    connection: &mut Connection,
    scope: &Scope,
    id: &str,
    now_millis: i64,
) -> Result<(Option<Archive>, Vec<String>)> {
    // The row first: from here on, nobody else ends or revokes the archive.
    let revoked: Option<(String,)> = sqlx::query_as(
        "UPDATE archives SET version = version + 1, status = 'REVOKED', provider_id = NULL, analysis = NULL,
             classification = NULL, unsupported = NULL, manual_result = NULL, error_code = NULL,
             reference = NULL, lease_owner = NULL, lease_until = NULL, updated_at = $2
         WHERE id = $1 AND status <> 'REVOKED' AND tenant_id = $3 AND mode = $4 RETURNING user_id",
    )
    .bind(id)
    .bind(now_millis)
    .bind(scope.tenant())
    .bind(scope.mode_name())
    .fetch_optional(&mut *connection)
    .await?;
    if let Some((user_id,)) = revoked {
        report(connection, id, EventType::ArchiveRevoked, None, now_millis).await?;
        forget_person(connection, id).await?;
        invites::revoked(connection, &user_id, now_millis).await?;
    }
    let rows = sqlx::query(&select("WHERE id = $1 AND tenant_id = $2 AND mode = $3"))
        .bind(id)
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_all(&mut *connection)
        .await?;
    // An archive of another scope is left alone, with its files.
    let Some(mut archive) = gather(&rows)?.pop() else { return Ok((None, Vec::new())) };
    let doomed = doom_files(connection, id, now_millis).await?;
    archive.files.clear();
    archive_items::end(connection, &archive, None, Some(TaskFailure::ArchiveRevoked), now_millis).await?;
    Ok((Some(archive), doomed))
}

/// Detaches an archive's files, whose content any process deletes afterwards. Returns the files' ids.
async fn doom_files(connection: &mut Connection, archive_id: &str, now_millis: i64) -> Result<Vec<String>> {
    let doomed: Vec<(String,)> = sqlx::query_as(
        "INSERT INTO doomed_files (id, doomed_at) SELECT id, $2 FROM archive_files WHERE archive_id = $1 RETURNING id",
    )
    .bind(archive_id)
    .bind(now_millis)
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM archive_files WHERE archive_id = $1")
        .bind(archive_id)
        .execute(connection)
        .await?;
    Ok(doomed.into_iter().map(|(id,)| id).collect())
}

/// The owner of a submitted archive.
#[derive(sqlx::FromRow)]
struct Submitted {
    #[sqlx(flatten)]
    scope: Scope,
    user_id: String,
}

/// Records an event about an archive, within the caller's transaction. Only submitted archives have events.
async fn report(
    connection: &mut Connection,
    id: &str,
    event_type: EventType,
    failure: Option<ArchiveFailure>,
    now_millis: i64,
) -> Result<()> {
    let submitted: Option<Submitted> = sqlx::query_as(
        "SELECT tenant_id, mode, user_id FROM archives WHERE id = $1 AND submitted_at IS NOT NULL",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(Submitted { scope, user_id }) = submitted else { return Ok(()) };
    let event = Event::of_archive(&scope, &user_id, id, event_type, failure);
    record(connection, &[event], now_millis).await
}
