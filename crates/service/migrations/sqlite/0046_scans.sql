-- When an antivirus program found nothing in the files. Empty where it has not seen them.
ALTER TABLE archives ADD COLUMN scanned_at BIGINT;
