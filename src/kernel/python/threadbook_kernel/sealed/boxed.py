"""`python -m threadbook_kernel.sealed.boxed -f CONNECTION_FILE`: a kernel that somebody else has put into a room."""

import json
import os
import sys

from threadbook_kernel.sealed import room
from threadbook_kernel.sealed.bubblewrap import LIMITS_VARIABLE
from threadbook_kernel.sealed.limits import read_limits


def main() -> None:
    """Bounds this process, before anything of the person's runs in it, and serves as a kernel."""
    limits = read_limits(json.loads(os.environ.pop(LIMITS_VARIABLE)))
    room.bind_process(limits, counted=False)
    from threadbook_kernel.kernel import ThreadKernelApp
    from threadbook_kernel.sealed import bounds

    app = ThreadKernelApp.instance()
    app.initialize(sys.argv[1:])
    bounds.install(limits, app.shell)
    app.start()


if __name__ == "__main__":
    main()
