-- How much the orders of an account came to that were claimed on a day (UTC, days since 1970), by what their amounts are in.
-- Only of accounts that have a cap for a day; kept as long as the requests of that day.
CREATE TABLE daily_amount (
    provider VARCHAR(32) NOT NULL,
    account  VARCHAR(32) NOT NULL,
    unit     VARCHAR(32) NOT NULL,
    day      BIGINT      NOT NULL,
    amount   TEXT        NOT NULL,
    PRIMARY KEY (provider, account, unit, day)
);
