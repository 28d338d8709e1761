-- A tenant's request is called <tenant>/<requestId>. SQLite takes a text of any length and needs no word of it.
ALTER TABLE request ALTER COLUMN request_id TYPE VARCHAR(97);
ALTER TABLE journal ALTER COLUMN request_id TYPE VARCHAR(97);
ALTER TABLE act ALTER COLUMN request_id TYPE VARCHAR(97);
ALTER TABLE provider_order ALTER COLUMN request_id TYPE VARCHAR(97);
