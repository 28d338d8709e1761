-- What the provider said when it was asked last, where that told nothing of the request and changed nothing.
ALTER TABLE request ADD COLUMN last_ask TEXT;
