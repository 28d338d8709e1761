-- Which members of the request an answer repeated otherwise, with commas between: only what repeats them rightly ends it.
ALTER TABLE request ADD COLUMN doubted TEXT;

-- Of requests before this it is not known which they were, so that only a person ends them.
UPDATE request SET doubted = 'something' WHERE status = 'UNRESOLVED' AND EXISTS (SELECT 1 FROM journal
    WHERE journal.family = request.family AND journal.request_id = request.request_id AND journal.status = 'UNRESOLVED'
    AND journal.result LIKE '%"category":"ECHO_MISMATCH"%');
