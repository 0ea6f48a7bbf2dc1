//! Employers that people searched for and did not find.

use super::{Result, Session, Store};
use crate::quotas::Quota;
use wink_wire::ReportEmployer;

impl Store {
    /// Stores a person's answers about an employer that is not in the catalogue, within the session's quota.
    pub(crate) async fn add_missing_employer(
        &self,
        session: &Session,
        id: &str,
        report: &ReportEmployer,
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        self.lock_user(&mut transaction, &session.user_id).await?;
        let now = (session.id.as_str(), now_millis);
        self.check_session(&mut transaction, Quota::SessionEmployers, "missing_employers", now).await?;
        sqlx::query(
            "INSERT INTO missing_employers
                 (id, tenant_id, user_id, session_id, name, country, email, reported_at, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id)
        .bind(session.scope.tenant())
        .bind(&session.user_id)
        .bind(&session.id)
        .bind(&report.name)
        .bind(&report.country)
        .bind(&report.email)
        .bind(now_millis)
        .bind(session.scope.mode_name())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
