"""What the whole suite shares: no network, the command line as a subprocess, and terse ways to make conversations."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread, Timer
from typing import Any

import hypothesis
import pytest
import yaml
from pytest_socket import disable_socket

import caraway_audit
from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit import audit
from caraway_audit.audit.judge import rules_of
from caraway_audit.model import (
    Client,
    Conversation,
    Coverage,
    Finding,
    Message,
    Outcome,
    Role,
    RuleCount,
    RuleFailure,
    Score,
    Status,
    Subject,
    SubjectKind,
    Transcript,
    Verdict,
    Visibility,
)
from caraway_audit.policy.load import Policy, load
from caraway_audit.privacy.detect import Detector
from caraway_audit.reports.data import outcome_row
from caraway_audit.rules.precedence import settle
from caraway_audit.rules.registry import RuleSet

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


# A busy machine is no fault of the code: how long an example takes says nothing here. The suite judges a change by the
# same examples every time; `make fuzz` looks for new ones, and what it finds becomes an @example.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    # spaCy imports urllib3, which probes for IPv6 and takes no for an answer.
    config.addinivalue_line("filterwarnings", "ignore:A test tried to use socket.socket:UserWarning")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test reaches a network; only a browser, which is spoken to on this machine, is marked `enable_socket`."""
    disable_socket(allow_unix_socket=True)


# A child process has no pytest-socket: this audit hook, loaded at its start, refuses the same things there.
_NO_NETWORK = """\
import sys
def _refuse(event, arguments):
    if event == "socket.getaddrinfo" or event == "socket.connect" and not isinstance(arguments[1], (str, bytes)):
        raise RuntimeError("a test reached for the network: " + event)
sys.addaudithook(_refuse)
"""


@pytest.fixture(scope="session")
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment for child processes: no settings of ours, no colours, no network."""
    folder = tmp_path_factory.mktemp("no-network")
    (folder / "sitecustomize.py").write_text(_NO_NETWORK)
    left_out = ("CARAWAY_", "FORCE_COLOR", "NO_COLOR", "CLICOLOR", "COLUMNS", "PYTHONPATH", "CI", "GITHUB_", "TERM")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    here = Path(caraway_audit.__file__).parents[1]  # the package that the tests themselves import, wherever it lies
    return kept | {"PYTHONPATH": os.pathsep.join([str(folder), str(here)])}


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


class Preloaded:
    """Runs of the command line that need not import it anew; see `preloaded.py`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # a message is read as a whole
        with theirs:
            script = Path(__file__).parent / "preloaded.py"
            self._process = subprocess.Popen([sys.executable, script], stdin=theirs, env=environment)
        self._answers = self._ours.makefile()

    def run(self, arguments: Sequence[str], folder: Path, stdin: str) -> Ran:
        """One run, in a process of its own."""
        given = json.dumps({"arguments": arguments, "folder": str(folder), "environment": self._environment})
        with TemporaryFile() as out, TemporaryFile() as err, open_pipe(stdin.encode()) as read:
            socket.send_fds(self._ours, [given.encode()], [read, out.fileno(), err.fileno()])
            child = int(self._answers.readline() or "0")
            assert child, "the process that forks has ended"
            late = Timer(60, os.kill, (child, signal.SIGKILL))
            late.start()
            try:
                code = int(self._answers.readline())
                assert late.is_alive(), f"a minute was not enough for {arguments}"
            finally:
                late.cancel()
            for file in (out, err):
                file.seek(0)
            return Ran(code, out.read().decode(), err.read().decode())

    def end(self) -> None:
        """Let the process go."""
        self._answers.close()
        self._ours.close()
        self._process.wait(10)


@contextmanager
def open_pipe(data: bytes) -> Iterator[int]:
    """The reading end of a pipe that holds some data."""
    read, write = os.pipe()
    writer = Thread(target=_fill, args=(write, data), daemon=True)
    writer.start()
    try:
        yield read
    finally:
        os.close(read)
        writer.join()


def _fill(write: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(write, "wb") as pipe:
        pipe.write(data)


@pytest.fixture(scope="session")
def preloaded(clean_environment: dict[str, str]) -> Iterator[Preloaded]:
    """A process that forks for runs of the command line."""
    process = Preloaded(clean_environment)
    yield process
    process.end()


@pytest.fixture
def cli(tmp_path: Path, clean_environment: dict[str, str], preloaded: Preloaded) -> Callable[..., Ran]:
    """Runs `python -m caraway_audit …` in the test's folder; `env` adds variables, `python` options of the interpreter.

    With either of them the interpreter is started anew.
    """

    def run(*arguments: object, env: dict[str, str] | None = None, python: tuple[str, ...] = (), stdin: str = "") -> Ran:
        if not env and not python:
            return preloaded.run([*map(str, arguments)], tmp_path, stdin)
        command = [sys.executable, *python, "-m", "caraway_audit", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=clean_environment | (env or {}),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def conversation(
    *lines: str,
    identity: str = "c1",
    channel: str = "chat",
    team: str = "Orders",
    client: str = "Ann Bell",
    agent: str = "Dana Whitfield",
    language: str = "en",
    status: Status | None = Status.ENDED,
    start: datetime | None = START,
    step: timedelta = timedelta(seconds=20),
) -> Conversation:
    """A conversation from lines as "client: hello", "agent Hal: hi", "note: rude", "bot: welcome"; no times without `start`."""
    messages: list[Message] = []
    for line in lines:
        head, _, text = line.partition(":")
        word, _, name = head.partition(" ")
        role = Role.AGENT if word == "note" else Role(word)
        visibility = Visibility.INTERNAL if word == "note" else Visibility.PUBLIC
        author = name or {Role.AGENT: agent, Role.CLIENT: client}.get(role, word.title())
        at = start + len(messages) * step if start else None
        messages.append(Message(f"m{len(messages) + 1}", role, author, text.removeprefix(" "), at, visibility))
    return Conversation(identity, tuple(messages), channel, team, language, Client("", (client,) if client else ()), status)


@pytest.fixture(scope="session")
def talk() -> Callable[..., Conversation]:
    """Makes a conversation from lines: see `conversation`."""
    return conversation


class Court:
    """Judges single conversations under a policy: annotated, judged by its rules, and settled, without any files."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.rules: RuleSet = rules_of(policy)
        self._annotators = Annotators(self.rules.need(), Detector(policy.file.privacy.regions), self.rules.annotators)

    def annotated(self, conversation: Conversation, last: datetime | None = None) -> AnnotatedConversation:
        facts = ExportFacts(last=last)
        return next(iter(self._annotators.annotate([conversation], facts, lambda channel: timedelta(hours=24))))

    def __call__(self, conversation: Conversation, *codes: str, last: datetime | None = None) -> list[Outcome]:
        """Outcomes of the rules named (settled among each other), or of all where none is named."""
        seen = self.annotated(conversation, last)
        rules = self.rules.rules_for(conversation.team, conversation.channel)
        return settle(seen, [o for rule in rules if not codes or rule.meta.code in codes for o in rule.check(seen)])

    def verdicts(self, conversation: Conversation, code: str, last: datetime | None = None) -> list[str]:
        """The verdicts of one rule, as "pass", "fail", "not-evaluated"."""
        return [outcome.verdict.value for outcome in self(conversation, code, last=last)]

    def fails(self, conversation: Conversation) -> set[str]:
        """Codes of the rules that fail."""
        return {outcome.rule for outcome in self(conversation) if outcome.verdict is Verdict.FAIL}


@pytest.fixture(scope="session")
def court(make_policy: Callable[..., Policy]) -> Court:
    """The shipped rules, ready to judge."""
    return Court(make_policy())


@pytest.fixture(scope="session")
def court_under(make_policy: Callable[..., Policy]) -> Callable[..., Court]:
    """A court under a policy: `court_under(rules={"CA109": "off"})`."""
    return lambda **content: Court(make_policy(**content))


@pytest.fixture(scope="session")
def make_policy(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Policy]:
    """A policy from keywords, through a file as a user would write it."""

    def make(**content: Any) -> Policy:
        path = tmp_path_factory.mktemp("policy") / "rules.yaml"
        path.write_text(yaml.safe_dump({"caraway": 1} | content, allow_unicode=True), encoding="utf-8")
        return load(str(path))

    return make


def native(conversation: Conversation) -> dict[str, Any]:
    """A conversation as native JSON."""
    return {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "team": conversation.team,
        "client_name": conversation.client.names[0] if conversation.client.names else "",
        "client_id": conversation.client.id,
        "language": conversation.language,
        "status": conversation.status.value if conversation.status else "",
        "messages": [
            {
                "message_id": message.id,
                "timestamp": message.at.isoformat() if message.at else "",
                "role": message.role.value,
                "author": message.author,
                "text": message.text,
                "visibility": message.visibility.value,
            }
            for message in conversation.messages
        ],
    }


@dataclass(frozen=True)
class Audited:
    """An audit's result, held in memory."""

    findings: list[Finding]
    rows: list[dict[str, Any]]
    scores: list[Score]
    counts: Mapping[str, RuleCount]
    failures: list[RuleFailure]
    coverage: Coverage
    transcripts: list[Transcript]
    agents: Mapping[str, tuple[str, ...]]

    def of(self, code: str) -> list[Finding]:
        """Findings of one rule."""
        return [finding for finding in self.findings if finding.rule == code]

    def verdicts(self, code: str, conversation: str = "") -> list[str]:
        """Verdicts of one rule, in order."""
        return [row["verdict"] for row in self.rows if row["rule"] == code and conversation in ("", row["conversation_id"])]

    def score(self, kind: str, name: str, scope: str, key: str) -> Score | None:
        """One score."""
        who = Subject(SubjectKind(kind), name)
        return next((s for s in self.scores if (s.who, s.scope, s.key) == (who, scope, key)), None)


@pytest.fixture
def audited(tmp_path: Path, make_policy: Callable[..., Policy]) -> Callable[..., Audited]:
    """Audits conversations, or files, in this process: `audited(a, b, policy={...}, jobs=2)`."""

    def run(
        *given: Conversation | Path, policy: dict[str, Any] | None = None, codes: Iterable[str] = (), jobs: int = 1
    ) -> Audited:
        conversations = [native(one) for one in given if isinstance(one, Conversation)]
        inputs = [str(one) for one in given if isinstance(one, Path)]
        if conversations:
            export = tmp_path / "export.json"
            export.write_text(json.dumps({"conversations": conversations}, ensure_ascii=True), encoding="utf-8")
            inputs.append(str(export))
        judged_by = make_policy(**(policy or {}))
        rules = rules_of(judged_by, frozenset(codes) or None)
        with audit(inputs, judged_by, rules, jobs=jobs) as result:
            return Audited(
                list(result.findings),
                [outcome_row(outcome, result) for outcome in result.outcomes],
                list(result.scores),
                dict(result.counts),
                list(result.failures),
                result.coverage,
                list(result.transcripts),
                dict(result.agents),
            )

    return run
