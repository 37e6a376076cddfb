"""Requests of the run's own, beside those that are thought up."""

import json
import urllib.request


def create_ask(base, token):
    def ask(method, path, body=None, headers=None):
        """@returns the answer, parsed. Raises HTTPError for a refusal."""
        return json.load(send(method, path, body, headers))

    def send(method, path, body=None, headers=None):
        given = {"accept": "application/json", "authorization": f"Bearer {token}", **(headers or {})}
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            given["content-type"] = "application/json"
        return urllib.request.urlopen(urllib.request.Request(base + path, data, given, method=method), timeout=20)

    ask.send = send
    return ask
