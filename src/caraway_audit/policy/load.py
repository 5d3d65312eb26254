"""Finding, reading and merging policies.

All mistakes of a policy come at once, each with file:line:col, the line itself and, where a name is near another, "did
you mean". Loading runs no code: YAML is read with the safe loader.
"""

import difflib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from caraway_audit.errors import PolicyError, UsageError
from caraway_audit.policy.schema import PolicyFile, in_small_letters

ENV = "CARAWAY_CONFIG"
FILE_NAME = "rules.yaml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a policy, and where; `line` and `column` are 1-based."""

    file: str
    line: int
    column: int
    what: str
    text: str = ""

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.what}"
        return f"{head}\n    {self.text.rstrip()}" if self.text.strip() else head


@dataclass
class Document:
    """A YAML file with the place of every value, so that a later check can still point at a line."""

    file: str  # as it is shown
    data: Any
    lines: list[str] = field(repr=False)
    marks: dict[Path_, tuple[int, int]] = field(repr=False)
    mistakes: list[Mistake] = field(default_factory=list)
    path: Path | None = None

    def mistake(self, path: Iterable[str | int], what: str) -> Mistake:
        """A mistake at `path`, or at the nearest value above it that the file has."""
        steps = tuple(path)
        while steps and steps not in self.marks:
            steps = steps[:-1]
        line, column = self.marks.get(steps, (1, 1))
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Mistake(self.file, line, column, what, text)

    def place(self, path: Iterable[str | int]) -> str:
        """file:line of a value, for `config show` and `explain`."""
        steps = tuple(path)
        while steps and steps not in self.marks:
            steps = steps[:-1]
        return f"{self.file}:{self.marks.get(steps, (1, 1))[0]}"


@dataclass(frozen=True)
class Policy:
    """The policy in force: the team's file over those it extends, and where each rule entry comes from."""

    file: PolicyFile
    documents: tuple[Document, ...]  # nearest first
    defaults: bool  # whether the shipped rules are in
    source: str

    @property
    def paths(self) -> list[str]:
        """The files that it was read from."""
        return [str(document.path) for document in self.documents if document.path]

    @property
    def digest(self) -> str:
        """Changes when anything that judges changes (not where the file lies)."""
        text = json.dumps(self.file.model_dump(mode="json", exclude={"gates"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def mistake(self, path: Iterable[str | int], what: str) -> Mistake:
        """A mistake in the document that sets `path`, or the nearest value above it that one sets."""
        steps = tuple(path)
        while steps:
            for document in self.documents:
                if steps in document.marks:
                    return document.mistake(steps, what)
            steps = steps[:-1]
        return self.documents[0].mistake(steps, what) if self.documents else Mistake("default policy", 1, 1, what)

    def origin(self, path: Iterable[str | int]) -> str:
        """Where a value comes from: file:line, or "default"."""
        steps = tuple(path)
        for document in self.documents:
            if steps in document.marks:
                return document.place(steps)
        return "default"


def find(explicit: str | None, start: Path | None = None) -> Path | None:
    """The policy file that counts: `--config`, then $CARAWAY_CONFIG, then `rules.yaml` upward to the repository root."""
    for name, value in (("--config", explicit), (ENV, os.environ.get(ENV))):
        if value:
            if not Path(value).is_file():
                raise UsageError(f"{value}: there is no such policy file ({name}). Write one with `caraway-audit init`.")
            return Path(value)
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        path = candidate / FILE_NAME
        if path.is_file() and _is_ours(path):
            return path
        if (candidate / ".git").exists():
            break
    return None


def _is_ours(path: Path) -> bool:
    """Whether a `rules.yaml` found on the way up is meant for this tool: it says `caraway:` at the top level."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return any(line.startswith("caraway:") or line.lstrip().startswith('{"caraway"') for line in lines)
    except (OSError, UnicodeDecodeError):
        return False


def load(explicit: str | None = None, start: Path | None = None, check: "Check | None" = None) -> Policy:
    """The policy in force; raises `PolicyError` with all mistakes at once.

    `check` finds the mistakes that only its caller can see (in the rules); it is asked where the file itself has some.
    """
    path = find(explicit, start)
    if path is None:
        return Policy(PolicyFile(caraway=1), (), True, "default")
    documents: list[Document] = []
    defaults = _collect(path, _shown(path), documents, [])
    mistakes = [mistake for document in documents for mistake in document.mistakes]
    merged: dict[str, Any] = {}
    for document in reversed(documents):
        if isinstance(document.data, dict):
            mistakes += _validate(document)
            merged = merge(merged, _with_small_channels(document.data))
    merged["extends"] = ["default"] if defaults else []
    if not mistakes:
        return Policy(PolicyFile.model_validate(merged), tuple(documents), defaults, _shown(path))
    if check is not None:
        parts: dict[str, Any] = {"caraway": 1}
        for part in merged.keys() & {"extends", "rules", "overrides"}:  # whichever is well formed by itself
            with suppress(ValidationError):
                PolicyFile.model_validate({"caraway": 1, part: merged[part]})
                parts[part] = merged[part]
        mistakes += check(Policy(PolicyFile.model_validate(parts), tuple(documents), defaults, _shown(path)))
    raise _errors(mistakes)


def _with_small_channels(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document with its channels in small letters, so that "Chat" in one file and "chat" in another are one."""
    with suppress(ValueError):  # told with its place where the document is validated
        return {**data, "channels": in_small_letters(data["channels"])} if "channels" in data else data
    return data


Check = Callable[[Policy], Iterable[Mistake]]


def _errors(mistakes: list[Mistake], where: str = "the policy") -> PolicyError:
    unique = sorted(set(mistakes), key=lambda m: (m.file, m.line, m.column, m.what))
    count = "1 mistake" if len(unique) == 1 else f"{len(unique)} mistakes"
    return PolicyError("\n".join([*map(str, unique), f"{count} in {where}; nothing was audited."]), unique)


def refuse(mistakes: list[Mistake], where: str = "the policy") -> None:
    """Raise one `PolicyError` with all of `mistakes`, if there are any; `where` says whose they are."""
    if mistakes:
        raise _errors(mistakes, where)


def _shown(path: Path) -> str:
    """A file in, below or above the working folder as it lies from there, so that a stranger's policy further up is seen as
    such; any other by its name."""
    path, here = path.resolve(), Path.cwd()
    near = path.is_relative_to(here) or here.is_relative_to(path.parent)
    return os.path.relpath(path, here) if near else path.name


def _collect(path: Path, shown: str, documents: list[Document], above: list[Path]) -> bool:
    """Read a policy and those it extends, nearest first; returns whether the shipped rules are among them."""
    document = read_yaml(path, shown)
    document.path = path
    documents.append(document)
    if document.data is None and not document.mistakes:
        document.mistakes.append(Mistake(shown, 1, 1, "the file is empty; it must say at least `caraway: 1`"))
    if not isinstance(document.data, dict):
        return True
    extends = document.data.get("extends", ["default"])
    names = [extends] if isinstance(extends, str) else extends if isinstance(extends, list) else ["default"]
    defaults = False
    for position, name in enumerate(names):
        if name == "default":
            defaults = True
            continue
        parent = path.parent / str(name)
        if not parent.is_file():
            document.mistakes.append(document.mistake(("extends", position), f"{name}: there is no such file to extend"))
        elif parent.resolve() in [one.resolve() for one in (*above, path)]:
            document.mistakes.append(document.mistake(("extends", position), f"{name} extends itself in a circle"))
        else:
            defaults |= _collect(parent, _shown(parent), documents, [*above, path])
    return defaults


def read_yaml(path: Path, shown: str) -> Document:
    """A YAML file with its marks; what cannot be read becomes a mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Document(shown, None, [], {}, [Mistake(shown, 1, 1, f"cannot be read: {reason}")])
    return parse_yaml(text, shown)


def parse_yaml(text: str, shown: str) -> Document:
    """As `read_yaml`, from text."""
    lines = text.splitlines()
    document = Document(shown, None, lines, {})
    try:
        loader = _LOADER(text)
        node = loader.get_single_node()
        if node is not None:
            _mark(node, (), document)
            document.data = loader.construct_document(node)
            if not isinstance(document.data, dict):
                document.mistakes.append(Mistake(shown, 1, 1, "a policy is a mapping; begin with `caraway: 1`", lines[0]))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        line = min(line, max(len(lines), 1))
        what = f"not valid YAML: {error.problem or error.context or 'unreadable'}"
        document.mistakes.append(Mistake(shown, line, column, what, lines[line - 1] if lines else ""))
    except (yaml.YAMLError, ValueError) as error:
        document.mistakes.append(Mistake(shown, 1, 1, f"not valid YAML: {str(error).splitlines()[0]}"))
    return document


_DEEPEST, _MOST = 40, 200_000


def _mark(node: yaml.Node, path: Path_, document: Document) -> None:
    if len(path) > _DEEPEST or len(document.marks) > _MOST:
        raise yaml.YAMLError("the file is nested too deeply, or a value contains itself")
    document.marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else str(key.start_mark.line)
            here = (*path, name)
            document.marks[here] = (key.start_mark.line + 1, key.start_mark.column + 1)
            if name in seen:
                document.mistakes.append(document.mistake(here, f"“{name}” stands here a second time"))
            seen.add(name)
            _mark(value, here, document)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _mark(item, (*path, position), document)


def _validate(document: Document) -> list[Mistake]:
    try:
        PolicyFile.model_validate(document.data)
    except ValidationError as error:
        return [document.mistake(item["loc"], _explain(item, PolicyFile)) for item in error.errors()]
    return []


def _explain(item: Mapping[str, Any], model: type[BaseModel]) -> str:
    location, kind = item["loc"], item["type"]
    name = str(location[-1]) if location else ""
    if kind == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return f"unknown key “{name}”{suggest(name, known)}"
    if kind == "missing":
        return f"“{name}” is missing" + ("; write `caraway: 1` at the top" if name == "caraway" else "")
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"“{name}”: {message[0].lower()}{message[1:]}" if name else message


def suggest(name: str, known: Iterable[str]) -> str:
    """`; did you mean “x”?` for the nearest known name, or the list of known ones where it is short."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1, 0.6)
    if near:
        return f"; did you mean “{near[0]}”?"
    return f"; known here: {', '.join(names)}" if names and len(names) <= 12 else ""


def _fields_at(model: type[BaseModel], location: Iterable[str | int]) -> list[str]:
    """The keys that the schema knows at a place: follows models through tuples and dicts."""
    current: Any = model
    for step in location:
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            arguments = [a for a in getattr(current, "__args__", ()) if isinstance(a, type) and issubclass(a, BaseModel)]
            current = arguments[-1] if arguments else None
            continue
        info = current.model_fields.get(str(step))
        current = info.annotation if info else None
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        arguments = [a for a in getattr(current, "__args__", ()) if isinstance(a, type) and issubclass(a, BaseModel)]
        current = arguments[-1] if arguments else None
    return list(current.model_fields) if current else []


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: mappings merge key by key, everything else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = merge(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return merged


def packaged(package: str, name: str, shown: str = "") -> Document:
    """A YAML file that is shipped inside a package; `shown` is how mistakes name it."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return parse_yaml(text, shown or name)
