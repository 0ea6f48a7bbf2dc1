//! Rows of account exports. A row is written before its file and deleted with its account.

use super::columns::text_columns;
use super::quotas::subject_of;
use super::{Result, Store};
use crate::quotas::Quota;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ExportExtensionType)]
pub(crate) enum ExportFormat {
    Pdf,
    Csv,
}

text_columns!(ExportFormat);

impl ExportFormat {
    /// The file name extension.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
        }
    }

    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// An export of an account's data.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Export {
    pub(crate) id: String,
    pub(crate) account_id: String,
    pub(crate) format: ExportFormat,
    pub(crate) size_bytes: i64,
    pub(crate) md5: String,
    /// The object that holds the file; empty while the export is being written.
    pub(crate) piece: String,
    pub(crate) created_at: i64,
}

impl Store {
    /// Adds an export and counts it. Returns false if the account is not connected.
    pub(crate) async fn begin_export(&self, scope: &Scope, export: &Export) -> Result<bool> {
        let mut transaction = self.write().await?;
        let sql = format!(
            "SELECT id FROM accounts WHERE id = $1 AND tenant_id = $2 AND mode = $3 AND status = 'CONNECTED' {}",
            self.dialect.for_update()
        );
        let account = sqlx::query(&sql)
            .bind(&export.account_id)
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .fetch_optional(&mut *transaction)
            .await?;
        if account.is_none() {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO exports (id, tenant_id, account_id, format, size_bytes, md5, piece, created_at, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&export.id)
        .bind(scope.tenant())
        .bind(&export.account_id)
        .bind(export.format)
        .bind(export.size_bytes)
        .bind(&export.md5)
        .bind(&export.piece)
        .bind(export.created_at)
        .bind(scope.mode_name())
        .execute(&mut *transaction)
        .await?;
        let counted = (1, export.created_at);
        self.use_quota(&mut transaction, Quota::TenantExports, &subject_of(scope), counted).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Records an export's finished file. Returns false if the account was revoked meanwhile.
    pub(crate) async fn finish_export(&self, export: &Export) -> Result<bool> {
        let finished = sqlx::query(
            "UPDATE exports SET size_bytes = $2, md5 = $3, piece = $4 WHERE id = $1 AND piece = ''",
        )
        .bind(&export.id)
        .bind(export.size_bytes)
        .bind(&export.md5)
        .bind(&export.piece)
        .execute(&self.pool)
        .await?;
        Ok(finished.rows_affected() > 0)
    }

    /// Finds an export whose file is finished.
    pub(crate) async fn export_of_any_scope(&self, id: &str) -> Result<Option<Export>> {
        Ok(sqlx::query_as(
            "SELECT id, account_id, format, size_bytes, md5, piece, created_at
             FROM exports WHERE id = $1 AND piece <> ''",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?)
    }
}
