-- The API key that an invite was created with, so that revoking the key can list or end it. Older invites get one if their
-- tenant has had one key of their mode; if it has had several, the key is unknown. `ended_at` says when an operator ended an
-- invite together with its key.
ALTER TABLE invites ADD COLUMN api_key TEXT;
ALTER TABLE invites ADD COLUMN ended_at BIGINT;
UPDATE invites SET api_key = (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM api_keys
    WHERE api_keys.tenant_id = invites.tenant_id AND api_keys.mode = invites.mode);
CREATE INDEX invites_by_key ON invites (api_key);
