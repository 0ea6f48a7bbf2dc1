-- Webhooks and what they are told. `sealed_secret` is encrypted with a key that is not in the database.

CREATE TABLE webhooks (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    tenant_id        TEXT NOT NULL REFERENCES tenants (id),
    mode             TEXT NOT NULL,
    name             TEXT NOT NULL,
    url              TEXT NOT NULL,
    sealed_secret    TEXT NOT NULL,
    event_types      TEXT NOT NULL,
    is_active        INTEGER NOT NULL,
    includes_payload INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
);
CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, seq);

-- What happened, written in the transaction of what it reports, where somebody wants to know. `subject_id` is what it
-- happened to. The login name is the only thing about a person, and is forgotten with the account.
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    subject_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    login_name TEXT,
    data       TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX events_by_age ON events (created_at);
CREATE INDEX events_by_subject ON events (subject_id, seq);

-- An event on its way to a webhook; also its log once it has ended. No reference to the webhook: whoever adds an event
-- need not wait for who deletes a webhook.
CREATE TABLE webhook_deliveries (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    webhook_id TEXT NOT NULL,
    event_id   TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    subject_id TEXT NOT NULL,
    status     TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, subject_id, seq) WHERE status = 'PENDING';
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id, webhook_id, seq);
CREATE INDEX webhook_deliveries_by_subject ON webhook_deliveries (subject_id, seq);

-- What one webhook is still to be told about one subject, in the order of its deliveries. One process works on a lane at
-- a time; `version` counts what was put into it.
CREATE TABLE webhook_lanes (
    webhook_id  TEXT NOT NULL,
    subject_id  TEXT NOT NULL,
    version     INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER,
    PRIMARY KEY (webhook_id, subject_id)
);
CREATE INDEX webhook_lanes_by_time ON webhook_lanes (webhook_id, due_at);

CREATE TABLE webhook_attempts (
    delivery_id     TEXT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    started_at      INTEGER NOT NULL,
    duration_millis INTEGER NOT NULL,
    status_code     INTEGER,
    error           TEXT,
    answer          TEXT,
    PRIMARY KEY (delivery_id, number)
);

-- What the person logs in with, until hosts have been told; then it is with the event.
ALTER TABLE accounts ADD COLUMN login_name TEXT;
