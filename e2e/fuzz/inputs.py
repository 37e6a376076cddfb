"""Makes of what was thought up what means something here: real paths, cursors, ids, links, checksums.

Only what was meant to be right is made real: the wrong stays as it was thought up.
"""

import hashlib
import urllib.error
import uuid
from urllib.parse import quote

from schemathesis.core.parameters import ParameterLocation

# How often what was generated gives way to what there is.
OFTEN = 0.85
# A project that is named hides whatever is not in it.
SELDOM = 0.15
NOWHERE = "http://127.0.0.1:9/"
# Of a cluster that is nowhere: a name that no name server knows.
KUBECONFIG = """
current-context: fuzz
clusters: [{name: fuzz, cluster: {server: "https://fuzz.invalid:6443"}}]
users: [{name: fuzz, user: {token: "a-token-of-the-fuzzing"}}]
contexts: [{name: fuzz, context: {cluster: fuzz, user: fuzz}}]
"""
GOOD_PASSWORD = "a good password, and long"

# Names that nobody may have twice: those thought up soon repeat.
UNIQUE = {
    "/api/v1/users": "username",
    "/api/v1/invitations/accept": "username",
    "/api/v1/teams": "name",
    "/api/v1/projects": "name",
    "/api/v1/clusters": "name",
    "/api/v1/environments": "name",
}

# What is saved whole, and where an answer has it: hardly anything thought up is right in all of it.
SAVED = {"/api/v1/definitions/{id}": "body"}


def is_valid(case, part):
    return case.meta is None or not case.meta.is_negative_at(part)


class Inputs:
    def __init__(self, things, protected, ask, rng):
        self._things = things
        self._ask = ask
        self._protected = set(protected)
        self._rng = rng

    def make_real(self, case):
        if case.path_parameters and is_valid(case, ParameterLocation.PATH) and self._often():
            for name, value in (self._things.at(case.operation.path, self._rng) or {}).items():
                if name in case.path_parameters:
                    case.path_parameters[name] = value
        self._keep_protected(case)
        if case.query:
            self._take_real_query(case)
        self._begin_early(case)
        # A body that was left out is not touched: one that is set is judged anew, and none would be wrong.
        if isinstance(case.body, (dict, list)) and is_valid(case, ParameterLocation.BODY):
            case.body = self._with_real_values(case.body)
            self._save_again(case)
            self._complete(case)
            stay_inside(case.body)

    def _often(self):
        return self._rng.random() < OFTEN

    def _keep_protected(self, case):
        """What the run itself stands on (its token, its people) may be read and not changed."""
        if case.method.upper() in ("GET", "HEAD"):
            return
        for name, value in (case.path_parameters or {}).items():
            if value in self._protected:
                case.path_parameters[name] = str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    def _take_real_query(self, case):
        # A long poll would be waited for: what it does when nothing comes, its own tests say.
        if is_number(case.query.get("waitSeconds")):
            case.query["waitSeconds"] = min(float(case.query["waitSeconds"]), 0.01)
        if not is_valid(case, ParameterLocation.QUERY):
            return
        self._choose(case.query, "project", self._things.named("projectId", self._rng), SELDOM)
        if "cursor" in case.query and self._often():
            self._choose(case.query, "cursor", self._things.named("cursor " + case.operation.path, self._rng), 1)
        # Of a person or of a team, not of both.
        if "userId" in case.query and "teamId" in case.query and self._often():
            del case.query[self._rng.choice(["userId", "teamId"])]
        # The version that a change was made of: of a thing that was not looked at, it is another.
        if "expected" in case.query and self._often():
            del case.query["expected"]
        for name in list(case.query):
            real = self._things.named(name, self._rng) if name.endswith("Id") and self._often() else None
            if real is not None:
                case.query[name] = real
        if "checksum" in case.query and self._often():
            case.query["checksum"] = "sha256:" + hashlib.sha256(bytes_of(case.body)).hexdigest()

    def _choose(self, query, name, real, share):
        """Real in so many cases, else left out where it was asked for by what is thought up."""
        if name not in query:
            return
        if real is not None and self._rng.random() < share:
            query[name] = real
        elif self._often():
            del query[name]

    def _begin_early(self, case):
        """A stream is read for its first events only: it shall begin where there are some, and not in a project."""
        responses = case.operation.definition.raw.get("responses", {})
        if "text/event-stream" not in responses.get("200", {}).get("content", {}):
            return
        if "last-event-id" in case.headers and self._often():
            del case.headers["last-event-id"]
        if is_number(case.headers.get("last-event-id")):
            case.headers["last-event-id"] = "1"
        elif "after" not in case.query or is_number(case.query["after"]):
            case.query["after"] = 0
        if case.query.get("project") in self._things.all("projectId"):
            del case.query["project"]

    def _with_real_values(self, value):
        if isinstance(value, list):
            return [self._with_real_values(each) for each in value]
        if not isinstance(value, dict):
            return value
        # Channels that a definition names have to be there.
        told = ["notifications"] if isinstance(value.get("notifications"), list) and self._often() else []
        # And the environment.
        if isinstance(value.get("environmentName"), str) and self._often():
            told = [*told, "environmentName"]
        return {name: self._real_or(name, each) for name, each in value.items() if name not in told}

    def _real_or(self, name, value):
        if not isinstance(value, str):
            return self._with_real_values(value)
        real = self._things.named(name, self._rng) if self._often() else None
        return value if real is None else real

    def _save_again(self, case):
        """What is there already, with one property of what was thought up."""
        path = case.operation.path
        if case.method.upper() != "PUT" or path not in SAVED or self._rng.random() < 0.5:
            return
        address = path.format(**{name: quote(str(value), safe="") for name, value in case.path_parameters.items()})
        try:
            saved = self._ask("GET", address)[SAVED[path]]
        except urllib.error.HTTPError:
            return  # There is none.
        changed = self._rng.choice([None, *sorted(case.body)])
        case.body = saved if changed is None else {**saved, changed: case.body[changed]}

    def _complete(self, case):
        """What belongs together: a link and its operation, a name that is new, a password that is taken."""
        body, path = case.body, case.operation.path
        if not isinstance(body, dict) or case.method.upper() != "POST" or not self._often():
            return
        if path in LINKS and "token" in body:
            body["token"] = LINKS[path](self._ask, self._rng)
            body["password"] = GOOD_PASSWORD
        if isinstance(body.get("access"), dict) and path == "/api/v1/clusters":
            body["access"] = {"kind": "kubeconfig", "kubeconfig": KUBECONFIG}
        name = UNIQUE.get(path)
        if isinstance(body.get(name), str):
            body[name] = f"{body[name][:30].rstrip(' .')}{self._rng.getrandbits(48):012x}"


def stay_inside(body):
    """What the server shall send is sent to nobody: to this host, where nobody listens and which is not allowed."""
    settings = body.get("settings") if isinstance(body, dict) else None
    if not isinstance(settings, dict) or not isinstance(body.get("kind"), str):
        return
    if body["kind"] in ("slack-bot", "github"):
        settings["apiUrl"] = NOWHERE
    if body["kind"] == "email":
        settings["smtp"] = {"host": "127.0.0.1", "port": 9}
    for place in (settings, body.get("secrets")):
        if isinstance(place, dict) and isinstance(place.get("url"), str):
            place["url"] = NOWHERE


def invite(ask, _rng):
    return token_of(ask("POST", "/api/v1/invitations", {})["link"])


def forget_password(ask, rng):
    user = ask("POST", "/api/v1/users", {"username": f"forgetful-{rng.getrandbits(48):012x}"})
    return token_of(ask("POST", f"/api/v1/users/{user['userId']}/password-reset", {})["link"])


def token_of(link):
    return link.split("=", 1)[1]


# What is good once is made for the one who uses it.
LINKS = {
    "/api/v1/auth/password-reset": forget_password,
    "/api/v1/invitations/accept": invite,
}


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
