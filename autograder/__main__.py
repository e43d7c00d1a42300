"""`python -m autograder`."""

import os
import sys

from autograder.surroundings import distrust, end_with_parent

if __name__ == "__main__":
    distrust()
    if os.environ.get("MAKELEVEL"):
        end_with_parent()
    from autograder.cli import main

    sys.exit(main())
