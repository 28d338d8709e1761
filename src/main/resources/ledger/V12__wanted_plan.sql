-- Which plan the replicas are to run, and who wants it. One row.
CREATE TABLE wanted_plan (
    id         INTEGER      NOT NULL PRIMARY KEY,
    act        VARCHAR(100) NOT NULL,
    plan       VARCHAR(64)  NOT NULL,
    leave_open INTEGER      NOT NULL,
    who        TEXT         NOT NULL,
    why        TEXT         NOT NULL,
    at         BIGINT       NOT NULL
);

-- What each replica says of itself: the plan that it runs, and what it made of the wanted one.
CREATE TABLE replica (
    name         VARCHAR(255) NOT NULL PRIMARY KEY,
    running      VARCHAR(64)  NOT NULL,
    since        BIGINT       NOT NULL,
    folder       TEXT         NOT NULL,
    act          VARCHAR(100),
    standing     VARCHAR(20)  NOT NULL,
    said         TEXT         NOT NULL,
    refused_plan VARCHAR(64),
    refused_at   BIGINT,
    refusal      TEXT,
    seen_at      BIGINT       NOT NULL
);
