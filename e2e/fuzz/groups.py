"""The groups whose agents are played: each request speaks for one of those that still live."""

import threading
from collections import defaultdict

from schemathesis.core.parameters import ParameterLocation

from inputs import is_valid

OFTEN = 0.8


class Groups:
    def __init__(self, tokens, rng):
        self._lock = threading.Lock()
        self._rng = rng
        self._alive = list(tokens)
        self._known = set(tokens)
        self._last = tokens[-1]
        # Of the next report and the next claim, and the bytes there are of each log.
        self._sequence = defaultdict(lambda: 1)
        self._claim = defaultdict(lambda: 1)
        self._offset = defaultdict(int)
        self._units = defaultdict(list)

    def left(self):
        return len(self._alive)

    def speak_for(self, case, rng):
        """@returns the token to send"""
        with self._lock:
            token = rng.choice(self._alive) if self._alive else self._last
            if rng.random() < OFTEN:
                if isinstance(case.body, dict) and is_valid(case, ParameterLocation.BODY):
                    self._go_on(case.body, token)
                if case.query and "offset" in case.query and is_valid(case, ParameterLocation.QUERY):
                    case.query["offset"] = self._offset[token, case.query.get("stream")]
            return token

    def hear(self, token, case, answer):
        """What the server said to the group of this token."""
        if token not in self._known or not isinstance(answer, dict):
            return
        with self._lock:
            if isinstance(answer.get("nextSequence"), int):
                self._sequence[token] = answer["nextSequence"]
            if isinstance(answer.get("nextOffset"), int):
                self._offset[token, case.query.get("stream")] = answer["nextOffset"]
            if answer.get("units"):
                self._units[token] = [unit["unitId"] for unit in answer["units"]]
                self._claim[token] = max(self._claim[token], case.body["claimNumber"] + 1)
            if answer.get("code") == "group-ended" and token in self._alive:
                self._alive.remove(token)

    def _go_on(self, body, token):
        if "sequence" in body:
            body["sequence"] = self._sequence[token]
        if "claimNumber" in body:
            body["claimNumber"] = self._claim[token]
        for event in body["events"] if isinstance(body.get("events"), list) else []:
            if isinstance(event, dict) and "unitId" in event and self._units[token]:
                event["unitId"] = self._rng.choice(self._units[token])
