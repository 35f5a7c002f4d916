"""Records an event, is refused with a code, sends a line, pages through the log to its end and reads a row.

The client is generated from the server's /openapi.json. Usage: tour.py URL KEY
"""

import json
import sys
import time
from datetime import date
from io import BytesIO
from uuid import uuid4

from wengang_client import AuthenticatedClient
from wengang_client.api.events import list_events, record_event, record_lines
from wengang_client.api.views import get_person_file, list_person_file
from wengang_client.models import EventPage, PersonFilePage, PersonFileRow, PersonRegisteredV1, PersonRegisteredV1Data
from wengang_client.models import Problem, ProblemCode, Receipt, Sex, Verdict
from wengang_client.types import File

url, key = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=key)


def registered(person: str) -> PersonRegisteredV1:
    data = PersonRegisteredV1Data(area="430225103204", birth_year=1980, sex=Sex.FEMALE)
    return PersonRegisteredV1(
        specversion="1.0",
        id=uuid4(),
        source="/county/430225",
        type_="person.registered.v1",
        subject=person,
        occurredon=date(2025, 1, 2),
        data=data,
    )


person = f"person-{uuid4().hex}"
event = registered(person)
receipt = record_event.sync(client=client, body=event)
assert isinstance(receipt, Receipt), receipt

problem = record_event.sync(client=client, body=registered(person))
assert isinstance(problem, Problem) and problem.code == ProblemCode.CASE_EXISTS, problem

# The same event again, now as a line: it is recorded once.
lines = json.dumps(event.to_dict()).encode()
verdicts = record_lines.sync(client=client, body=File(payload=BytesIO(lines)))
assert isinstance(verdicts, File), verdicts
verdict = Verdict.from_dict(json.loads(verdicts.payload.readline()))

pages, positions, cursor = 0, [], None
while pages == 0 or cursor:
    page = list_events.sync(client=client, limit=2, **({"cursor": cursor} if cursor else {}))
    assert isinstance(page, EventPage), page
    positions += [listed.position for listed in page.events]
    pages, cursor = pages + 1, page.next_

# Views follow the log: what was recorded is in them once they have come so far.
while True:
    rows = list_person_file.sync(client=client, limit=1)
    assert isinstance(rows, PersonFilePage), rows
    if rows.position >= receipt.position:
        break
    time.sleep(0.02)
row = get_person_file.sync(person, client=client)
assert isinstance(row, PersonFileRow), row

recorded = {"person": person, "position": receipt.position, "code": problem.code, "again": verdict.status}
told = {**recorded, "pages": pages, "positions": positions}
print(json.dumps({**told, "row": {"person": row.person, "birth_year": row.birth_year, "sex": row.sex}}))
