//! The migration that adds modes, on a database with a user who has data of both modes.

use crate::support::{Place, run};
use sqlx::AnyPool;

/// The migration that adds the modes.
const MODES: &str = "0030_modes.sql";

/// Data from before the migration.
const BEFORE: &str = r#"
    INSERT INTO tenants (id, created_at, shares_links) VALUES ('acme', 1, 1), ('toy', 1, 1);
    INSERT INTO api_keys (key, tenant_id, mode, secret_sha256, created_at) VALUES
        ('k1', 'acme', 'SANDBOX', '', 1), ('k2', 'acme', 'PRODUCTION', '', 1), ('k3', 'toy', 'SANDBOX', '', 1);
    INSERT INTO users (id, tenant_id, external_metadata, created_at) VALUES
        ('acme-both', 'acme', '{}', 1), ('acme-empty', 'acme', '{}', 1), ('acme-test', 'acme', '{}', 1),
        ('toy-1', 'toy', '{}', 1);
    INSERT INTO accounts (id, tenant_id, user_id, provider_id, connector, version, status, attempts, created_at,
        updated_at) VALUES
        ('a-test', 'acme', 'acme-both', 'p', 'sandbox', 1, 'CONNECTED', 1, 1, 1),
        ('a-live', 'acme', 'acme-both', 'p', 'oidc', 1, 'CONNECTED', 1, 1, 1),
        ('a-other', 'acme', 'acme-test', 'p', 'sandbox', 1, 'CONNECTED', 1, 1, 1),
        ('a-toy', 'toy', 'toy-1', 'p', 'oidc', 1, 'CONNECTED', 1, 1, 1);
    INSERT INTO archives (id, tenant_id, user_id, file_type, version, status, attempts, created_at, updated_at, mode)
        VALUES ('u-test', 'acme', 'acme-both', 'PAYSLIP', 1, 'ANALYZED', 1, 1, 1, 'SANDBOX');
    INSERT INTO records (id, kind, tenant_id, user_id, source_id, provider_id, payload, created_at) VALUES
        ('r-test', 'INCOME', 'acme', 'acme-both', 'a-test', 'p', '{}', 1),
        ('r-live', 'INCOME', 'acme', 'acme-both', 'a-live', 'p', '{}', 1),
        ('r-file', 'INCOME', 'acme', 'acme-both', 'u-test', 'p', '{}', 1);
    INSERT INTO exports (id, tenant_id, account_id, format, size_bytes, md5, url_key, created_at)
        VALUES ('ex-test', 'acme', 'a-test', 'PDF', 1, '', '', 1);
    INSERT INTO sessions (id, token_sha256, tenant_id, user_id, mode, created_at, expires_at) VALUES
        ('s-both', 'h1', 'acme', 'acme-both', 'SANDBOX', 1, 1),
        ('s-wrong', 'h2', 'acme', 'acme-test', 'PRODUCTION', 1, 1);
    INSERT INTO consents (id, tenant_id, user_id, session_id, text_version, language, text_sha256, agreed_at)
        VALUES ('c-test', 'acme', 'acme-both', 's-both', '1', 'en', 'x', 1);
    INSERT INTO webhooks (id, tenant_id, mode, name, url, sealed_secret, event_types, is_active, includes_payload,
        created_at, updated_at) VALUES ('w-live', 'acme', 'PRODUCTION', '', '', '', '[]', 1, 0, 1, 1);
    INSERT INTO events (id, tenant_id, subject_id, event_type, data, created_at) VALUES
        ('e-test', 'acme', 'a-test', 'ACCOUNT_CREATED', '{"userId":"acme-both"}', 1),
        ('e-live', 'acme', 'a-live', 'ACCOUNT_CREATED', '{"userId":"acme-both"}', 1);
    INSERT INTO webhook_deliveries (id, webhook_id, event_id, subject_id, status, attempts, created_at) VALUES
        ('d-test', 'w-live', 'e-test', 'a-test', 'PENDING', 0, 1),
        ('d-live', 'w-live', 'e-live', 'a-live', 'PENDING', 0, 1);
    INSERT INTO wink_templates (id, tenant_id, version, created_at, updated_at) VALUES ('wt', 'acme', 1, 1, 1);
    INSERT INTO wink_template_versions (template_id, version, name, look, created_at) VALUES ('wt', 1, 'n', '{}', 1);
"#;

/// Creates a database from before the modes, with data.
async fn before() -> (Place, AnyPool) {
    let (place, pool) = Place::before_step(MODES).await;
    place.run_sql(BEFORE).await;
    (place, pool)
}

#[tokio::test]
async fn a_user_with_data_of_both_modes_is_split() {
    let (place, pool) = before().await;
    run(&place, &["migrate"]).await.printed();
    let rows = async |sql: &str| -> Vec<String> {
        let sql = format!("SELECT {sql} ORDER BY 1");
        sqlx::query_scalar(&sql).fetch_all(&pool).await.unwrap()
    };
    assert_eq!(
        rows("id || ' ' || mode FROM users WHERE tenant_id <> 'sandbox'").await,
        [
            "acme-both PRODUCTION",
            "acme-both-sandbox SANDBOX",
            "acme-empty PRODUCTION",
            "acme-test SANDBOX",
            "toy-1 SANDBOX",
        ]
    );
    assert_eq!(
        rows("live_id || ' ' || sandbox_id || ' ' || tenant_id FROM split_users").await,
        ["acme-both acme-both-sandbox acme"]
    );
    assert_eq!(
        rows("id || ' ' || user_id || ' ' || mode FROM accounts").await,
        [
            "a-live acme-both PRODUCTION",
            "a-other acme-test SANDBOX",
            "a-test acme-both-sandbox SANDBOX",
            "a-toy toy-1 SANDBOX",
        ]
    );
    assert_eq!(rows("id || ' ' || user_id FROM archives").await, ["u-test acme-both-sandbox"]);
    assert_eq!(
        rows("id || ' ' || user_id || ' ' || mode FROM records").await,
        [
            "r-file acme-both-sandbox SANDBOX",
            "r-live acme-both PRODUCTION",
            "r-test acme-both-sandbox SANDBOX",
        ]
    );
    assert_eq!(rows("mode FROM exports").await, ["SANDBOX"]);
    assert_eq!(rows("user_id || ' ' || mode FROM consents").await, ["acme-both-sandbox SANDBOX"]);
    // A session ends if its mode is not the user's.
    assert_eq!(rows("id || ' ' || user_id FROM sessions").await, ["s-both acme-both-sandbox"]);
    assert_eq!(
        rows("mode || ' ' || data FROM events").await,
        [r#"PRODUCTION {"userId":"acme-both"}"#, r#"SANDBOX {"userId":"acme-both-sandbox"}"#]
    );
    assert_eq!(rows("id FROM webhook_deliveries").await, ["d-live"]);
    assert_eq!(
        rows("id || ' ' || mode FROM wink_templates WHERE tenant_id = 'acme'").await,
        ["wt PRODUCTION", "wt-sandbox SANDBOX"]
    );
    assert_eq!(rows("template_id FROM wink_template_versions").await, ["wt", "wt-sandbox"]);
    assert_eq!(
        rows("id FROM tenants WHERE shares_links = 1 AND id <> 'sandbox'").await,
        Vec::<String>::new()
    );
}
