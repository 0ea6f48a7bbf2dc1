-- Addresses of files are signed, and end after minutes. No new row has a key for a lasting one. Processes of the version before
-- still read and write it while they are replaced, so it goes with a later step.
ALTER TABLE archive_files ALTER COLUMN url_key SET DEFAULT '';
ALTER TABLE exports ALTER COLUMN url_key SET DEFAULT '';
