"""An interpreter that has imported the command line and forks for each run: a third of a short run is its imports.

It is told of runs over a socket on its standard input: a JSON object (arguments, folder, environment) with three open files,
which become the standard streams of the run; it answers with the process id, then with the exit code.
"""

import json
import os
import pkgutil
import runpy
import socket
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

PACKAGE = "caraway_audit"


def serve() -> dict[str, Any] | None:
    """Fork for each run that is asked for; returns what to run in the child, and None when nobody asks any more."""
    asked = socket.socket(fileno=os.dup(0))
    while True:
        message, files, _, _ = socket.recv_fds(asked, 1 << 20, 3)
        if not message:
            return None
        child = os.fork()
        if not child:
            asked.close()
            for stream, file in enumerate(files):
                os.dup2(file, stream)
                os.close(file)
            run: dict[str, Any] = json.loads(message)
            return run
        for file in files:
            os.close(file)
        asked.sendall(f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        asked.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def become(run: dict[str, Any]) -> None:
    """Be what `python -m caraway_audit …` would be."""
    os.chdir(run["folder"])
    os.environ.clear()
    os.environ.update(run["environment"])
    sys.stdin, sys.stdout, sys.stderr = (
        TextIOWrapper(open(number, mode, closefd=False), errors=stream.errors, line_buffering=number == 2)  # noqa: SIM115
        for number, (stream, mode) in enumerate(((sys.stdin, "rb"), (sys.stdout, "wb"), (sys.stderr, "wb")))
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    sys.argv[1:] = run["arguments"]
    sys.path[0] = run["folder"]
    runpy.run_module(PACKAGE, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for module in pkgutil.walk_packages(import_module(PACKAGE).__path__, f"{PACKAGE}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    if (wanted := serve()) is not None:
        become(wanted)
