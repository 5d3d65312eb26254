"""The command line: typer wiring only. Each command's module is imported when the command runs.

Findings go to stdout, everything else to stderr. Whatever goes wrong ends in a line that says what to do, and in one of the
exit codes of `errors.ExitCode`.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from caraway_audit import __version__
from caraway_audit.errors import CarawayError, ExitCode, IncompleteError
from caraway_audit.scratch import NO_ROOM

app = typer.Typer(
    name="caraway-audit",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Audit customer-service conversations against the Caraway Code of Conduct: offline, explained, masked.",
)
config_app = typer.Typer(no_args_is_help=True, help="Show the policy in force, or the schema of a policy.")
app.add_typer(config_app, name="config")

Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Policy file. Default: $CARAWAY_CONFIG, then rules.yaml here or above."),
]
Select = Annotated[list[str], typer.Option("--select", metavar="RULE", help="Only these rules: code, prefix (CA3) or name.")]
Extend = Annotated[list[str], typer.Option("--extend-select", metavar="RULE", help="These rules too.")]
Ignore = Annotated[list[str], typer.Option("--ignore", metavar="RULE", help="All but these rules.")]
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT…", help="Exports: CSV, JSON, JSONL or mbox files, folders of them, or - for stdin."),
]
Output = Annotated[
    list[str],
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT=PATH",
        help="One report: html, markdown, json, outcomes, findings-csv, scores-csv, folder. PATH - is stdout.",
    ),
]
Agent = Annotated[list[str], typer.Option("--agent", metavar="NAME", help="Only this agent, by name or alias of the roster.")]
Team = Annotated[list[str], typer.Option("--team", metavar="NAME", help="Only conversations of this team.")]
_TIMES = "a date, a time, or 7d before the export's last message"
Since = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help=f"Only conversations whose last message is from {_TIMES} on.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="WHEN", help=f"Only conversations whose last message is up to {_TIMES}.")
]
_COUNTS = "Counts agents', teams' and data findings, and clients' personal values; never a client's conduct."
MinConfidence = Annotated[
    str | None,
    typer.Option("--min-confidence", metavar="LEVEL", help="Less sure findings do not count: high, medium (default), low."),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit 0 instead of 1 (never instead of 2 or 3).")]
Jobs = Annotated[int, typer.Option("-j", "--jobs", min=1, max=128, help="Worker processes.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"caraway-audit {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Audit customer-service conversations against the Caraway Code of Conduct: offline, explained, masked."""


@app.command()
def audit(
    inputs: Inputs,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="Write all reports into this folder.")] = None,
    output: Output = [],
    config: Config = None,
    select: Select = [],
    extend_select: Extend = [],
    ignore: Ignore = [],
    agent: Agent = [],
    team: Team = [],
    since: Since = None,
    until: Until = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="SEVERITY", help=f"Exit 1 on findings of this severity (critical, major, minor) or worse. {_COUNTS}"
        ),
    ] = None,
    min_confidence: MinConfidence = None,
    exit_zero: ExitZero = False,
    jobs: Jobs = 1,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary and no progress.")] = False,
) -> None:
    """Audit exports and write reports."""
    from caraway_audit.cli.auditing import audit_command

    selection = (tuple(select), tuple(extend_select), tuple(ignore))
    options = {"fail_on": fail_on, "min_confidence": min_confidence or "medium", "exit_zero": exit_zero}
    narrow = (tuple(agent), tuple(team), since, until)
    _carry_out(audit_command, inputs, out, output, config, selection, narrow=narrow, jobs=jobs, quiet=quiet, **options)


@app.command()
def check(
    path: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A transcript; - or nothing reads what is piped or pasted.")
    ] = "-",
    config: Config = None,
    select: Select = [],
    ignore: Ignore = [],
    agent: Agent = [],
    fail_on: Annotated[
        str, typer.Option(metavar="SEVERITY", help=f"Exit 1 on findings of this severity or worse. {_COUNTS}")
    ] = "major",
    min_confidence: MinConfidence = None,
    exit_zero: ExitZero = False,
) -> None:
    """Check your own transcript: what to look at, why, and better words."""
    from caraway_audit.cli.checking import check_command

    options = {"fail_on": fail_on, "min_confidence": min_confidence or "medium", "exit_zero": exit_zero}
    _carry_out(check_command, path, config, (tuple(select), (), tuple(ignore)), agents=tuple(agent), **options)


@app.command()
def gate(
    inputs: Inputs,
    output: Output = [],
    config: Config = None,
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME", help="A gate of the policy (`gates:`); options here go before it.")
    ] = None,
    select: Select = [],
    extend_select: Extend = [],
    ignore: Ignore = [],
    agent: Agent = [],
    team: Team = [],
    since: Since = None,
    until: Until = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help=f"Findings of this severity (default major) or worse fail. {_COUNTS}")
    ] = None,
    min_confidence: MinConfidence = None,
    exit_zero: ExitZero = False,
    jobs: Jobs = 1,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No verdict and no progress, only the exit code.")] = False,
) -> None:
    """Pass or fail an export, for CI: exit 1 on findings at or over the threshold."""
    from caraway_audit.cli.gating import gate_command

    selection = (tuple(select), tuple(extend_select), tuple(ignore))
    narrow = (tuple(agent), tuple(team), since, until)
    options = {"fail_on": fail_on, "min_confidence": min_confidence, "preset": preset, "exit_zero": exit_zero, "jobs": jobs}
    _carry_out(gate_command, inputs, output, config, selection, narrow=narrow, quiet=quiet, **options)


@app.command()
def redact(
    path: Annotated[str, typer.Argument(metavar="INPUT", help="One export: CSV, JSON, JSONL, mbox or a plain transcript.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where the copy goes (.gz packs it).")],
    style: Annotated[
        str, typer.Option("--style", metavar="STYLE", help="label: \\[phone]; mask: *****; pseudonym: \\[phone-4kx2mzq7].")
    ] = "label",
    key_file: Annotated[
        str | None,
        typer.Option("--key-file", metavar="FILE", help="The key of pseudonyms, to keep them from export to export."),
    ] = None,
    config: Config = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary.")] = False,
) -> None:
    """Write a clean copy of an export in its own format, every personal value replaced."""
    from caraway_audit.cli.redacting import redact_command

    _carry_out(redact_command, path, out, style, key_file, config, quiet=quiet)


@app.command()
def inspect(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE…", help="Exports to look at, or - for stdin.")],
    config: Config = None,
) -> None:
    """Show what would be read, before anyone is judged."""
    from caraway_audit.cli.inspecting import inspect_command

    _carry_out(inspect_command, inputs, config)


@app.command()
def rules(
    config: Config = None,
    select: Select = [],
    extend_select: Extend = [],
    ignore: Ignore = [],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the rules in force."""
    from caraway_audit.cli.catalogue import rules_command

    _carry_out(rules_command, config, (tuple(select), tuple(extend_select), tuple(ignore)), as_json)


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Code or name, as CA403 or blame.")],
    config: Config = None,
    full: Annotated[bool, typer.Option("--full", help="Long lists of words, too.")] = False,
) -> None:
    """Explain one rule: clause, reason, examples, settings and where each comes from."""
    from caraway_audit.cli.catalogue import explain_command

    _carry_out(explain_command, rule, config, full)


@app.command("test-rules")
def test_rules(
    config: Config = None,
    select: Select = [],
    extend_select: Extend = [],
    ignore: Ignore = [],
) -> None:
    """Run every rule's own examples, a team's rules and those of packages too."""
    from caraway_audit.cli.catalogue import test_rules_command

    _carry_out(test_rules_command, config, (tuple(select), tuple(extend_select), tuple(ignore)))


@app.command()
def init(
    path: Annotated[str, typer.Argument(metavar="[FILE]", help="Where to write it.")] = "rules.yaml",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a commented policy to start from."""
    from caraway_audit.cli.setup import init_command

    _carry_out(init_command, path, force)


@config_app.command("show")
def config_show(config: Config = None) -> None:
    """Print the policy in force, each setting with its origin."""
    from caraway_audit.cli.setup import show_command

    _carry_out(show_command, config)


@config_app.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of a policy file."""
    from caraway_audit.cli.setup import schema_command

    _carry_out(schema_command)


@app.command()
def doctor(config: Config = None) -> None:
    """Check the installation: packages, plugins, policy, and that nothing here needs a network."""
    from caraway_audit.cli.setup import doctor_command

    _carry_out(doctor_command, config)


def _carry_out(command: Callable[..., int], *arguments: Any, **options: Any) -> NoReturn:
    """Run a command's function and end with its code; here, since typer has its own ideas of Ctrl-C and closed pipes."""
    for name in ("SIGTERM", "SIGHUP"):  # as Ctrl-C: scratch files hold raw text and must go
        # What `nohup` told the process to ignore stays ignored: a nightly job outlives the terminal that began it.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows “?” and the run goes on
    try:
        code = command(*arguments, **options)
        sys.stdout.flush()
    except CarawayError:
        raise
    except KeyboardInterrupt:
        typer.echo("caraway-audit: interrupted; each report is the old one or the new one, whole.", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:
        from caraway_audit.cli.console import silence

        silence(sys.stdout)  # whoever read our output has seen enough
        raise typer.Exit(ExitCode.CLEAN) from None
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM and not error.filename:
            # Whoever writes to a file says which; what is left is what was being shown.
            from caraway_audit.cli.console import silence

            silence(sys.stdout)
            what = f"standard output: cannot be written ({error.strerror})"
            raise IncompleteError(f"{what}. Send it to a place with room; nothing else was written.") from None
        # Never a traceback: it may quote a message, and its exit code would say "findings".
        raise IncompleteError(f"{_what(error)}. Nothing was published.") from None
    raise typer.Exit(code)


def _what(error: Exception) -> str:
    """What happened and where, without the error's own text unless the system wrote it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({Path(str(error.filename)).name})" if error.filename else error.strerror
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"an error of the program: {type(error).__name__}{place}; please report it"


def run() -> None:
    """Run the command line; a refusal ends in its message on stderr and its exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us ("2>&-"): what goes there goes nowhere
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives
    try:
        app()
    except CarawayError as error:
        from caraway_audit.reports.wording import clean  # it may name what an export holds

        typer.echo(f"caraway-audit: {clean(str(error))}", err=True)
        sys.exit(error.exit_code)
