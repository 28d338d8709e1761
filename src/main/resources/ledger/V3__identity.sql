-- Which ledger this is: one row with an id of its own, made at first use, with which brokers are marked. Beside it the mark
-- of the broker that refused it, and the mark that a person lets it replace.
CREATE TABLE identity (
    id       INTEGER     NOT NULL PRIMARY KEY,
    value    VARCHAR(64) NOT NULL,
    refused  VARCHAR(64),
    replaces VARCHAR(64)
);
