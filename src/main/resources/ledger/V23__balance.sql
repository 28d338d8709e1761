-- What accounts had at their providers when it was read last, by currency, and whose turn it is to read it, until when.
CREATE TABLE balance (
    provider   VARCHAR(32) NOT NULL,
    account    VARCHAR(32) NOT NULL,
    funds      TEXT,
    reader     VARCHAR(64),
    turn_until BIGINT      NOT NULL,
    PRIMARY KEY (provider, account)
);
