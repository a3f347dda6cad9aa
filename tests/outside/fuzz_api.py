"""Calls everything that the API's document describes, as schemathesis makes the calls up.

Argument: a JSON file with `url`, `seed`, `examples`, `people` (ids of participants, which no
list tells), and `callers`: by name, a token or
null, and the scopes whose operations are tried thoroughly (null: those that need none).
Prints one JSON object: for each caller what schemathesis says and, by operation, how
often it was answered with which status.

What schemathesis cannot make up, it is given: ids that exist, as this caller finds them
through the API itself.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
NOBODY = "00000000-0000-4000-8000-000000000000"
# How often a name that exists is taken; else schemathesis makes one up.
OFTEN = 0.8


class Site:
    def __init__(self, url, token):
        self.url, self.headers = url, {"Authorization": f"Bearer {token}"} if token else {}

    def read(self, path):
        """The answer, or nothing where this caller may not read."""
        try:
            with urlopen(Request(self.url + path, headers=self.headers)) as answer:
                return json.load(answer)
        except HTTPError as error:
            assert error.code in (401, 403), f"{path}: {error}"
            return None

    def items(self, path):
        found = self.read(path)
        return found["items"] if found else []


def known(site, token, people):
    """What exists, by what it is the name of."""
    listed = [it["id"] for it in site.items("/api/v1/initiatives?limit=200")]
    own = [it["id"] for it in site.items("/api/v1/initiatives?limit=200&mine=true")] if token else []
    me = site.read("/api/v1/me") or {}
    office = me.get("authority")
    if office:
        work = site.read(f"/api/v1/authorities/{office}/worklist")
        own = [task["initiative"] for part in ("due", "missed", "debts") for task in work[part]]
    pages = [site.read(f"/api/v1/initiatives/{it}") for it in listed[:60]]
    comments = [it["id"] for of in listed[:60] for it in site.items(f"/api/v1/initiatives/{of}/comments")]
    authorities = [it["id"] for it in site.items("/api/v1/authorities?limit=200")]
    officials = [it["id"] for of in authorities[:20] for it in site.items(f"/api/v1/authorities/{of}/officials")]
    participants = [me["participant"]["id"]] if me.get("participant") else people
    themes = site.read("/api/v1/themes")
    return {
        # One's own come as often as all others together.
        "initiative": listed + own * (len(listed) // max(len(own), 1)) or [NOBODY],
        "attachment": [file["id"] for page in pages for file in page["attachments"]] or [NOBODY],
        "comment": comments or [NOBODY],
        "territory": [it["id"] for it in site.items("/api/v1/territories?limit=200")],
        "authority": [office] * len(authorities) + authorities if office else authorities,
        "official": officials,
        "participant": participants + [NOBODY],
        "theme": [it["id"] for it in themes["themes"]],
        "procedure": ["inverted-pyramid"],
        "version": [1],
        "year": [2025, 2026, 2027],
        "position": [1, 2, 3, 50, 500],
        "min_position": [0, 1, 500],
        "moment": ["2026-06-01", "2026-10-01T12:00:00Z", "1", "500"],
        "ground": [f"{letter}{number}" for letter in "NM" for number in range(1, 6)],
    }


PLACES = {
    "path": ["initiative", "attachment", "comment", "territory", "authority", "official", "participant"]
    + ["procedure", "version", "year", "position"],
    "query": ["initiative", "territory", "authority", "official", "theme", "year", "min_position"]
    + [("within", "territory"), ("custody", "authority"), ("parent", "territory"), ("as_of", "moment")],
    "body": ["authority", "official", "theme", "ground", ("home", "territory"), ("into", "initiative")]
    + [("to", "authority"), ("executor", "authority"), ("residence", "territory"), ("supporter", "participant")],
}


def thorough(document, scopes):
    """The operations that need one of these scopes, by id: those that are this caller's.

    What only an administrator may do is refused to every caller alike.
    """
    operations = [operation for item in document["paths"].values() for operation in item.values()]

    def needs(operation):
        if operation["description"].endswith("Who may: an administrator."):
            return set()
        if {} in operation["security"]:
            return {None}
        return {scope for one in operation["security"] for scope in one["bearer"]}

    return [operation["operationId"] for operation in operations if needs(operation) & set(scopes)]


def settings(names, own, token, folder):
    """What schemathesis is told in its own language; JSON strings and lists are TOML too."""
    lines = ["[checks]", "enabled = false"]
    for check in CHECKS:
        lines += [f"[checks.{check}]", "enabled = true"]
    lines += ["[phases.stateful]", "enabled = false", "[phases.examples]", "fill-missing = true"]
    lines += ["[phases.coverage]", "unexpected-methods = []"]
    # Where this caller does not get through, one good call shows it.
    lines += ["[[operations]]", f"exclude-operation-id = {json.dumps(own)}"]
    lines += ["phases.fuzzing.enabled = false", "phases.coverage.enabled = false"]
    for name, values in names.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    lines += ["[parameters]"]
    for place, parameters in PLACES.items():
        for it in parameters:
            parameter, name = it if isinstance(it, tuple) else (it, it)
            lines += [f'"{place}.{parameter}" = {{ dictionary = "{name}", probability = {OFTEN} }}']
    if token:
        lines += ["[headers]", f"Authorization = {json.dumps('Bearer ' + token)}"]
    path = folder / "schemathesis.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


# Runs inside schemathesis, which only tells of what went wrong.
COUNTING = """
import atexit, collections, json, os, schemathesis
seen = collections.Counter()
@schemathesis.hook
def after_call(context, case, response):
    seen[(case.operation.label, response.status_code)] += 1
@atexit.register
def write():
    answers = collections.defaultdict(dict)
    for (operation, status), times in seen.items():
        answers[operation][str(status)] = times
    with open(os.environ["ANSWERS"], "w") as file:
        json.dump(answers, file)
"""


def call(given, name, token, scopes):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        site = Site(given["url"], token)
        own = thorough(site.read("/openapi.json"), scopes)
        config = settings(known(site, token, given["people"]), own, token, folder)
        (folder / "counting.py").write_text(COUNTING)
        run = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file", config, "--no-color"]
            + ["run", given["url"] + "/openapi.json", "--workers", "1", "--continue-on-failure"]
            + ["--seed", str(given["seed"]), "--max-examples", str(given["examples"]), "--no-shrink"]
            + ["--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off"]
            + ["--output-sanitize", "false"],
            cwd=folder,
            env=os.environ
            | {"SCHEMATHESIS_HOOKS": "counting", "PYTHONPATH": str(folder), "ANSWERS": str(folder / "answers.json")},
            capture_output=True,
            text=True,
        )
        answers = folder / "answers.json"
        counted = json.loads(answers.read_text()) if answers.exists() else {}
        return name, {"passed": run.returncode == 0, "said": run.stdout + run.stderr, "answers": counted}


with open(sys.argv[1]) as file:
    given = json.load(file)
with ThreadPoolExecutor(len(given["callers"])) as callers:
    calls = [callers.submit(call, given, name, **caller) for name, caller in given["callers"].items()]
    json.dump(dict(call.result() for call in calls), sys.stdout)
