-- What each verified webhook was about, by whom, and how often it came; of those from before this it is not known. Neither
-- its body nor anything of it but the name of its event is kept.
ALTER TABLE delivery ADD COLUMN provider VARCHAR(32);
ALTER TABLE delivery ADD COLUMN account VARCHAR(32);
ALTER TABLE delivery ADD COLUMN sort VARCHAR(16);
ALTER TABLE delivery ADD COLUMN event VARCHAR(64);
ALTER TABLE delivery ADD COLUMN family VARCHAR(32);
ALTER TABLE delivery ADD COLUMN request_id VARCHAR(128);
ALTER TABLE delivery ADD COLUMN times BIGINT;
ALTER TABLE delivery ADD COLUMN last_at BIGINT;
CREATE INDEX delivery_step ON delivery (step_id);
CREATE INDEX delivery_request ON delivery (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX delivery_provider ON delivery (provider, at);

-- The last webhooks that were refused, so many of each provider and reason: whoever reaches the address can send any number.
CREATE TABLE refused_webhook (
    id       VARCHAR(64) NOT NULL PRIMARY KEY,
    provider VARCHAR(32) NOT NULL,
    account  VARCHAR(32) NOT NULL,
    reason   VARCHAR(32) NOT NULL,
    detail   TEXT        NOT NULL,
    at       BIGINT      NOT NULL
);
CREATE INDEX refused_webhook_last ON refused_webhook (provider, reason, at);
