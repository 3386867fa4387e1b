"""A cell of the kernel's own before anyone claims it, so that memory which cells touch is there by then."""

import asyncio
from typing import Any

from zmq.eventloop.zmqstream import ZMQStream

from threadbook_kernel.excerpt import outputs

_CELL = "(lambda: print(__import__('pandas').DataFrame({'a': range(3)})))()"
"""Leaves no name behind."""


async def practise(app: Any) -> None:
    """Runs the cell as if it had come from outside, and forgets it; returns when its reply is there."""
    replied = asyncio.get_running_loop().create_future()
    # This socket leads to the kernel itself; a debugger would use it.
    stream = ZMQStream(app.debug_shell_socket)
    stream.on_recv(replied.set_result)
    content = {"code": _CELL, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    app.session.send(stream, "execute_request", content)
    await replied
    stream.stop_on_recv()
    outputs.forget()
