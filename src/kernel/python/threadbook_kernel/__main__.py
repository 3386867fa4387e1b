"""`python -m threadbook_kernel -f CONNECTION_FILE`: one thread's Python."""

import os
import sys

from threadbook_kernel.processes import adopt_orphans, die_with_parent


def main() -> None:
    """Runs the kernel until it is told to stop or its parent ends."""
    parent = os.environ.pop("JPY_PARENT_PID", "")
    if parent.isdigit():
        die_with_parent(int(parent))
    adopt_orphans()
    os.nice(5)
    from threadbook_kernel.kernel import ThreadKernelApp

    app = ThreadKernelApp.instance()
    app.initialize(sys.argv[1:])
    app.start()


if __name__ == "__main__":
    main()
