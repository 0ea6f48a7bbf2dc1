//! Whose data a query may touch: a tenant's, and of that either the invented or the real people's. The two never meet: a
//! key, a session or an invite of one mode sees nothing of the other, as if it were another tenant's.
//!
//! A scope comes from an API key, from the row that a token belongs to, or from a row that background work has read.
//! Nothing that a request says makes one.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row as _};
pub(crate) use wink_wire::Mode;

/// The sandbox's tenant, which every service has.
pub(crate) const SANDBOX_TENANT: &str = "sandbox";

/// A tenant and a mode. Every query for a tenant's data takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    tenant: String,
    mode: Mode,
}

impl Scope {
    /// The scope of an API key that is being made.
    pub(crate) fn of_new_key(tenant: &str, mode: Mode) -> Self {
        Self { tenant: tenant.to_owned(), mode }
    }

    /// The scope of the sandbox's own key, its playground and its templates.
    pub(crate) fn sandbox() -> Self {
        Self { tenant: SANDBOX_TENANT.to_owned(), mode: Mode::Sandbox }
    }

    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(crate) const fn mode(&self) -> Mode {
        self.mode
    }

    /// Among whom a name means one person: everybody in production; in the sandbox a tenant's own, because every tenant
    /// tries the same invented people.
    pub(crate) fn people(&self) -> [&str; 2] {
        match self.mode {
            Mode::Production => [self.mode_name(), ""],
            Mode::Sandbox => [self.mode_name(), &self.tenant],
        }
    }

    /// The mode as columns hold it.
    pub(crate) const fn mode_name(&self) -> &'static str {
        self.mode.name()
    }
}

/// Reads the columns `tenant_id` and `mode`. An unknown mode is an error.
impl<'r> FromRow<'r, AnyRow> for Scope {
    fn from_row(row: &'r AnyRow) -> sqlx::Result<Self> {
        let name: String = row.try_get("mode")?;
        let mode = Mode::ALL.into_iter().find(|mode| mode.name() == name).ok_or_else(|| {
            let source = format!("there is no mode {name:?}").into();
            sqlx::Error::ColumnDecode { index: "mode".to_owned(), source }
        })?;
        Ok(Self { tenant: row.try_get("tenant_id")?, mode })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_unknown_mode_in_a_column_is_an_error_and_never_production() {
        sqlx::any::install_default_drivers();
        let pool =
            sqlx::any::AnyPoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let read = async |mode: &str| {
            let sql = format!("SELECT 'acme' AS tenant_id, '{mode}' AS mode");
            sqlx::query_as::<_, Scope>(&sql).fetch_one(&pool).await
        };
        assert_eq!(read("SANDBOX").await.unwrap(), Scope::of_new_key("acme", Mode::Sandbox));
        assert_eq!(read("PRODUCTION").await.unwrap(), Scope::of_new_key("acme", Mode::Production));
        for mode in ["", "sandbox", "Production", "STAGING"] {
            assert!(matches!(read(mode).await, Err(sqlx::Error::ColumnDecode { .. })), "{mode}");
        }
    }
}
