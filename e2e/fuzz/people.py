"""Who asks: mostly the run's own admin, now and then somebody of another role, by a session, or nobody.

Owns the passwords and the sessions of the people of the scene: they change as the run goes on.
"""

import json
import threading

OTHERS = 0.14
OFTEN = 0.85
SESSION_COOKIES = ("gauntlet_access", "gauntlet_refresh")


class People:
    def __init__(self, people, base, ask, rng):
        self._lock = threading.Lock()
        self._people = people
        self._by_name = {person["username"]: person for person in people}
        self._sessions = []
        self._base = base
        self._ask = ask
        self._rng = rng

    def ask(self, case, may_be_another):
        """Puts who asks into the request; what is a person's own is asked by that person."""
        with self._lock:
            # Attempts are counted by address: each request is of another.
            case.headers["X-Forwarded-For"] = self._address()
            own = OWN.get((case.method.upper(), case.operation.path))
            if own and self._rng.random() < OFTEN:
                own(self, case)
            elif may_be_another and self._rng.random() < OTHERS:
                self._be_another(case)

    def hear(self, token, case, response, answer):
        """@param answer the body of a success, parsed"""
        if not isinstance(case.body, dict):
            return
        with self._lock:
            if case.operation.path == "/api/v1/auth/login":
                person = self._by_name.get(case.body.get("username"))
                if person:
                    self._add_session(response.headers.get("set-cookie", []), answer, person)
            if case.operation.path == "/api/v1/me/password":
                for person in self._people:
                    if person["token"] == token:
                        person["password"] = case.body["password"]
                # Their sessions are over.
                self._sessions = [session for session in self._sessions if session["token"] != token]

    def everybody(self):
        """As they are now: their passwords have changed."""
        return self._people

    def _address(self):
        return "10." + ".".join(str(self._rng.randrange(1, 255)) for _ in range(3))

    def _be_another(self, case):
        person = self._rng.choice([*self._people, None])
        if person is None:
            del case.headers["Authorization"]
        else:
            case.headers["Authorization"] = f"Bearer {person['token']}"

    def _log_in(self, case):
        person = self._rng.choice(self._people)
        case.body = {"username": person["username"], "password": person["password"]}

    def _change_password(self, case):
        person = self._rng.choice(self._people)
        case.headers["Authorization"] = f"Bearer {person['token']}"
        if isinstance(case.body, dict):
            case.body["current"] = person["password"]
            case.body["password"] = f"a long one, number {self._rng.getrandbits(32)}"

    def _end_session(self, case):
        session = self._session()
        case.headers["Authorization"] = f"Bearer {session['token']}"
        case.path_parameters["id"] = session["sessionId"]

    def _go_on_by_cookie(self, case):
        case.headers["Cookie"] = self._session()["cookie"]
        case.headers["x-gauntlet-csrf"] = "1"
        case.headers["Origin"] = self._base

    def _session(self):
        """One that was begun; it is not used again, as it may be over after this."""
        if not self._sessions:
            self._begin_session(self._rng.choice(self._people))
        return self._sessions.pop()

    def _begin_session(self, person):
        body = {"username": person["username"], "password": person["password"]}
        with self._ask.send("POST", "/api/v1/auth/login", body, {"X-Forwarded-For": self._address()}) as answer:
            self._add_session(answer.headers.get_all("set-cookie"), json.load(answer), person)

    def _add_session(self, cookies, answer, person):
        given = [each.split(";", 1)[0] for each in cookies or [] if each.startswith(SESSION_COOKIES)]
        session = {"cookie": "; ".join(given), "sessionId": answer["sessionId"], "token": person["token"]}
        self._sessions = [*self._sessions[-20:], session]


# Operations on what is the asker's own.
OWN = {
    ("POST", "/api/v1/auth/login"): People._log_in,
    ("POST", "/api/v1/auth/refresh"): People._go_on_by_cookie,
    ("POST", "/api/v1/auth/logout"): People._go_on_by_cookie,
    ("PUT", "/api/v1/me/password"): People._change_password,
    ("DELETE", "/api/v1/me/sessions/{id}"): People._end_session,
}
