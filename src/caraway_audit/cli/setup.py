"""`init`, `config` and `doctor`: set up and diagnose."""

import json
import re
import sys
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path

from caraway_audit import __version__
from caraway_audit.audit import rules_of
from caraway_audit.cli.auditing import load_policy
from caraway_audit.cli.console import err, out
from caraway_audit.errors import CarawayError, ExitCode, UsageError
from caraway_audit.policy.load import Policy
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.scratch import remedy_for


def init_command(path: str, force: bool) -> int:
    """Write the starter policy."""
    target = Path(path)
    if target.is_dir():
        target = target / "rules.yaml"
    if target.exists() and not force:
        raise UsageError(f"{target} exists already; --force replaces it.")
    try:
        target.write_text(starter(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be written ({error.strerror}). {remedy_for(error)}, or name another file."
        ) from error
    err().print(
        f"Wrote {target}. Adapt it, then try `caraway-audit config show` and `caraway-audit inspect FILE`.", markup=False
    )
    return ExitCode.CLEAN


def starter() -> str:
    """A policy that changes nothing yet: the example with all that is the invented firm's behind a #."""
    lines = example_policy().splitlines()
    body = lines[lines.index("") + 1 :]
    made, firms = [*_HEAD], False
    for line in body:
        if line[:1].isalpha():
            firms = line.split(":")[0] not in _OF_ANYBODY
        made.append(f"# {line}" if firms and line and not line.lstrip().startswith("#") else line)
    return "\n".join(made) + "\n"


_HEAD = (
    "# A team's policy. It says only what differs from the shipped rules (`caraway-audit rules` lists them, `caraway-audit",
    "# explain CA403` shows one with its settings). Take the # from what you need, and put your own firm in its place.",
    "",
)
_OF_ANYBODY = frozenset({"caraway", "extends", "gates"})


def example_policy() -> str:
    """The text of `rules.yaml` at the root of the project, inside the wheel under another name."""
    packaged = resources.files("caraway_audit.policy").joinpath("starter.yaml")
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "rules.yaml").read_text(encoding="utf-8")  # an editable install


def show_command(config: str | None) -> int:
    """Print the policy in force."""
    import yaml

    policy = load_policy(config)
    rules_of(policy)  # a rule that nobody knows, or a setting that it has not, is refused here as it is in an audit
    console = out()
    console.print(f"# policy {policy.source}, digest {policy.digest}", markup=False)
    document = policy.file.model_dump(mode="json")
    for key, value in document.items():
        text = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=110).rstrip()
        origin = policy.origin((key,))
        console.print(
            f"{text}    # {origin}" if "\n" not in text else f"# {key}: {origin}\n{text}", markup=False, soft_wrap=True
        )
    return ExitCode.CLEAN


def schema_command() -> int:
    """Print the schema."""
    schema = PolicyFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "caraway-audit policy"
    print(json.dumps(schema, indent=1, ensure_ascii=False))  # noqa: T201
    return ExitCode.CLEAN


def _needed() -> list[str]:
    """The packages that this one says it needs, but for those of extras."""
    required = metadata.requires("caraway-audit") or []
    return [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in required if "extra ==" not in one]


def doctor_command(config: str | None) -> int:
    """Check what an audit needs; exit 2 where something is missing."""
    failed = False

    def line(good: bool, text: str) -> None:
        nonlocal failed
        failed |= not good
        out().print(f"{'ok  ' if good else 'FAIL'} {text}", markup=False)

    line(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}, caraway-audit {__version__}")
    for name in _needed():
        try:
            line(True, f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            line(False, f"{name} is not installed; reinstall caraway-audit")
    policy = _policy(config, line)
    if policy is not None:
        try:
            from caraway_audit.audit import rules_of

            rules = rules_of(policy)
            line(True, f"{len(rules.metas)} rules in force ({len(rules.off)} off), policy {policy.source}")
        except CarawayError as error:
            line(False, str(error))
    line(*_detector_works())
    line(True, "no model to download, no network used: everything runs from the installed packages")
    return ExitCode.USAGE if failed else ExitCode.CLEAN


def _policy(config: str | None, line: Callable[[bool, str], None]) -> Policy | None:
    try:
        return load_policy(config)
    except CarawayError as error:
        line(False, str(error))
        return None


def _detector_works() -> tuple[bool, str]:
    from caraway_audit.privacy.detect import Detector

    try:
        kinds = {entity.kind for entity in Detector().detect("IBAN DE89370400440532013000, mail ann@mail.example")}
    except Exception as error:
        return False, f"presidio does not start: {type(error).__name__}; reinstall presidio-analyzer"
    good = {"IBAN_CODE", "EMAIL_ADDRESS"} <= kinds
    return good, "personal data is found (presidio started, offline)" if good else "personal data is not found as it should be"
