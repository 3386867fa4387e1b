"""The article's first way: `exec` behind a small server, a thread for each request as in Flask."""

import contextlib
import io
import json
import sys
import traceback
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

namespace: dict[str, object] = {}


class Exec(BaseHTTPRequestHandler):
    """Runs what is posted, and answers with what it printed."""

    def do_POST(self) -> None:
        code = self.rfile.read(int(self.headers["Content-Length"]))
        printed, outcome = io.StringIO(), "ok"
        with contextlib.redirect_stdout(printed):
            try:
                exec(code, namespace)
            except Exception:
                printed.write(traceback.format_exc())
                outcome = "raised"
        body = json.dumps({"outcome": outcome, "text": printed.getvalue()}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        server = ThreadingHTTPServer(("127.0.0.1", 0), Exec)
        print(server.server_port, flush=True)
        server.serve_forever()
    from harness import serve
    from over_http import OverHttp

    serve(partial(OverHttp, __file__))
