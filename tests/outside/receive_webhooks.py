"""A receiver of webhooks that trusts nobody: it verifies each message with `standardwebhooks`.

Prints its address, and runs until its standard input ends.

  POST /hook/NAME      a message; what is answered is what it was told to answer, else 200
  PUT  /control/NAME   {"secret": …, "answers": [503, "hang", …]}, both optional
  GET  /received/NAME?accepted=N&attempts=N   waits for that many different
                       messages to be accepted, or to come, and lists what came
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from standardwebhooks import Webhook, WebhookVerificationError

PATIENCE = 40
changed = threading.Condition()
receivers = {}


def receiver(name):
    return receivers.setdefault(name, {"secret": None, "answers": [], "received": []})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def answer(self, status, value=None):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        if status in (301, 302, 307, 308):
            self.send_header("location", "/hook/elsewhere")
        self.end_headers()
        self.wfile.write(text)

    def name(self):
        return urlsplit(self.path).path.split("/")[2]

    def do_PUT(self):
        with changed:
            receiver(self.name()).update(json.loads(self.body()))
            changed.notify_all()
        self.answer(200)

    def do_POST(self):
        body = self.body()
        with changed:
            to = receiver(self.name())
            # A message may be faster than whoever registers is in telling the secret.
            changed.wait_for(lambda: to["secret"], PATIENCE)
            try:
                message = Webhook(to["secret"]).verify(body, dict(self.headers))
                verified, status = True, to["answers"].pop(0) if to["answers"] else 200
            except (WebhookVerificationError, TypeError, RuntimeError) as error:
                message, verified, status = {"error": str(error)}, False, 401
            to["received"].append(
                {
                    "id": self.headers["webhook-id"],
                    "signatures": len(self.headers["webhook-signature"].split(" ")),
                    "message": message,
                    "verified": verified,
                    "answered": status,
                }
            )
            changed.notify_all()
        if status == "hang":
            # Until the sender has had enough.
            self.connection.recv(1)
            self.close_connection = True
        else:
            self.answer(status)

    def do_GET(self):
        question = {name: int(values[0]) for name, values in parse_qs(urlsplit(self.path).query).items()}

        def enough():
            received = receiver(self.name())["received"]
            accepted = {it["id"] for it in received if it["answered"] == 200}
            return len(received) >= question.get("attempts", 0) and len(accepted) >= question.get("accepted", 0)

        with changed:
            came = changed.wait_for(enough, PATIENCE)
            received = list(receiver(self.name())["received"])
        self.answer(200 if came else 504, received)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A sender that was killed in the middle is no news."""


server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
