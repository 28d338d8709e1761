-- Which request an order at the provider belongs to, by the reference that the provider calls it: one order, one request.
-- A row is written when a reference is recorded for the first time.
CREATE TABLE provider_order (
    provider   VARCHAR(32) NOT NULL,
    account    VARCHAR(32) NOT NULL,
    reference  TEXT        NOT NULL,
    family     VARCHAR(32) NOT NULL,
    request_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (provider, account, reference)
);

-- Of requests before this the first one has it: later ones of the same reference may only have asked about it, as those
-- have whose document names one.
INSERT INTO provider_order (provider, account, reference, family, request_id)
SELECT provider, account, provider_reference, family, request_id FROM request WHERE provider_reference IS NOT NULL
AND document NOT LIKE '%"providerReference":%'
ORDER BY created_at, request_id
ON CONFLICT DO NOTHING;
