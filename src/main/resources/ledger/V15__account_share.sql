-- How much of an account's limits each replica may use, until when by the clock of the database, and what it was told by
-- the provider that holds for the others too. One row an account and replica; of replicas that share a server alone.
CREATE TABLE account_share (
    provider     VARCHAR(32) NOT NULL,
    account      VARCHAR(32) NOT NULL,
    replica      VARCHAR(64) NOT NULL,
    rate         BIGINT      NOT NULL,
    rate_wanted  BIGINT      NOT NULL,
    calls        BIGINT      NOT NULL,
    calls_wanted BIGINT      NOT NULL,
    ends_at      BIGINT      NOT NULL,
    paused_until BIGINT      NOT NULL,
    held         VARCHAR(20),
    why          VARCHAR(40),
    held_until   BIGINT      NOT NULL,
    PRIMARY KEY (provider, account, replica)
);
