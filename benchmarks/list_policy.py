"""Writes a policy for a public mailing list where users help users, so that a real mailbox can be audited.

Nobody is employed there: whoever answered in `--threads` threads or more that others began is taken for an agent. The
people come from the mailbox at run time; their addresses stand in the policy that is written and nowhere else.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from caraway_audit.model import Conversation
from caraway_audit.readers import ReaderSettings
from caraway_audit.readers.mail import read_mail
from caraway_audit.readers.mbox import Mbox
from caraway_audit.readers.mbox_scan import spans

SETTINGS = ReaderSettings()


def senders(mailbox: Path) -> dict[int, str]:
    """The address that wrote each mail, by the mail's number in the file."""
    with mailbox.open("rb") as stream:
        places = list(spans(stream))
        found = {}
        for record, place in enumerate(places, start=1):
            stream.seek(place.begin)
            found[record] = read_mail(stream.read(place.end - place.begin), SETTINGS).address
    return found


def threads(mailbox: Path) -> Iterator[list[str]]:
    """The addresses of each thread, in the order in which they wrote."""
    by_record = senders(mailbox)
    for item in Mbox().read(mailbox, mailbox.name, SETTINGS):
        if isinstance(item, Conversation):
            yield [by_record[m.source.record] for m in item.messages if m.source and m.source.record]


def answerers(mailbox: Path, least: int) -> list[str]:
    """Who answered in `least` threads or more that somebody else began."""
    answered = Counter(address for first, *rest in threads(mailbox) for address in set(rest) - {first, ""})
    return sorted(address for address, count in answered.items() if count >= least)


def policy(agents: list[str]) -> str:
    """A policy that names the agents and leaves all else as shipped."""
    return yaml.safe_dump({"caraway": 1, "firm": {"addresses": agents}}, sort_keys=False)


def main() -> None:
    """Write the policy from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mailbox", type=Path)
    parser.add_argument("target", type=Path, help="the policy to write")
    parser.add_argument("--threads", type=int, default=3, help="answers in so many threads of others make an agent")
    args = parser.parse_args()
    agents = answerers(args.mailbox, args.threads)
    args.target.write_text(policy(agents), encoding="utf-8")
    print(f"{len(agents)} agents")


if __name__ == "__main__":
    main()
