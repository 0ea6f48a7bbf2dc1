-- How much of a quota a session, a user, a tenant or a recipient has used. A row counts from `began_at` (0 for what a session
-- has used) and is deleted after `ends_at`. People are named by a keyed hash.
CREATE TABLE quota_counts (
    quota    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ends_at  INTEGER NOT NULL,
    used     INTEGER NOT NULL,
    PRIMARY KEY (quota, subject, began_at)
);
CREATE INDEX quota_counts_by_end ON quota_counts (ends_at);
CREATE INDEX quota_counts_by_subject ON quota_counts (subject);
