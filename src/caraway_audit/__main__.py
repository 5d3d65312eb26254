"""`caraway-audit` and `python -m caraway_audit`."""

import gc

from caraway_audit import FEW_COLLECTIONS


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*FEW_COLLECTIONS)
    from caraway_audit.cli import run

    run()


if __name__ == "__main__":
    main()
