"""The original article's style: a JupyterNotebook class that polls for messages until none comes for a while."""

import base64
from queue import Empty

from harness import Answer, serve
from jupyter_client import KernelManager

QUIET_S = 10


class JupyterNotebook:
    """Starts a kernel, sends code, reads whatever comes next; neither interrupts nor looks whose message it is."""

    def __init__(self, _limit_s: float) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready()

    def run(self, code: str) -> Answer:
        """Runs a cell until the kernel says idle, or says nothing for ten seconds."""
        self.client.execute(code)
        answer = Answer("ok")
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=QUIET_S)
            except Empty:
                answer.outcome = "timed-out"
                break
            content = message["content"]
            if message["msg_type"] == "stream":
                answer.text += content["text"]
            elif message["msg_type"] in ("execute_result", "display_data"):
                answer.text += content["data"].get("text/plain", "")
                if "image/png" in content["data"]:
                    answer.pictures.append(base64.b64decode(content["data"]["image/png"]))
            elif message["msg_type"] == "error":
                answer.text += "\n".join(content["traceback"])
                answer.outcome = "raised"
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        return answer

    def close(self) -> None:
        """Ends the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    serve(JupyterNotebook)
