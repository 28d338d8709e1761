#!/usr/bin/env python3
"""Sends an order over STOMP, waits for its end, and asks for its status. Needs nothing but Python 3.9.

    python3 examples/clients/stomp_client.py ord-1

The broker is told by BROKER_HOST, BROKER_PORT, BROKER_USER, BROKER_PASSWORD; BROKER_CA is a PEM file of whom to believe, and
turns TLS on. TENANT is yours, where there are tenants. What was handled is noted in the file HANDLED.
"""
import json, os, socket, ssl, sys

HOST = os.environ.get("BROKER_HOST", "127.0.0.1")
PORT = int(os.environ.get("BROKER_PORT", "61616"))
TENANT = os.environ.get("TENANT")
RESULTS = "orders.results" + (f".{TENANT}" if TENANT else "")
HANDLED = os.environ.get("HANDLED", "handled.txt")
# What STOMP 1.2 writes otherwise in a header.
ESCAPED = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\c": ":"}


class Stomp:
    def __init__(self):
        self.socket = socket.create_connection((HOST, PORT), timeout=60)
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
            for short, sign in ESCAPED.items() if "\\" in value else ():
                value = value.replace(short, sign)
            headers.setdefault(name, value)
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
        """Returns when the broker has it. Without a receipt nobody would hear that it was refused."""
        self.write("SEND", {"destination": queue, "receipt": "sent"} | headers, json.dumps(body))
        self.expect("RECEIPT")

    def message(self):
        return self.waiting.pop(0) if self.waiting else self.expect("MESSAGE")


def handle(result):
    """Once for each (requestId, sequence), however often it comes: delivered again, or published again as a replay."""
    # In a real system this is a table, written in one transaction with what the result means to you.
    key = f"{result['requestId']} {result['sequence']}"
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
        if result["sequence"] > 0:
            handle(result)
        # Only now: what is not acknowledged comes once more.
        stomp.write("ACK", {"id": headers["ack"]})
        if is_it(result, headers):
            return result


def main(request_id):
    stomp = Stomp()
    stomp.write("SUBSCRIBE", {"id": "results", "destination": RESULTS, "ack": "client-individual"})
    # Nobody knows whether a send without a receipt arrived: the same again, under the same requestId, orders once.
    stomp.send("orders.requests", {
        "requestId": request_id, "operation": "fiat-to-crypto", "provider": "hambit",
        "order": {"amount": "100.00", "currency": "BRL", "token": "USDT", "network": "ETH",
                  "address": "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24"}})
    end = await_result(stomp, lambda result, _: result["requestId"] == request_id
                       and (result["final"] or result["status"] == "UNRESOLVED"))
    print("ended", request_id, end["status"], end["error"] or "")
    question = f"status of {request_id}"
    stomp.send("orders.requests.status", {"requestId": request_id}, **{"correlation-id": question})
    told = await_result(stomp, lambda _, headers: headers.get("correlation-id") == question)
    print("status", request_id, told["status"], told["error"] or "")
    return 0 if told["status"] == "COMPLETED" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
