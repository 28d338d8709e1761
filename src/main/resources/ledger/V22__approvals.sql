-- Which acts in bulk, of one request or many, somebody else has to approve before anything of them is done: WAITING until its
-- time, APPROVED or WITHDRAWN by the act that ended it. Who wanted it, what was seen of each request and what becomes of it is
-- where it is of every act in bulk.
CREATE TABLE approval (
    bulk     VARCHAR(100) NOT NULL PRIMARY KEY,
    state    VARCHAR(16)  NOT NULL,
    until_at BIGINT       NOT NULL,
    ended_by VARCHAR(100)
);

CREATE INDEX approval_ended_by ON approval (ended_by);
CREATE INDEX approval_waiting ON approval (until_at) WHERE state = 'WAITING';
