-- Addresses of files are signed, and end after minutes. The keys of the former ones, which lasted, go.
ALTER TABLE archive_files DROP COLUMN url_key;
ALTER TABLE exports DROP COLUMN url_key;
