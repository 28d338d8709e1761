-- What a step sent to its provider and what that answered, redacted: as JSON text, and when the step began to call. Kept for
-- a time of its own (sluice.exchanges.keep), which is shorter than that of requests.
CREATE TABLE exchange (
    family     VARCHAR(32)  NOT NULL,
    request_id VARCHAR(97)  NOT NULL,
    step_id    VARCHAR(128) NOT NULL,
    said       TEXT         NOT NULL,
    at         BIGINT       NOT NULL,
    PRIMARY KEY (family, request_id, step_id)
);

CREATE INDEX exchange_at ON exchange (at);

-- When requests came in, by which people look for them.
CREATE INDEX request_created ON request (created_at);
