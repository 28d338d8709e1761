#!/usr/bin/env python3
"""Sends an order over STOMP, waits for its end, and asks for its status. Needs nothing but Python 3.9.

    python3 examples/clients/stomp_client.py ord-1

The broker is told by BROKER_HOST, BROKER_PORT, BROKER_USER, BROKER_PASSWORD; BROKER_CA is a PEM file of whom to believe, and
turns TLS on. TENANT is yours, where there are tenants. What was handled is noted in the file HANDLED.

It ends with 0 where the order completed, and with 3 where nothing came for PATIENCE seconds: that is no failure, and a real
order may well take longer.
"""
import json, os, re, socket, ssl, sys, uuid

HOST = os.environ.get("BROKER_HOST", "127.0.0.1")
PORT = int(os.environ.get("BROKER_PORT", "61616"))
TENANT = os.environ.get("TENANT")
RESULTS = "orders.results" + (f".{TENANT}" if TENANT else "")
HANDLED = os.environ.get("HANDLED", "handled.txt")
PATIENCE = int(os.environ.get("PATIENCE", "60"))
# What STOMP 1.2 writes otherwise in a header.
ESCAPED = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\c": ":"}


class Stomp:
    def __init__(self):
        try:
            self.socket = socket.create_connection((HOST, PORT), timeout=PATIENCE)
        except OSError as away:
            sys.exit(f"{HOST}:{PORT} does not answer: {away}")
        if os.environ.get("BROKER_CA"):
            trust = ssl.create_default_context(cafile=os.environ["BROKER_CA"])
            self.socket = trust.wrap_socket(self.socket, server_hostname=HOST)
        self.stream = self.socket.makefile("rb")
        self.waiting = []
        login = {"login": os.environ.get("BROKER_USER"), "passcode": os.environ.get("BROKER_PASSWORD")}
        # Of CONNECT alone nothing is escaped.
        self.write("CONNECT", {"accept-version": "1.2", "host": HOST} | {k: v for k, v in login.items() if v}, escape=str)
        self.expect("CONNECTED")

    def write(self, command, headers, body="", escape=None):
        def escaped(text):
            for short, sign in ESCAPED.items():
                text = text.replace(sign, short)
            return text
        head = "".join(f"{name}:{(escape or escaped)(value)}\n" for name, value in headers.items())
        self.socket.sendall(f"{command}\n{head}\n{body}\0".encode())

    def read(self):
        command = self.line()
        while not command:
            command = self.line()
        headers = {}
        while line := self.line():
            name, value = line.split(":", 1)
            headers.setdefault(name, re.sub(r"\\[\\nrc]", lambda found: ESCAPED[found[0]], value))
        body = b""
        if "content-length" in headers:
            body = self.stream.read(int(headers["content-length"]))
            self.stream.read(1)
        else:
            while (byte := self.stream.read(1)) not in (b"\0", b""):
                body += byte
        return command, headers, body.decode()

    def line(self):
        line = self.stream.readline()
        if not line:
            sys.exit("the broker has closed the connection")
        return line.decode().rstrip("\r\n")

    def expect(self, command):
        """The next frame of this command; messages that come before it wait."""
        while True:
            frame = self.read()
            if frame[0] == command:
                return frame
            if frame[0] != "MESSAGE":
                sys.exit(f"{frame[0]}: {frame[1].get('message')}")
            self.waiting.append(frame)

    def send(self, queue, body, **headers):
        """Returns when the broker has it, and has it on its disk. Without a receipt nobody would hear that it was refused."""
        self.write("SEND", {"destination": queue, "receipt": "sent", "persistent": "true"} | headers, json.dumps(body))
        self.expect("RECEIPT")

    def message(self):
        return self.waiting.pop(0) if self.waiting else self.expect("MESSAGE")


def handle(result, correlation_id):
    """Once for each (requestId, sequence), and each refusal, however often it comes: delivered again, or published again
    as a replay."""
    # In a real system this is a table, written in one transaction with what the result means to you.
    key = f"{result['requestId']} {result['sequence'] or f'0 {correlation_id}'}"
    known = os.path.exists(HANDLED) and key in open(HANDLED).read().splitlines()
    print("handled before" if known else "handled", key, result["status"], flush=True)
    if not known:
        with open(HANDLED, "a") as handled:
            handled.write(key + "\n")
            handled.flush()
            os.fsync(handled.fileno())


def await_result(stomp, is_it):
    while True:
        _, headers, body = stomp.message()
        result = json.loads(body)
        correlation_id = headers.get("correlation-id")
        # With the operation status a question was refused, and nothing said of an order.
        if result["operation"] != "status":
            handle(result, correlation_id)
        # Only now: what is not acknowledged comes once more.
        stomp.write("ACK", {"id": headers["ack"]})
        if is_it(result, correlation_id):
            return result


def main(request_id):
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", request_id):
        sys.exit("a requestId is 1 to 64 of A-Z a-z 0-9 . _ : -")
    # Of this send and of this question alone. What was refused has sequence 0 and says nothing of the order, be it another's
    # question about it or an earlier send: by the correlation id it is known whose word it is.
    sending = f"{request_id} {uuid.uuid4()}"
    question = f"status of {request_id} {uuid.uuid4()}"
    stomp = Stomp()
    # Others read this queue too, and whoever takes a message has it alone: theirs are left to them.
    stomp.write("SUBSCRIBE", {
        "id": "results", "destination": RESULTS, "ack": "client-individual",
        "selector": f"(requestId = '{request_id}' AND sequence > 0)"
                    f" OR JMSCorrelationID = '{sending}' OR JMSCorrelationID = '{question}'"})
    # Nobody knows whether a send without a receipt arrived: the same again, under the same requestId, orders once.
    stomp.send("orders.requests", {
        "requestId": request_id, "operation": "fiat-to-crypto", "provider": "hambit",
        "order": {"amount": "100.00", "currency": "BRL", "token": "USDT", "network": "ETH",
                  "address": "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24"}}, **{"correlation-id": sending})
    end = await_result(stomp, lambda result, correlation_id: result["operation"] != "status"
                       and (result["sequence"] > 0 or correlation_id == sending)
                       and (result["final"] or result["status"] == "UNRESOLVED"))
    refused = end["sequence"] == 0
    print("refused" if refused else "ended", request_id, end["status"], end["error"] or "")
    stomp.send("orders.requests.status", {"requestId": request_id}, **{"correlation-id": question})
    told = await_result(stomp, lambda _, correlation_id: correlation_id == question)
    print("status", request_id, told["status"], told["error"] or "")
    return 0 if not refused and told["status"] == "COMPLETED" else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except socket.timeout:
        print(f"nothing came for {PATIENCE} s, which is no failure: send the same again, under the same requestId, or ask"
              " for its status later", file=sys.stderr)
        sys.exit(3)
