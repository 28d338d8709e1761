-- One row a request. Keys are what the contract identifies a request by; times are epoch milliseconds.
CREATE TABLE request (
    family             VARCHAR(32)  NOT NULL,
    request_id         VARCHAR(64)  NOT NULL,
    provider           VARCHAR(32)  NOT NULL,
    account            VARCHAR(32)  NOT NULL,
    operation          VARCHAR(64)  NOT NULL,
    content_hash       VARCHAR(64)  NOT NULL,
    document           TEXT         NOT NULL,
    envelope           TEXT         NOT NULL,
    claim              VARCHAR(128) NOT NULL,
    begun              INTEGER      NOT NULL,
    status             VARCHAR(16),
    final              INTEGER      NOT NULL,
    sequence           INTEGER      NOT NULL,
    provider_reference TEXT,
    provider_status    TEXT,
    asking_since       BIGINT,
    ask_due            BIGINT,
    not_found          INTEGER      NOT NULL,
    not_found_since    BIGINT,
    created_at         BIGINT       NOT NULL,
    updated_at         BIGINT       NOT NULL,
    PRIMARY KEY (family, request_id)
);

CREATE INDEX request_ask_due ON request (ask_due) WHERE ask_due IS NOT NULL;
CREATE INDEX request_ended ON request (updated_at) WHERE final = 1;

-- One row a step that is done. It is what makes a redelivered step harmless, and the request's history.
CREATE TABLE journal (
    step_id    VARCHAR(128) NOT NULL PRIMARY KEY,
    family     VARCHAR(32)  NOT NULL,
    request_id VARCHAR(64)  NOT NULL,
    sequence   INTEGER      NOT NULL,
    status     VARCHAR(16),
    result     TEXT,
    follow_up  TEXT,
    at         BIGINT       NOT NULL
);

CREATE UNIQUE INDEX journal_sequence ON journal (family, request_id, sequence) WHERE sequence > 0;
CREATE INDEX journal_request ON journal (family, request_id);

-- The key of hashes of what must not be readable here (phone numbers, PINs); made at the first start.
CREATE TABLE hash_key (
    id    INTEGER     NOT NULL PRIMARY KEY,
    value VARCHAR(64) NOT NULL
);

-- Deliveries of webhooks, so that one seen before changes nothing; the step that took it may come back.
CREATE TABLE delivery (
    delivery VARCHAR(200) NOT NULL PRIMARY KEY,
    step_id  VARCHAR(128) NOT NULL,
    at       BIGINT       NOT NULL
);

CREATE INDEX delivery_at ON delivery (at);
