"""The client's side of a Python that runs code behind a small HTTP server, one server a thread."""

import http.client
import json
import subprocess
import sys

from harness import Answer


class OverHttp:
    """Starts `python PROGRAM --serve`, reads its port, posts cells to it."""

    def __init__(self, program: str, limit_s: float) -> None:
        self.limit_s = limit_s
        self.server = subprocess.Popen([sys.executable, program, "--serve"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())

    def run(self, code: str) -> Answer:
        """Posts a cell; at the limit it hangs up, and nothing tells the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.limit_s)
        try:
            connection.request("POST", "/", code.encode())
            return Answer(**json.loads(connection.getresponse().read()))
        except TimeoutError:
            return Answer("timed-out")
        except (OSError, http.client.HTTPException) as error:
            return Answer("died", repr(error))
        finally:
            connection.close()

    def close(self) -> None:
        """Ends the server."""
        self.server.kill()
        self.server.wait()
