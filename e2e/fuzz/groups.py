"""The groups whose agents are played: each request speaks for one of those that still live."""

import threading

OFTEN = 0.8


class Groups:
    def __init__(self, tokens, rng):
        self._lock = threading.Lock()
        self._rng = rng
        self._alive = list(tokens)
        self._sequence = {token: 1 for token in tokens}
        self._units = {token: [] for token in tokens}

    def left(self):
        return len(self._alive)

    def speak_for(self, case, valid):
        """@returns the token to send"""
        with self._lock:
            token = self._rng.choice(self._alive) if self._alive else next(iter(self._sequence))
            if valid and isinstance(case.body, dict) and self._rng.random() < OFTEN:
                self._go_on(case.body, token)
            return token

    def hear(self, token, answer):
        """What the server said to the group of this token."""
        if token not in self._sequence or not isinstance(answer, dict):
            return
        with self._lock:
            if isinstance(answer.get("nextSequence"), int):
                self._sequence[token] = answer["nextSequence"]
            if isinstance(answer.get("units"), list):
                self._units[token] = [unit["unitId"] for unit in answer["units"]] or self._units[token]
            if answer.get("code") == "group-ended" and token in self._alive:
                self._alive.remove(token)

    def _go_on(self, body, token):
        if "sequence" in body:
            body["sequence"] = self._sequence[token]
        for event in body["events"] if isinstance(body.get("events"), list) else []:
            if isinstance(event, dict) and "unitId" in event and self._units[token]:
                event["unitId"] = self._rng.choice(self._units[token])
