"""Plain jupyter_client with a careful loop: own messages alone, a limit, an interrupt, deaths noticed."""

import base64
import time
from queue import Empty
from typing import Any

from harness import Answer, serve
from jupyter_client import KernelManager

READY_S = 60
GRACE_S = 5
POLL_S = 0.25


class Careful:
    """A kernel of its own for each thread."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self.manager = KernelManager()
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=READY_S)

    def run(self, code: str) -> Answer:
        """Runs a cell to its idle message, or interrupts it at the limit, or starts the kernel anew."""
        request = self.client.execute(code)
        texts: list[str] = []
        answer = Answer("ok")
        until = time.monotonic() + self.limit_s
        while True:
            message = self._next(until)
            if message is not None and message["parent_header"].get("msg_id") != request:
                continue
            if message is None or time.monotonic() > until:
                outcome = "died" if not self.manager.is_alive() else "timed-out"
                if outcome == "died" or answer.outcome == "timed-out":
                    self._restart()
                    return Answer(outcome, "".join(texts), answer.pictures)
                answer.outcome = outcome
                self.manager.interrupt_kernel()
                until = time.monotonic() + GRACE_S
            elif message["content"].get("execution_state") == "idle":
                break
            if message is not None:
                self._take(message, texts, answer)
        while self.client.get_shell_msg(timeout=GRACE_S)["parent_header"].get("msg_id") != request:
            pass
        answer.text = "".join(texts)
        return answer

    def close(self) -> None:
        """Ends the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def _next(self, until: float) -> dict[str, Any] | None:
        while True:
            try:
                return self.client.get_iopub_msg(timeout=max(0, min(POLL_S, until - time.monotonic())))
            except Empty:
                if time.monotonic() >= until or not self.manager.is_alive():
                    return None

    def _restart(self) -> None:
        self.manager.restart_kernel(now=True)
        self.client.wait_for_ready(timeout=READY_S)

    @staticmethod
    def _take(message: dict[str, Any], texts: list[str], answer: Answer) -> None:
        content = message["content"]
        match message["msg_type"]:
            case "stream":
                texts.append(content["text"])
            case "display_data" | "execute_result":
                if "image/png" in content["data"]:
                    answer.pictures.append(base64.b64decode(content["data"]["image/png"]))
                else:
                    texts.append(content["data"].get("text/plain", ""))
            case "error":
                texts.append("\n".join(content["traceback"]))
                if answer.outcome == "ok":
                    answer.outcome = "raised"


if __name__ == "__main__":
    serve(Careful)
