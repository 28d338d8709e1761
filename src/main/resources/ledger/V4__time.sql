-- How late it is by the clocks that Sluice believed, and as a person confirmed it last (0: nobody did). One row.
CREATE TABLE ledger_time (
    id        INTEGER NOT NULL PRIMARY KEY,
    at        BIGINT  NOT NULL,
    confirmed BIGINT  NOT NULL
);
