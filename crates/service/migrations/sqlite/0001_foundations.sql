-- Times are milliseconds since 1970 in UTC. `seq` orders a list and is what cursors remember.

CREATE TABLE tenants (
    id         TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL
);

CREATE TABLE api_keys (
    key           TEXT PRIMARY KEY,
    tenant_id     TEXT NOT NULL REFERENCES tenants (id),
    mode          TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    created_at    INTEGER NOT NULL
);

CREATE TABLE users (
    seq               INTEGER PRIMARY KEY AUTOINCREMENT,
    id                TEXT NOT NULL UNIQUE,
    tenant_id         TEXT NOT NULL REFERENCES tenants (id),
    external_metadata TEXT NOT NULL,
    created_at        INTEGER NOT NULL
);
CREATE INDEX users_by_tenant ON users (tenant_id, seq);

CREATE TABLE link_tokens (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    mode         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER
);
CREATE INDEX link_tokens_by_expiry ON link_tokens (expires_at);

CREATE TABLE templates (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    look       TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    template_id  TEXT,
    mode         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Outlives its session: it is the proof that the person agreed.
CREATE TABLE consents (
    id           TEXT PRIMARY KEY,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    session_id   TEXT NOT NULL,
    text_version TEXT NOT NULL,
    language     TEXT NOT NULL,
    text_sha256  TEXT NOT NULL,
    agreed_at    INTEGER NOT NULL
);
CREATE INDEX consents_by_user ON consents (user_id, agreed_at);

-- `step` is set while a process has something to do for the account; the lease says which process does it.
CREATE TABLE accounts (
    seq                  INTEGER PRIMARY KEY AUTOINCREMENT,
    id                   TEXT NOT NULL UNIQUE,
    tenant_id            TEXT NOT NULL REFERENCES tenants (id),
    user_id              TEXT NOT NULL REFERENCES users (id),
    provider_id          TEXT NOT NULL,
    connector            TEXT NOT NULL,
    connector_state      TEXT,
    version              INTEGER NOT NULL,
    status               TEXT NOT NULL,
    step                 TEXT,
    challenge            TEXT,
    challenge_expires_at INTEGER,
    error_code           TEXT,
    reference            TEXT,
    lease_owner          TEXT,
    lease_until          INTEGER,
    attempts             INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    connected_at         INTEGER
);
CREATE INDEX accounts_by_tenant ON accounts (tenant_id, seq);
CREATE INDEX accounts_by_user ON accounts (user_id, seq);
CREATE INDEX accounts_under_way ON accounts (lease_until) WHERE step IS NOT NULL;
CREATE INDEX accounts_challenged ON accounts (challenge_expires_at) WHERE challenge_expires_at IS NOT NULL;
CREATE INDEX accounts_connected ON accounts (connected_at) WHERE status = 'CONNECTED';

CREATE TABLE account_starts (
    session_id      TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    account_id      TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (session_id, idempotency_key)
);

CREATE TABLE tasks (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    started_at  INTEGER NOT NULL,
    finished_at INTEGER
);
CREATE INDEX tasks_by_account ON tasks (account_id);

-- What sources gave, one row an item; `payload` is the item as the Open API shows it, without id and metadata.
CREATE TABLE records (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    provider_id TEXT NOT NULL,
    start_date  TEXT,
    end_date    TEXT,
    payload     TEXT NOT NULL,
    created_at  INTEGER NOT NULL
);
CREATE INDEX records_by_tenant ON records (tenant_id, kind, seq);
CREATE INDEX records_by_account ON records (account_id, kind, seq);
CREATE INDEX records_by_user ON records (user_id, kind, seq);
