-- Which requests a provider contradicted after their end: few of all that is noted, looked for whenever a person asks what
-- needs one. Words from before this do not say whether they contradict.
CREATE INDEX act_contradiction ON act (at) WHERE act = 'word' AND detail IS NOT NULL;

-- Of which providers, or accounts of theirs, people hold back submissions beside all, and who said so last. One row a place;
-- the account is empty where it is the whole provider.
CREATE TABLE account_hold (
    provider VARCHAR(32)  NOT NULL,
    account  VARCHAR(32)  NOT NULL,
    act      VARCHAR(100) NOT NULL,
    held     INTEGER      NOT NULL,
    who      TEXT         NOT NULL,
    why      TEXT         NOT NULL,
    at       BIGINT       NOT NULL,
    PRIMARY KEY (provider, account)
);
