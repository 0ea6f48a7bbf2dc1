-- Everything up to SQLite's 0005 and 0020, which stands there in several steps.
-- Times are milliseconds since 1970 in UTC. `seq` orders a list and is what cursors remember.

CREATE TABLE tenants (
    id         TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    key           TEXT PRIMARY KEY,
    tenant_id     TEXT NOT NULL REFERENCES tenants (id),
    mode          TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE users (
    seq               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    tenant_id         TEXT NOT NULL REFERENCES tenants (id),
    external_metadata TEXT NOT NULL,
    created_at        BIGINT NOT NULL
);
CREATE INDEX users_by_tenant ON users (tenant_id, seq);

CREATE TABLE link_tokens (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    mode         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);
CREATE INDEX link_tokens_by_expiry ON link_tokens (expires_at);

CREATE TABLE templates (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    look       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    template_id  TEXT,
    mode         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    -- What the session's texts are in: as the host page asked for, and the best that the person's browser asked for.
    host_language    TEXT,
    browser_language TEXT
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Outlives its session: it is the proof that the person agreed.
CREATE TABLE consents (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    session_id   TEXT NOT NULL,
    text_version TEXT NOT NULL,
    language     TEXT NOT NULL,
    text_sha256  TEXT NOT NULL,
    agreed_at    BIGINT NOT NULL
);
CREATE INDEX consents_by_user ON consents (user_id, agreed_at);

-- `step` is set while a process has something to do for the account; the lease says which process does it.
CREATE TABLE accounts (
    seq                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id                   TEXT NOT NULL UNIQUE,
    tenant_id            TEXT NOT NULL REFERENCES tenants (id),
    user_id              TEXT NOT NULL REFERENCES users (id),
    provider_id          TEXT NOT NULL,
    connector            TEXT NOT NULL,
    connector_state      TEXT,
    version              BIGINT NOT NULL,
    status               TEXT NOT NULL,
    step                 TEXT,
    challenge            TEXT,
    challenge_expires_at BIGINT,
    error_code           TEXT,
    reference            TEXT,
    lease_owner          TEXT,
    lease_until          BIGINT,
    attempts             BIGINT NOT NULL,
    created_at           BIGINT NOT NULL,
    updated_at           BIGINT NOT NULL,
    connected_at         BIGINT,
    -- Signing in at the provider: `sign_in` is what waits for the person to come back; `sign_in_state` stays, so that
    -- a second return is told from an unknown one.
    sign_in              TEXT,
    sign_in_state        TEXT,
    sign_in_expires_at   BIGINT,
    -- A keyed hash of who the person is at the source, once the source has said so; never a credential.
    source_key           TEXT,
    -- The account of the same person at the same source that this one has taken the place of.
    replaces             TEXT,
    -- The receipt in force when the account was started.
    consent              TEXT
);
CREATE INDEX accounts_by_tenant ON accounts (tenant_id, seq);
CREATE INDEX accounts_by_user ON accounts (user_id, seq);
CREATE INDEX accounts_under_way ON accounts (lease_until) WHERE step IS NOT NULL;
CREATE INDEX accounts_challenged ON accounts (challenge_expires_at) WHERE challenge_expires_at IS NOT NULL;
CREATE INDEX accounts_connected ON accounts (connected_at) WHERE status = 'CONNECTED';
CREATE UNIQUE INDEX accounts_by_sign_in ON accounts (sign_in_state) WHERE sign_in_state IS NOT NULL;
CREATE INDEX accounts_signing_in ON accounts (sign_in_expires_at) WHERE sign_in_expires_at IS NOT NULL;
CREATE INDEX accounts_by_source ON accounts (user_id, source_key) WHERE source_key IS NOT NULL;

CREATE TABLE account_starts (
    session_id      TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    account_id      TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (session_id, idempotency_key)
);

CREATE TABLE tasks (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    started_at  BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX tasks_by_account ON tasks (account_id);

-- What sources gave, one row an item; `payload` is the item as the Open API shows it, without id and metadata.
CREATE TABLE records (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    provider_id TEXT NOT NULL,
    start_date  TEXT,
    end_date    TEXT,
    payload     TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX records_by_tenant ON records (tenant_id, kind, seq);
CREATE INDEX records_by_account ON records (account_id, kind, seq);
CREATE INDEX records_by_user ON records (user_id, kind, seq);

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
    expires_at     BIGINT NOT NULL
);
CREATE INDEX sandbox_grants_by_expiry ON sandbox_grants (expires_at);

-- Employers that people looked for and did not find.
CREATE TABLE missing_employers (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    session_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    country     TEXT,
    email       TEXT,
    reported_at BIGINT NOT NULL
);
CREATE INDEX missing_employers_by_tenant ON missing_employers (tenant_id, seq);

-- Documents that people upload. `submitted_at` is set once everything has been sent: hosts see an archive from then
-- on. While it is `STARTED`, the lease says which process reads it.

CREATE TABLE archives (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    provider_id  TEXT,
    file_type    TEXT NOT NULL,
    version      BIGINT NOT NULL,
    status       TEXT NOT NULL,
    analysis     TEXT,
    error_code   TEXT,
    reference    TEXT,
    lease_owner  TEXT,
    lease_until  BIGINT,
    attempts     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    submitted_at BIGINT
);
CREATE INDEX archives_by_tenant ON archives (tenant_id, seq) WHERE submitted_at IS NOT NULL;
CREATE INDEX archives_by_user ON archives (user_id, seq);
CREATE INDEX archives_under_way ON archives (lease_until) WHERE status = 'STARTED';
CREATE INDEX archives_unsubmitted ON archives (created_at) WHERE submitted_at IS NULL;
CREATE INDEX archives_kept ON archives (submitted_at) WHERE status <> 'REVOKED';

-- `received_bytes` says how much of a file's content counts, whatever lies in the folder. `url_key` is the part of
-- its address that nobody can guess.
CREATE TABLE archive_files (
    id             TEXT PRIMARY KEY,
    archive_id     TEXT NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    position       BIGINT NOT NULL,
    name           TEXT NOT NULL,
    format         TEXT NOT NULL,
    side           TEXT,
    size_bytes     BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL,
    url_key        TEXT NOT NULL
);
CREATE INDEX archive_files_by_archive ON archive_files (archive_id, position);

CREATE TABLE archive_starts (
    session_id      TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    archive_id      TEXT NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, idempotency_key)
);
CREATE INDEX archive_starts_by_archive ON archive_starts (archive_id);

-- Files whose rows are gone and whose content must go too: a process that dies in between leaves it to the next.
CREATE TABLE doomed_files (
    id TEXT PRIMARY KEY
);
