"""Listens to a stream of events as a program of others does: sseclient-py over urllib.

Arguments: the address, how many events to wait for, and after which id, if any. The
first line printed says that it listens; then comes one JSON object for each event.
"""

import json
import sys
from urllib.request import Request, urlopen

import sseclient

address, count = sys.argv[1], int(sys.argv[2])
headers = {"Accept": "text/event-stream"}
if len(sys.argv) > 3:
    headers["Last-Event-ID"] = sys.argv[3]
with urlopen(Request(address, headers=headers), timeout=30) as answer:
    assert answer.headers.get_content_type() == "text/event-stream", answer.headers
    print("listening", flush=True)
    heard = 0
    # readline gives what has come; read would wait for a full block.
    for event in sseclient.SSEClient(iter(answer.readline, b"")).events():
        if not event.data:
            continue
        print(json.dumps({"id": event.id, "event": event.event, "data": event.data}), flush=True)
        heard += 1
        if heard == count:
            break
