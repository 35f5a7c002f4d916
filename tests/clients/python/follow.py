"""Follows the live feed and keeps each event once, in order, across restarts of the server and of this program.

The place is kept with what is done: here a file has a line an event, `position<TAB>event`, and its last whole line says where
to go on. Usage: follow.py URL KEY FILE
"""

import http.client
import json
import sys
import time
import urllib.error
import urllib.request


def events(url, key, place):
    """Position and text of each event behind `place` (of all, without one), for ever."""
    while True:
        headers = {"Authorization": f"Bearer {key}"} | ({"Last-Event-ID": place} if place else {})
        try:
            request = urllib.request.Request(f"{url}/v1/events/stream", headers=headers)
            # The server says something at least every 15 seconds; silence is a broken connection.
            with urllib.request.urlopen(request, timeout=60) as feed:
                said = {}
                for line in feed:
                    if text := line.decode().rstrip("\r\n"):
                        field, _, value = text.partition(":")
                        said[field] = value.removeprefix(" ")
                        continue
                    # An empty line ends an event; one that is cut off has none, and comes again.
                    place = said.get("id", place)
                    if "data" in said:
                        yield place, said["data"]
                    said = {}
        except urllib.error.HTTPError as refused:
            if refused.code != 503:
                # A revoked key, say, or a log that is shorter than what was read: coming back would not mend it.
                sys.exit(json.load(refused)["detail"])
        except (OSError, http.client.HTTPException):
            pass  # the server went away
        time.sleep(0.2)


url, key, path = sys.argv[1:]
with open(path, "a+b") as kept:
    kept.seek(0)
    whole, end, _ = kept.read().rpartition(b"\n")
    kept.truncate(len(whole + end))  # a line that was cut off comes again
    place = whole.rpartition(b"\n")[2].partition(b"\t")[0].decode()
    for position, event in events(url, key, place):
        kept.write(f"{position}\t{event}\n".encode())
        kept.flush()
