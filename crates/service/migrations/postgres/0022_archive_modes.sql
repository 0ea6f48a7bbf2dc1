-- Whether a document was given by an invented person or by a real one. Of those that are there already, what a session
-- announced has the session's mode; a host's are real where the host has a key for real people.
ALTER TABLE archives ADD COLUMN mode TEXT NOT NULL DEFAULT 'SANDBOX';
UPDATE archives SET mode = 'PRODUCTION'
WHERE id IN (SELECT archive_id FROM archive_starts JOIN sessions ON sessions.id = session_id
             WHERE sessions.mode = 'PRODUCTION')
   OR (given_by = 'TENANT' AND tenant_id IN (SELECT tenant_id FROM api_keys WHERE mode = 'PRODUCTION'));
