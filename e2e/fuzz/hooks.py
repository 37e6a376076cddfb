"""What schemathesis is told of this API: what there really is, whose token to send, and what not to destroy.

Owns the tally of a run (which operation was answered how often with which status) and writes it at the end.
The harness hands over the rest by the environment: see schemathesis.ts.
"""

import atexit
import hashlib
import json
import os
import random
import threading
import uuid
from collections import Counter, defaultdict
from pathlib import Path

import schemathesis
from schemathesis.core.parameters import ParameterLocation

from groups import Groups
from real_things import RealThings

SCENE = json.loads(Path(os.environ["FUZZ_SCENE"]).read_text())
DOCUMENT = json.loads(Path(os.environ["FUZZ_DOCUMENT"]).read_text())
TOKEN = os.environ["FUZZ_TOKEN"]
GROUP_TOKEN = os.environ["FUZZ_GROUP_TOKEN"]
# How often what was generated gives way to what there is.
OFTEN = 0.85

rng = random.Random(int(os.environ["FUZZ_SEED"]))
lock = threading.Lock()
statuses = defaultdict(Counter)
# The longest wait of each operation, in milliseconds.
slowest = defaultdict(int)
lost = []
things = RealThings(DOCUMENT["paths"], SCENE["url"], TOKEN)
things.walk()
groups = Groups(SCENE["groups"], rng)


def is_valid(case, part):
    """Only what was meant to be right is made real: the wrong stays as it was thought up."""
    return case.meta is None or not case.meta.is_negative_at(part)


@schemathesis.hook
def before_call(context, case, kwargs):
    for_agent = case.headers.get("Authorization") == f"Bearer {GROUP_TOKEN}"
    if is_valid(case, ParameterLocation.PATH):
        take_real_path(case)
    keep_protected(case)
    begin_early(case)
    if case.query:
        take_real_query(case)
    if is_valid(case, ParameterLocation.BODY):
        case.body = with_real_ids(case.body)
    if for_agent:
        case.headers["Authorization"] = f"Bearer {groups.speak_for(case, is_valid(case, ParameterLocation.BODY))}"


def take_real_path(case):
    real = things.at(case.path, rng) if case.path_parameters and rng.random() < OFTEN else None
    for name, value in (real or {}).items():
        if name in case.path_parameters:
            case.path_parameters[name] = value


def keep_protected(case):
    """What the run itself stands on (its token, its user) may be read and not changed."""
    if case.method.upper() in ("GET", "HEAD"):
        return
    for name, value in case.path_parameters.items():
        if value in SCENE["protected"]:
            case.path_parameters[name] = str(uuid.UUID(int=rng.getrandbits(128), version=4))


def take_real_query(case):
    # A long poll would be waited for: what it does when nothing comes, its own tests say.
    if is_number(case.query.get("waitSeconds")):
        case.query["waitSeconds"] = min(float(case.query["waitSeconds"]), 0.01)
    if not is_valid(case, ParameterLocation.QUERY):
        return
    if "cursor" in case.query and rng.random() < OFTEN:
        cursor = things.named("cursor " + case.path, rng)
        if cursor is None:
            del case.query["cursor"]
        else:
            case.query["cursor"] = cursor
    for name in list(case.query):
        real = things.named(name, rng) if name.endswith("Id") and rng.random() < OFTEN else None
        if real is not None:
            case.query[name] = real
    if "checksum" in case.query and rng.random() < OFTEN:
        case.query["checksum"] = "sha256:" + hashlib.sha256(bytes_of(case.body)).hexdigest()


def bytes_of(body):
    body = getattr(body, "data", body)
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    return body if isinstance(body, bytes) else b""


def is_number(value):
    try:
        return float(value) == float(value)
    except (TypeError, ValueError):
        return False


def begin_early(case):
    """A stream is read for its first events only: it shall begin where there are some."""
    responses = case.operation.definition.raw.get("responses", {})
    if "text/event-stream" not in responses.get("200", {}).get("content", {}):
        return
    for place, name in ((case.query, "after"), (case.headers, "last-event-id")):
        if is_number((place or {}).get(name)):
            early = int(min(max(float(place[name]), 0), 3))
            place[name] = early if place is case.query else str(early)
    if "after" not in case.query and "last-event-id" not in case.headers:
        case.query["after"] = 0


def with_real_ids(value):
    if isinstance(value, list):
        return [with_real_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: real_or(name, each) for name, each in value.items()}


def real_or(name, value):
    if not isinstance(value, str):
        return with_real_ids(value)
    real = things.named(name, rng) if name.endswith("Id") and rng.random() < OFTEN else None
    return value if real is None else real


@schemathesis.hook
def after_call(context, case, response):
    count(case, response)
    notice_loss(case, response)
    given = dict(case.path_parameters or {})
    if 200 <= response.status_code < 300:
        if case.method.upper() == "DELETE":
            things.forget(case.path, given)
        answer = parsed(response)
        groups.hear(sent_by(response), answer)
        # What agents are told is of a team that people's operations do not see.
        if sent_by(response) == TOKEN:
            things.learn(case.path, given, answer)
    elif response.status_code == 409:
        groups.hear(sent_by(response), parsed(response))


def sent_by(response):
    header = response.request.headers.get("Authorization") or ""
    text = header.decode("latin-1") if isinstance(header, bytes) else header
    return text.removeprefix("Bearer ")


def parsed(response):
    kind = response.headers.get("content-type", [""])[0]
    if "json" not in kind:
        return None
    try:
        return json.loads(response.content)
    except ValueError:
        return None  # The checks say so.


def count(case, response):
    operation = case.operation
    label = f"{operation.method.upper()} {operation.path}"
    if case.method.upper() != operation.method.upper():
        label = "another method"
    with lock:
        statuses[label][response.status_code] += 1
        slowest[label] = max(slowest[label], round(response.elapsed * 1000))


def notice_loss(case, response):
    """The run's own token was ended: whatever follows tests nothing but the refusal."""
    if response.status_code == 401 and sent_by(response) == TOKEN and case.operation.path.startswith("/api/") and not lost:
        lost.append(f"{case.method.upper()} {case.operation.path}")


@schemathesis.hook
def after_network_error(context, case, request):
    with lock:
        statuses[f"{case.operation.method.upper()} {case.operation.path}"]["no answer"] += 1


@atexit.register
def write_tally():
    used = os.times()
    tally = {"statuses": statuses, "slowestMs": slowest, "lostTokenAt": lost, "groupsLeft": groups.left(), "cpuSeconds": round(used.user + used.system)}
    Path(os.environ["FUZZ_TALLY"]).write_text(json.dumps(tally, indent=2))
