//! The templates of a tenant: Wink templates, consent templates and invite templates. All are listed, found and deleted
//! alike; how each is added and changed is in the file of its kind.

mod consent;
mod invite;
mod wink;

pub(crate) use consent::{ConsentTemplate, NewConsentTemplate};
pub(crate) use invite::{InviteCompany, InviteEmail, InvitePage, InviteTemplate, InviteTexts};
pub(crate) use wink::{Look, OwnConsent, WinkTemplate};

use super::{Connection, Result, Slice, Store};
use crate::quotas::Quota;
use crate::scope::Scope;
use sqlx::FromRow;
use sqlx::any::AnyRow;

/// A kind of template, by its row.
pub(crate) trait Template: for<'row> FromRow<'row, AnyRow> + Send + Unpin {
    /// The table with a row for each template.
    const TABLE: &'static str;
    /// The columns to read.
    const COLUMNS: &'static str;
    /// What the rows are joined with, if anything.
    const JOIN: &'static str = "";
    /// What deleting a template does.
    const DELETION: Deletion;

    /// The number of the row, by which lists are sorted.
    fn seq(&self) -> i64;
}

/// What deleting a template does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deletion {
    /// Deletes the row.
    Deletes,
    /// Sets the row's `deleted_at`: something still refers to it.
    Marks,
}

impl Deletion {
    /// The condition that a template was not deleted.
    const fn is_there(self) -> &'static str {
        match self {
            Self::Deletes => "",
            Self::Marks => "AND deleted_at IS NULL",
        }
    }
}

/// Counts a scope's templates of every kind.
const COUNT: &str = "SELECT
    (SELECT count(*) FROM consent_templates WHERE tenant_id = $1 AND mode = $2)
    + (SELECT count(*) FROM invite_templates WHERE tenant_id = $1 AND mode = $2)
    + (SELECT count(*) FROM wink_templates WHERE tenant_id = $1 AND mode = $2 AND deleted_at IS NULL)";

impl Store {
    /// Refuses if the tenant has as many templates as it may have, within the transaction that adds one.
    async fn check_templates(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        now_millis: i64,
    ) -> Result<()> {
        self.lock_tenant(connection, scope).await?;
        let existing: i64 = sqlx::query_scalar(COUNT)
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .fetch_one(connection)
            .await?;
        self.check_quota(Quota::Templates, existing, now_millis)
    }

    /// Lists a tenant's templates, newest first.
    pub(crate) async fn templates<T: Template>(&self, scope: &Scope, slice: Slice) -> Result<Vec<T>> {
        let (columns, table, join, is_there) = (T::COLUMNS, T::TABLE, T::JOIN, T::DELETION.is_there());
        Ok(sqlx::query_as(&format!(
            "SELECT {columns} FROM {table} {join} WHERE tenant_id = $1 AND mode = $2 AND seq < $3 {is_there}
             ORDER BY seq DESC LIMIT $4"
        ))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Finds a tenant's template.
    pub(crate) async fn template<T: Template>(&self, scope: &Scope, id: &str) -> Result<Option<T>> {
        let (columns, table, join, is_there) = (T::COLUMNS, T::TABLE, T::JOIN, T::DELETION.is_there());
        Ok(sqlx::query_as(&format!(
            "SELECT {columns} FROM {table} {join} WHERE tenant_id = $1 AND mode = $2 AND id = $3 {is_there}"
        ))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .bind(id)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Deletes a tenant's template. Returns false if it does not exist. What was made with it stays as it is.
    pub(crate) async fn delete_template<T: Template>(
        &self,
        scope: &Scope,
        id: &str,
        now_millis: i64,
    ) -> Result<bool> {
        let table = T::TABLE;
        let one = "tenant_id = $1 AND mode = $2 AND id = $3";
        let sql = match T::DELETION {
            Deletion::Deletes => format!("DELETE FROM {table} WHERE {one}"),
            Deletion::Marks => {
                format!("UPDATE {table} SET deleted_at = $4 WHERE {one} AND deleted_at IS NULL")
            }
        };
        let sql = sql.as_str();
        self.deleting(move || async move {
            let query = sqlx::query(sql).bind(scope.tenant()).bind(scope.mode_name()).bind(id);
            let query = match T::DELETION {
                Deletion::Deletes => query,
                Deletion::Marks => query.bind(now_millis),
            };
            Ok(query.execute(&self.pool).await?.rows_affected() > 0)
        })
        .await
    }
}
