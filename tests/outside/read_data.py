"""Reads the tables of open data as others do: csv, and jsonschema against the schemas.

Argument: the address of the site. Prints one JSON object: rows by table.
"""

import csv
import io
import json
import sys
from urllib.parse import urljoin
from urllib.request import urlopen

from jsonschema import Draft202012Validator

BASE = sys.argv[1]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def fetch(path):
    with urlopen(BASE + path) as answer:
        return answer.headers, answer.read().decode()


found = {}
for table in ("initiatives", "supports-per-day"):
    headers, text = fetch(f"/data/{table}.ndjson")
    assert f'<{LICENCE}>; rel="license"' in headers.get_all("Link"), headers.items()
    rows = [json.loads(line) for line in text.splitlines()]
    schema = json.loads(fetch(f"/data/{table}.schema.json")[1])
    assert schema["license"] == LICENCE
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for row in rows:
        validator.validate(row)

    headers, text = fetch(f"/data/{table}.csv")
    # CSV on the Web: the metadata of a table stand beside it.
    metadata = json.loads(fetch(f"/data/{table}.csv-metadata.json")[1])
    assert urljoin(f"{BASE}/data/", metadata["url"]) == f"{BASE}/data/{table}.csv"
    assert metadata["dc:license"]["@id"] == LICENCE
    columns = [column["name"] for column in metadata["tableSchema"]["columns"]]
    table_rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(list(row) == columns for row in table_rows), columns
    assert columns == list(schema["required"])

    def as_text(value):
        if value is None:
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value)

    same = [{name: as_text(row[name]) for name in columns} for row in rows]
    assert same == table_rows, "CSV and NDJSON differ"
    keys = [tuple(row[name] for name in metadata["tableSchema"]["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys)), "a key stands twice"
    found[table] = rows
print(json.dumps(found))
