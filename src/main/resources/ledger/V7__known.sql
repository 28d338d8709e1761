-- Whether the provider has shown that it knows the order, by an answer or a webhook of any status.
ALTER TABLE request ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
UPDATE request SET known = 1 WHERE provider_status IS NOT NULL OR status IN ('ACCEPTED', 'PENDING');
