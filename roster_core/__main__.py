"""`python -m roster_core`: the command line."""

from roster_core.cli.app import main

if __name__ == "__main__":
    main()
