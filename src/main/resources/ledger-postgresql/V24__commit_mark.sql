-- The newest transaction of each of those that a Sluice commits one after the other, by a mark that is never given again: it
-- tells what became of a commit whose answer is lost, whichever server answers by then.
CREATE TABLE commit_mark (
    writer VARCHAR(36) NOT NULL PRIMARY KEY,
    mark   BIGINT      NOT NULL,
    at     TIMESTAMPTZ NOT NULL
);
