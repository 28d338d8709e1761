-- Access tokens that the replicas share, sealed under a key that only settings hold, and who is having a new one, until
-- when. One row an account.
CREATE TABLE shared_token (
    name       VARCHAR(100) NOT NULL PRIMARY KEY,
    sealed     TEXT,
    holder     VARCHAR(64),
    held_until BIGINT       NOT NULL
);
