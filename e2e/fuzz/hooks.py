"""What schemathesis is told of this API: what there really is, who asks, and what not to destroy.

Owns the tally of a run (which operation was answered how often with which status) and writes it at the end.
The harness hands over the rest by the environment: see schemathesis.ts.
"""

import atexit
import http.cookiejar
import json
import os
import random
import threading
from collections import Counter, defaultdict
from pathlib import Path

import schemathesis

from ask_server import create_ask
from groups import Groups
from inputs import Inputs
from people import People
from real_things import RealThings

SCENE = json.loads(Path(os.environ["FUZZ_SCENE"]).read_text())
DOCUMENT = json.loads(Path(os.environ["FUZZ_DOCUMENT"]).read_text())
TOKEN = os.environ["FUZZ_TOKEN"]
GROUP_TOKEN = os.environ["FUZZ_GROUP_TOKEN"]

# A session that somebody began is theirs: no request brings it along unasked.
http.cookiejar.DefaultCookiePolicy.set_ok = lambda *_: False

rng = random.Random(int(os.environ["FUZZ_SEED"]))
lock = threading.Lock()
statuses = defaultdict(Counter)
# The longest wait of each operation, in milliseconds.
slowest = defaultdict(int)
# What went against the run itself, by what it is.
lost = []
let_in = []
ask = create_ask(SCENE["url"], TOKEN)
things = RealThings(DOCUMENT["paths"], ask)
things.walk()
groups = Groups(SCENE["groups"], rng)
people = People(SCENE["people"], SCENE["url"], ask, rng)
inputs = Inputs(things, SCENE["protected"], ask, rng)


@schemathesis.hook
def before_call(context, case, kwargs):
    inputs.make_real(case)
    asked_by = sent_as(case.headers)
    if asked_by == GROUP_TOKEN:
        put_bearer(case, groups.speak_for(case, rng))
    elif asked_by == TOKEN or not case.operation.definition.raw.get("security"):
        people.ask(case, asked_by == TOKEN)


def put_bearer(case, token):
    case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(context, case, response):
    count(case, response)
    token = sent_as(response.request.headers)
    notice_loss(case, response, token)
    answer = parsed(response)
    if 200 <= response.status_code < 300:
        notice_open_door(case, token)
        people.hear(token, case, response, answer)
        # What agents are told is of a team that people's operations do not see.
        if not case.path.startswith("/agent/"):
            things.hear(case, answer)
    groups.hear(token, case, answer)


def sent_as(headers):
    header = headers.get("Authorization") or ""
    text = header.decode("latin-1") if isinstance(header, bytes) else str(header)
    return text.removeprefix("Bearer ") or None


def parsed(response):
    kind = response.headers.get("content-type", [""])[0]
    if "json" not in kind:
        return None
    try:
        return json.loads(response.content)
    except ValueError:
        return None  # The checks say so.


def label_of(case):
    operation = case.operation
    same = case.method.upper() == operation.method.upper()
    return f"{operation.method.upper()} {operation.path}" if same else "another method"


def count(case, response):
    with lock:
        label = label_of(case)
        statuses[label][response.status_code] += 1
        slowest[label] = max(slowest[label], round(response.elapsed * 1000))


def notice_loss(case, response, token):
    """The run's own token was ended: whatever follows tests nothing but the refusal."""
    if response.status_code == 401 and token == TOKEN and case.operation.path.startswith("/api/"):
        with lock:
            lost.append(label_of(case))


def notice_open_door(case, token):
    """Whatever asks for a token did without one."""
    if token is None and case.operation.definition.raw.get("security"):
        with lock:
            let_in.append(label_of(case))


@schemathesis.hook
def after_network_error(context, case, request):
    with lock:
        statuses[label_of(case)]["no answer"] += 1


@atexit.register
def write_tally():
    used = os.times()
    tally = {
        "statuses": statuses,
        "slowestMs": slowest,
        "lostTokenAt": sorted(set(lost)),
        "letInAt": sorted(set(let_in)),
        "groupsLeft": groups.left(),
        "cpuSeconds": round(used.user + used.system),
    }
    Path(os.environ["FUZZ_TALLY"]).write_text(json.dumps(tally, indent=2))
    Path(os.environ["FUZZ_PEOPLE"]).write_text(json.dumps(people.everybody()))
