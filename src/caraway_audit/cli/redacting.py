"""`redact`: a clean copy of an export, and what was replaced in it."""

from pathlib import Path

from caraway_audit.cli.auditing import all_readers, load_policy
from caraway_audit.cli.console import out, tell, told_after
from caraway_audit.errors import ExitCode, UsageError
from caraway_audit.privacy.pseudonyms import usable
from caraway_audit.redact import Redacted, Style, redact


def redact_command(path: str, target: str, style: str, key_file: str | None, config: str | None, *, quiet: bool) -> int:
    """Write the copy and tell what was replaced; returns the exit code."""
    try:
        wanted = Style(style)
    except ValueError:
        raise UsageError(f"--style {style}: there is no such style; write label, mask or pseudonym.") from None
    if key_file is not None and wanted is not Style.PSEUDONYM:
        raise UsageError("--key-file: only pseudonyms have a key; add --style pseudonym.")
    key = _key(Path(key_file)) if key_file is not None else b""
    besides = [Path(key_file)] if key_file is not None else []
    policy = load_policy(config)
    done = redact(Path(path), Path(target), policy, wanted, key, all_readers(), besides)
    if not done.knows_agents:
        named = policy.file.firm.domains or policy.file.firm.addresses or policy.file.roster
        why = "no mail is from an agent whom the policy names" if named else "nothing says who the agents are"
        tell(
            f"{done.source}: {why}, so that everybody who wrote was replaced as a client. "
            "Set `firm: {domains: […]}` in the policy, or list them under `addresses` or `roster`."
        )
    if done.damaged:
        what = f"{done.damaged:,} bytes that are no text in its encoding are “\ufffd” in the copy"
        tell(f"{done.source}: {what}; export it again as UTF-8.")
    if not quiet:
        with told_after([("copy", Path(target))]):
            _summary(done, target)
    return ExitCode.CLEAN


def _key(path: Path) -> bytes:
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"--key-file {path.name}: cannot be read ({error.strerror}).") from None
    return usable(key, f"--key-file {path.name}")


def _summary(done: Redacted, target: str) -> None:
    from caraway_audit.reports.wording import clean, count

    console = out()
    values = count(sum(done.counts.values()), "value")
    console.print(f"{values} replaced in {count(done.conversations, 'conversation')} ({count(done.messages, 'message')}):")
    for kind, number in sorted(done.counts.items(), key=lambda one: (-one[1], one[0])):
        console.print(f"  {number:>7,}  {kind}")
    console.print(f"The copy is in {clean(target)}; read again, nothing more was found in it.", markup=False)
