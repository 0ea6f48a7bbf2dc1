-- A revoked key stays: the keys of a service that starts are put in place again, and must not come back to life.
ALTER TABLE api_keys ADD COLUMN revoked_at BIGINT;

-- What people said of employers that are missing is kept for a while only.
CREATE INDEX missing_employers_by_age ON missing_employers (reported_at);
