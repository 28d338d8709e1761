-- What ended, by family: each is kept for a time of its own. request_ended stays for the version before.
CREATE INDEX request_ended_by_family ON request (family, updated_at) WHERE final = 1;
