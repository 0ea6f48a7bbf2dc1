//! Hosts' own checks of payslips, and payslips as predictions.

use super::archive::{gather, select};
use super::code::Coded;
use super::{Archive, Json, Result, Slice, Span, Store, archive_items};
use crate::records::Income;
use crate::scope::Scope;
use wink_wire::ArchiveErrorCode;

/// The result of a host's check of a payslip.
#[derive(Clone, Debug)]
pub(crate) enum ManualResult {
    /// It is a payslip, with these values.
    Payslip { analysis: serde_json::Value, income: Option<Box<Income>> },
    /// It is a payslip; its values are still unknown.
    PayslipUnread,
    /// It is not a payslip.
    Other { error_code: ArchiveErrorCode },
}

impl Store {
    /// Stores a host's check of an archive that is no longer being read. False if another request was faster.
    pub(crate) async fn check_archive(
        &self,
        archive: &Archive,
        result: &ManualResult,
        report: &serde_json::Value,
        now_millis: i64,
    ) -> Result<bool> {
        let (sql, analysis, error_code) = match result {
            ManualResult::Payslip { analysis, .. } => (
                "status = 'ANALYZED', file_type = 'PAYSLIP', classification = 'PAYSLIP', unsupported = NULL,
                 analysis = $5, error_code = $6, reference = NULL",
                Some(Json(analysis)),
                None,
            ),
            ManualResult::PayslipUnread => (
                "file_type = 'PAYSLIP', classification = 'PAYSLIP', analysis = $5, error_code = COALESCE($6, error_code)",
                None,
                None,
            ),
            ManualResult::Other { error_code } => (
                "status = 'ERROR', classification = 'OTHERS', unsupported = NULL, analysis = $5, error_code = $6",
                None,
                Some(Coded(*error_code)),
            ),
        };
        let sql = format!(
            "UPDATE archives SET version = version + 1, manual_result = $3, updated_at = $4, {sql}
             WHERE id = $1 AND version = $2 AND status IN ('ANALYZED', 'UNSUPPORTED', 'ERROR')"
        );
        let mut transaction = self.write().await?;
        let checked = sqlx::query(&sql)
            .bind(&archive.id)
            .bind(archive.version)
            .bind(Json(report))
            .bind(now_millis)
            .bind(analysis)
            .bind(error_code)
            .execute(&mut *transaction)
            .await?;
        if checked.rows_affected() == 0 {
            return Ok(false);
        }
        let income = match result {
            ManualResult::Payslip { income, .. } => income.as_deref(),
            ManualResult::PayslipUnread | ManualResult::Other { .. } => None,
        };
        archive_items::replace(&mut transaction, archive, income, now_millis).await?;
        transaction.commit().await?;
        self.mark_deleted();
        Ok(true)
    }

    /// A tenant's payslips that were read, newest first.
    pub(crate) async fn read_payslips(
        &self,
        scope: &Scope,
        created: Span,
        slice: Slice,
    ) -> Result<Vec<Archive>> {
        let rows = sqlx::query(&select(
            "WHERE tenant_id = $1 AND mode = $6 AND submitted_at IS NOT NULL AND seq < $2
                 AND created_at >= $3 AND created_at < $4 AND status = 'ANALYZED' AND file_type = 'PAYSLIP'
             ORDER BY seq DESC LIMIT $5",
        ))
        .bind(scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(created.from.unwrap_or(i64::MIN))
        .bind(created.until.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?;
        gather(&rows)
    }
}
