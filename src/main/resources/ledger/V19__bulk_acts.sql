-- What a person wants done about many requests: who and why is in the act of the same id. The chain is the act that
-- started it last, the bulk act itself or one that resumes it; it has reached the item from which on the message of the
-- token takes some, or is to, where no message began there.
CREATE TABLE bulk (
    id      VARCHAR(100) NOT NULL PRIMARY KEY,
    act     VARCHAR(16)  NOT NULL,
    status  VARCHAR(16),
    items   INTEGER      NOT NULL,
    rate    INTEGER      NOT NULL,
    chain   VARCHAR(100) NOT NULL,
    reached INTEGER      NOT NULL,
    token   VARCHAR(100),
    stopped INTEGER      NOT NULL,
    at      BIGINT       NOT NULL
);

CREATE INDEX bulk_at ON bulk (at);

-- The requests that were selected, in order, as they were then (told: how often the provider had said something of it that
-- may leave its row as it is), and what became of each: WAITING, DONE by a step, or
-- REFUSED.
CREATE TABLE bulk_item (
    bulk       VARCHAR(100) NOT NULL,
    nth        INTEGER      NOT NULL,
    family     VARCHAR(32)  NOT NULL,
    request_id VARCHAR(97)  NOT NULL,
    sequence   INTEGER      NOT NULL,
    provider   VARCHAR(32)  NOT NULL,
    account    VARCHAR(32)  NOT NULL,
    status     VARCHAR(16),
    claim      VARCHAR(128) NOT NULL,
    begun      INTEGER      NOT NULL,
    known      INTEGER      NOT NULL,
    provider_reference TEXT,
    told       INTEGER      NOT NULL,
    state      VARCHAR(16)  NOT NULL,
    step       VARCHAR(128),
    said       TEXT,
    PRIMARY KEY (bulk, nth)
);

CREATE INDEX bulk_item_request ON bulk_item (family, request_id);
