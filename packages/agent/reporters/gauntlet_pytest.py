"""Plugin for pytest 6 and later: appends report lines to the file named by GAUNTLET_REPORT.

Loaded with ``-p gauntlet_pytest``. One ``os.write`` a line, so that a crash right after it loses
nothing. With ``--collect-only`` it writes what there is to run instead: one line a file. Under
pytest-xdist only the controller writes; what the workers know of a failure travels with the report.

Counts as pytest itself counts: a test that passed and whose teardown failed is a pass and an error.
"""

import json
import os
import time

import pytest

NAME_LIMIT = 1048576
TEXT_LIMIT = 262144
VALUE_LIMIT = 16384
NOT_TAGS = {"parametrize", "usefixtures", "filterwarnings", "skip", "skipif", "xfail"}


def cut(text, limit):
    if text is None:
        return None
    text = str(text)
    return text if len(text) <= limit else "%s\n[cut: %d characters]" % (text[:limit], len(text))


def show(value):
    try:
        return cut(value if isinstance(value, str) else repr(value), VALUE_LIMIT)
    except Exception as error:  # a broken __repr__ must not hide the failure it belongs to
        return "(%s in __repr__)" % type(error).__name__


class ReportFile:
    def __init__(self, path):
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def append(self, **line):
        kept = {key: value for key, value in line.items() if value is not None}
        data = (json.dumps(kept) + "\n").encode("utf-8", "replace")
        while data:
            data = data[os.write(self._descriptor, data) :]


def root_of(config):
    return str(getattr(config, "rootpath", None) or config.rootdir)


def path_of(config, nodeid):
    return os.path.normpath(os.path.join(root_of(config), nodeid.split("::", 1)[0]))


def names_of(nodeid):
    """The names of the classes around a test, and its own with its parameters."""
    head, bracket, parameters = nodeid.partition("[")
    parts = head.split("::")[1:]
    if not parts:
        return [], nodeid
    return parts[:-1], parts[-1] + bracket + parameters


def crash_message(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return cut(crash.message, TEXT_LIMIT)
    text = report.longreprtext.strip()
    errors = [line[2:].strip() for line in text.splitlines() if line.startswith("E ")]
    return cut(errors[-1] if errors else text.split("\n")[0], TEXT_LIMIT)


def skip_reason(report):
    if hasattr(report, "wasxfail"):
        return report.wasxfail
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].replace("Skipped: ", "", 1)
    return None


def captured(report):
    parts = [report.capstdout, report.capstderr, report.caplog]
    return cut("\n".join(part for part in parts if part), TEXT_LIMIT) or None


class Details:
    """Where the tests run: attaches to a report what only the process of the test knows."""

    def __init__(self):
        self._assertions = []

    def pytest_assertrepr_compare(self, op, left, right):
        self._assertions.append({"type": op, "expected": show(right), "actual": show(left), "passed": False})

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        report = outcome.get_result()
        report.gauntlet_tags = sorted({mark.name for mark in item.iter_markers()} - NOT_TAGS)
        if report.failed:
            report.gauntlet_assertions = self._assertions[-1:]
        self._assertions = []


class Progress:
    """How far a file is: its tests that are still to end, and when it began."""

    def __init__(self):
        self.left = set()
        self.begun = None
        self.ended = False


class Reporter:
    def __init__(self, config, report_file):
        self._config = config
        self._file = report_file
        self._files = {}
        self._cases = {}
        self._broken = set()

    def _progress(self, path):
        return self._files.setdefault(path, Progress())

    def _expect(self, nodeids):
        for nodeid in nodeids:
            self._progress(path_of(self._config, nodeid)).left.add(nodeid)

    def pytest_collectreport(self, report):
        if report.passed or report.nodeid in self._broken:
            return
        self._broken.add(report.nodeid)
        path = path_of(self._config, report.nodeid)
        names = report.nodeid.split("::")
        self._file.append(
            type="case",
            file=path,
            suite=names[1:],
            name=names[0],
            status="skipped" if report.skipped else "error",
            message=skip_reason(report) if report.skipped else crash_message(report),
            stack=None if report.skipped else cut(report.longreprtext, TEXT_LIMIT),
        )

    def pytest_collection_finish(self, session):
        self._expect(item.nodeid for item in session.items)
        self._end_files_without_tests()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self._expect(ids)

    def _end_files_without_tests(self):
        for nodeid in sorted(self._broken):
            path = path_of(self._config, nodeid)
            if not self._progress(path).left:
                self._end(path)

    def pytest_runtest_logstart(self, nodeid):
        progress = self._progress(path_of(self._config, nodeid))
        if progress.begun is None:
            progress.begun = time.time()
            self._file.append(type="file-state", file=path_of(self._config, nodeid), state="started")

    def pytest_runtest_logreport(self, report):
        if type(report).__name__ == "SubtestReport" or hasattr(report, "context"):
            return  # pytest fails the test itself when one of its subtests failed
        case = self._cases.setdefault(report.nodeid, {"durationMs": 0, "retries": 0, "output": None})
        case["durationMs"] += max(0, report.duration) * 1000
        case["output"] = captured(report) or case["output"]
        if report.outcome == "rerun":
            case["retries"] += 1
        elif report.when == "teardown":
            self._finish(report, case)
        elif report.when == "call" or not report.passed:
            case.update(self._told_by(report))

    def _told_by(self, report):
        if report.failed:
            return {
                "status": "error" if report.when == "setup" else "failed",
                "message": crash_message(report),
                "stack": cut(report.longreprtext, TEXT_LIMIT),
                "assertions": getattr(report, "gauntlet_assertions", []),
                "tags": [],
            }
        if report.skipped:
            tags = ["xfail"] if hasattr(report, "wasxfail") else []
            return {"status": "skipped", "message": skip_reason(report), "tags": tags}
        return {"status": "passed", "tags": ["xpass"] if hasattr(report, "wasxfail") else []}

    def _finish(self, report, case):
        if "status" not in case:
            return  # the last try has not been made yet
        del self._cases[report.nodeid]
        suite, name = names_of(report.nodeid)
        path = path_of(self._config, report.nodeid)
        case["tags"] = getattr(report, "gauntlet_tags", []) + case["tags"]
        case["flaky"] = case["status"] == "passed" and case["retries"] > 0
        place = {"file": path, "suite": suite, "line": self._line_of(report)}
        self._file.append(type="case", name=cut(name, NAME_LIMIT), **dict(case, **place))
        if report.failed:
            self._file.append(
                type="case",
                name=cut(name, NAME_LIMIT - 100) + " (teardown)",
                status="error",
                message=crash_message(report),
                stack=cut(report.longreprtext, TEXT_LIMIT),
                tags=["teardown"],
                **place
            )

    def _line_of(self, report):
        file, line, _ = report.location
        if line is None or path_of(self._config, file) != path_of(self._config, report.nodeid):
            return None
        return line + 1

    def pytest_runtest_logfinish(self, nodeid):
        path = path_of(self._config, nodeid)
        progress = self._progress(path)
        if nodeid in self._cases:
            return  # to be tried again
        progress.left.discard(nodeid)
        if not progress.left:
            self._end(path)

    def _end(self, path):
        progress = self._progress(path)
        if progress.ended:
            return
        progress.ended = True
        took = None if progress.begun is None else (time.time() - progress.begun) * 1000
        self._file.append(type="file-end", file=path, durationMs=took)

    def pytest_internalerror(self, excrepr):
        self._file.append(type="problem", message=cut("pytest failed: %s" % excrepr, TEXT_LIMIT))

    def pytest_sessionfinish(self, session, exitstatus):
        self._end_files_without_tests()
        if int(exitstatus) not in (2, 3, 4):
            self._file.append(type="end")


class Lister:
    """With --collect-only: one line a file, with the number of its tests or why it has none."""

    def __init__(self, config, report_file):
        self._config = config
        self._file = report_file
        self._without_tests = {}

    def pytest_collectreport(self, report):
        if not report.passed and "::" not in report.nodeid:
            self._without_tests[path_of(self._config, report.nodeid)] = True

    def pytest_collection_finish(self, session):
        counts = {}
        for item in session.items:
            path = path_of(self._config, item.nodeid)
            counts[path] = counts.get(path, 0) + 1
        for path in sorted(set(counts) | set(self._without_tests)):
            known = None if path in self._without_tests else counts[path]
            self._file.append(file=path, tests=known)


def pytest_configure(config):
    path = os.environ.get("GAUNTLET_REPORT")
    if not path:
        return
    config.pluginmanager.register(Details(), "gauntlet-details")
    if hasattr(config, "workerinput"):
        return
    reporter = Lister if config.option.collectonly else Reporter
    config.pluginmanager.register(reporter(config, ReportFile(path)), "gauntlet-reporter")
