"""What there really is behind the API: found by walking its lists, and learned from answers on the way.

A path that ends in a parameter belongs to the list it begins with: `/executions/{id}` to the items of
`/executions`, whose `executionId` it is. Nothing here names a resource, so new ones are found as well.
"""

import re
import threading
import urllib.error
from collections import defaultdict

PARAMETER = re.compile(r"\{(\w+)\}")
CODES = ("deviceCode", "userCode")
# How often a thing is asked for where it was seen, rather than below where its parent was.
WHOLE = 0.7
# A few of each are as good as all; the newest stay.
MOST = 40
DEEP = 3


def singular(word):
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def camel(word):
    first, *rest = word.split("-")
    return first + "".join(part.capitalize() for part in rest)


def addresses_in(path):
    """Its beginnings that end in a parameter."""
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end, part in enumerate(parts) if PARAMETER.fullmatch(part)]


def own_id(collection):
    return camel(singular(collection.rsplit("/", 1)[-1])) + "Id"


class RealThings:
    def __init__(self, paths, ask):
        self._lock = threading.Lock()
        self._templates = list(paths)
        # With those that have no operation of their own: `/deliveries/{id}` of `/deliveries/{id}/replay`.
        self._addresses = sorted({address for path in paths for address in addresses_in(path)})
        self._paths = paths
        self._ask = ask
        # By the name of a property: `executionId`, `nextCursor`.
        self._named = defaultdict(list)
        # By the template of a path: what its parameters are together.
        self._placed = defaultdict(list)

    def walk(self):
        """Reads every list, from the outside to the inside."""
        for template in sorted(self._templates, key=lambda each: (len(PARAMETER.findall(each)), len(each))):
            if "get" in self._paths[template] and not self._is_stream(template):
                above = template if self._placed[template] else self._nearest(template)
                for given in self._placed[above][:DEEP] if above else [{}]:
                    if set(PARAMETER.findall(template)) != set(given):
                        continue
                    self.learn(template, given, self._read(template.format(**given)))

    def learn(self, template, given, answer):
        """@param answer the body of a success, parsed"""
        if not isinstance(answer, dict):
            return
        with self._lock:
            for item in answer["items"] if isinstance(answer.get("items"), list) else [answer]:
                if isinstance(item, dict):
                    self._remember(item)
                    self._place(template, given, item)
            if isinstance(answer.get("nextCursor"), str):
                add(self._named["cursor " + template], answer["nextCursor"])

    def hear(self, case, answer):
        """@param answer the body of a success, parsed"""
        template, given = case.operation.path, dict(case.path_parameters or {})
        if case.method.upper() == "DELETE":
            self._forget(template, given)
            return
        if given:
            with self._lock:
                add(self._placed[template], given)
        self.learn(template, given, answer)

    def _forget(self, template, given):
        """With all that was below it."""
        with self._lock:
            for each in self._placed:
                if each == template or each.startswith(template + "/"):
                    self._placed[each] = [known for known in self._placed[each] if not given.items() <= known.items()]

    def at(self, template, rng):
        """Parameters of the path that name something: as many as are known."""
        with self._lock:
            if self._placed[template] and rng.random() < WHOLE:
                return dict(rng.choice(self._placed[template]))
            parent = self._nearest(template)
            given = dict(rng.choice(self._placed[parent])) if parent else {}
            for name in PARAMETER.findall(template):
                known = self._named.get(name) or self._named.get(name + "Id")
                if name not in given and known:
                    given[name] = rng.choice(known)
            return given

    def named(self, name, rng):
        """Also by the end of its name: a `failureCauseId` is a `causeId`."""
        with self._lock:
            known = self._named.get(name) or []
            if not known and name.endswith("Id"):
                known = [each for end, all_ in self._named.items() if name.lower().endswith(end.lower()) for each in all_]
            return rng.choice(known) if known else None

    def all(self, name):
        with self._lock:
            return list(self._named.get(name, []))

    def _nearest(self, template):
        """`/executions/{id}/cancel` takes what `/executions/{id}` takes."""
        wanted = PARAMETER.findall(template)
        known = [
            each
            for each in self._placed
            if self._placed[each]
            and template.startswith(each + "/")
            and PARAMETER.findall(each) == wanted[: len(PARAMETER.findall(each))]
        ]
        return max(known, key=len, default=None)

    def _remember(self, item, depth=0):
        for name, value in item.items():
            if isinstance(value, str) and (name.endswith("Id") or name in CODES):
                add(self._named[name], value)
            elif isinstance(value, dict) and depth < DEEP:
                self._remember(value, depth + 1)

    def _place(self, template, given, item):
        for below in self._addresses:
            last = re.fullmatch(r"/\{(\w+)\}", below.removeprefix(template)) if below.startswith(template) else None
            value = self._name_of(template, last.group(1), item) if last else None
            if value is not None:
                add(self._placed[below], {**given, last.group(1): value})
        # What is listed below another thing may have an address of its own: `/artifacts/{id}`.
        for below in self._addresses:
            if below.endswith("/{id}") and PARAMETER.findall(below) == ["id"]:
                value = item.get(own_id(below.removesuffix("/{id}")))
                if isinstance(value, str):
                    add(self._placed[below], {"id": value})

    def _name_of(self, template, parameter, item):
        """`/secrets/{name}` has the name itself; `/failure-causes/{id}` the `failureCauseId`, or the `causeId`."""
        own = own_id(template)
        names = [parameter, own] + [name for name in item if name.endswith("Id") and own.lower().endswith(name.lower())]
        return next((item[name] for name in names if isinstance(item.get(name), str)), None)

    def _is_stream(self, template):
        content = self._paths[template]["get"].get("responses", {}).get("200", {}).get("content", {})
        return bool(content) and "application/json" not in content

    def _read(self, path):
        try:
            return self._ask("GET", path)
        except (urllib.error.HTTPError, ValueError):
            return None  # One that asks for more than its path: the fuzzing will see it.


def add(known, value):
    if value in known:
        return
    known.append(value)
    if len(known) > MOST:
        del known[MOST // 2]
