"""`caraway-audit` and `python -m caraway_audit`."""


def main() -> None:
    """Run the command line."""
    from caraway_audit.cli import run

    run()


if __name__ == "__main__":
    main()
