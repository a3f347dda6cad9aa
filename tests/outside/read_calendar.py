"""Reads a calendar of hearings as a calendar program does.

Arguments: addresses of calendars. Prints one JSON array of their events.
"""

import json
import sys
from urllib.request import urlopen

from icalendar import Calendar

events = []
for address in sys.argv[1:]:
    with urlopen(address) as answer:
        assert answer.headers.get_content_type() == "text/calendar", answer.headers
        text = answer.read()
    assert all(len(line) <= 75 for line in text.split(b"\r\n")), "a line is too long"
    calendar = Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        for needed in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"):
            assert needed in event, (needed, event)
        events.append(
            {
                "uid": str(event["UID"]),
                "summary": str(event["SUMMARY"]),
                "location": str(event.get("LOCATION", "")),
                "description": str(event.get("DESCRIPTION", "")),
                "start": event.decoded("DTSTART").isoformat(),
            }
        )
print(json.dumps(events))
