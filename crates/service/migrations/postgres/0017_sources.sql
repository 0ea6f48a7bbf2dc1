-- Items come from archives too: `source_id` is an account or an archive.
ALTER TABLE records DROP CONSTRAINT records_account_id_fkey;
ALTER TABLE records RENAME COLUMN account_id TO source_id;
ALTER TABLE records ADD COLUMN source_type TEXT NOT NULL DEFAULT 'ACCOUNT';

-- The object that holds an export's content; empty while it is being made.
ALTER TABLE exports ADD COLUMN piece TEXT NOT NULL DEFAULT '';

-- The sandbox has no secrets to keep: it takes part in links.
UPDATE tenants SET shares_links = 1 WHERE id = 'sandbox';
