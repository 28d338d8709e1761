-- What the provider is given as the number of the order, where that is not the requestId: a short form of it.
ALTER TABLE request ADD COLUMN order_number VARCHAR(64);

-- One number, one request of a provider, be it a short form or a requestId as it is: who claims second takes another.
-- Of all its accounts, for one merchant may stand behind two of them. The family stands last: while a table is empty a
-- server would seek a request by its family here, and not by its key.
CREATE UNIQUE INDEX request_order_number ON request (provider, COALESCE(order_number, request_id), family);
