"""``python -m schoolapp``: the same as the command ``schoolapp``."""

from schoolapp.cli import main

if __name__ == "__main__":
    main(prog_name="schoolapp")
