-- Whether the provider has shown that it knows the order, by an answer or a webhook of any status.
ALTER TABLE request ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
