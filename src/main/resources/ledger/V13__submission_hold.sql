-- Whether people hold back all submissions, and who said so last. One row.
CREATE TABLE submission_hold (
    id   INTEGER      NOT NULL PRIMARY KEY,
    act  VARCHAR(100) NOT NULL,
    held INTEGER      NOT NULL,
    who  TEXT         NOT NULL,
    why  TEXT         NOT NULL,
    at   BIGINT       NOT NULL
);
