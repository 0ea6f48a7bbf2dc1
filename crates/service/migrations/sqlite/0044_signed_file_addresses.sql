-- Addresses of files are signed, and end after minutes. No new row has a key for a lasting one. Processes of the version before
-- still read and write it while they are replaced, so it goes with a later step. SQLite gives a column a default only when it
-- adds it.
ALTER TABLE archive_files ADD COLUMN former_key TEXT NOT NULL DEFAULT '';
UPDATE archive_files SET former_key = url_key;
ALTER TABLE archive_files DROP COLUMN url_key;
ALTER TABLE archive_files RENAME COLUMN former_key TO url_key;
ALTER TABLE exports ADD COLUMN former_key TEXT NOT NULL DEFAULT '';
UPDATE exports SET former_key = url_key;
ALTER TABLE exports DROP COLUMN url_key;
ALTER TABLE exports RENAME COLUMN former_key TO url_key;
