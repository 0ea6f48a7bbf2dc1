-- Signing in at the provider: `sign_in` is what waits for the person to come back; `sign_in_state` stays, so that a
-- second return is told from an unknown one.
ALTER TABLE accounts ADD COLUMN sign_in TEXT;
ALTER TABLE accounts ADD COLUMN sign_in_state TEXT;
ALTER TABLE accounts ADD COLUMN sign_in_expires_at INTEGER;
-- A keyed hash of who the person is at the source, once the source has said so; never a credential.
ALTER TABLE accounts ADD COLUMN source_key TEXT;
-- The account of the same person at the same source that this one has taken the place of.
ALTER TABLE accounts ADD COLUMN replaces TEXT;
-- The receipt in force when the account was started.
ALTER TABLE accounts ADD COLUMN consent TEXT;
CREATE UNIQUE INDEX accounts_by_sign_in ON accounts (sign_in_state) WHERE sign_in_state IS NOT NULL;
CREATE INDEX accounts_signing_in ON accounts (sign_in_expires_at) WHERE sign_in_expires_at IS NOT NULL;
CREATE INDEX accounts_by_source ON accounts (user_id, source_key) WHERE source_key IS NOT NULL;

-- The exact texts that people agreed to, by their hash.
CREATE TABLE consent_texts (
    text_sha256 TEXT PRIMARY KEY,
    text        TEXT NOT NULL
);

-- What the sandbox's own sign-in page remembers: first who logged in, then the code that was handed out for it.
CREATE TABLE sandbox_grants (
    token_sha256   TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    provider_id    TEXT NOT NULL,
    plan           TEXT NOT NULL,
    redirect_uri   TEXT NOT NULL,
    state          TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    expires_at     INTEGER NOT NULL
);
CREATE INDEX sandbox_grants_by_expiry ON sandbox_grants (expires_at);

-- Employers that people looked for and did not find.
CREATE TABLE missing_employers (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    session_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    country     TEXT,
    email       TEXT,
    reported_at INTEGER NOT NULL
);
CREATE INDEX missing_employers_by_tenant ON missing_employers (tenant_id, seq);
