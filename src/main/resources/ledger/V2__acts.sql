-- One row for each thing that a person did: who, when and why. A dead letter may name no request.
CREATE TABLE act (
    step_id    VARCHAR(128) NOT NULL PRIMARY KEY,
    family     VARCHAR(32),
    request_id VARCHAR(64),
    act        VARCHAR(16)  NOT NULL,
    who        VARCHAR(64)  NOT NULL,
    why        TEXT         NOT NULL,
    detail     TEXT,
    at         BIGINT       NOT NULL
);

CREATE INDEX act_request ON act (family, request_id);
CREATE INDEX act_at ON act (at);

-- What is open, by status: few of many, looked for whenever somebody watches.
CREATE INDEX request_open ON request (status, provider) WHERE final = 0;
