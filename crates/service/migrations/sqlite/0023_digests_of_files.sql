-- The SHA-256 of a file's content in hexadecimal digits, where the widget announced it: by it an upload is known again
-- that was begun and not finished, and what arrived is held against it.
ALTER TABLE archive_files ADD COLUMN sha256 TEXT;
