-- What the provider is given as the number of the order, where that is not the requestId: a short form of it.
ALTER TABLE request ADD COLUMN order_number VARCHAR(64);

-- One number, one request of an account, be it a short form or a requestId as it is: who claims second takes another.
CREATE UNIQUE INDEX request_order_number ON request (family, provider, account, COALESCE(order_number, request_id));
