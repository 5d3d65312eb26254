"""The policy that is made for a public mailing list."""

import subprocess
import sys
from pathlib import Path

import yaml

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "list_policy.py"


def _mail(number: int, sender: str, answers: int | None = None) -> str:
    head = f"From x@host.example Mon Mar  2 10:{number:02}:00 2026\nFrom: {sender}\nMessage-ID: <{number}@host.example>\n"
    head += f"Date: Mon, 2 Mar 2026 10:{number:02}:00 +0000\nSubject: Question {number}\n"
    return head + (f"In-Reply-To: <{answers}@host.example>\n" if answers is not None else "") + "\nhello\n\n"


def test_who_answers_others_in_three_threads_is_an_agent(tmp_path: Path) -> None:
    box = "".join(_mail(number, f"client{number}@one.example") for number in range(3))
    box += "".join(_mail(number + 10, "Dana <dana@acme.example>", number) for number in range(3))
    box += "".join(_mail(number + 20, "bob@two.example", number) for number in range(2))
    box += _mail(30, "carl@three.example") + "".join(_mail(number + 31, "carl@three.example", 30) for number in range(4))
    (tmp_path / "list.mbox").write_text(box)
    subprocess.run([sys.executable, SCRIPT, tmp_path / "list.mbox", tmp_path / "policy.yaml"], check=True, capture_output=True)
    policy = yaml.safe_load((tmp_path / "policy.yaml").read_text())
    assert policy == {"caraway": 1, "firm": {"addresses": ["dana@acme.example"]}}
