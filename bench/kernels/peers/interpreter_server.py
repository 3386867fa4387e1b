"""The article's second way: `code.InteractiveInterpreter` behind a server that takes one request at a time."""

import code
import contextlib
import io
import json
import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

interpreter = code.InteractiveInterpreter()


class Interpret(BaseHTTPRequestHandler):
    """Runs what is posted, and answers with what it printed."""

    def do_POST(self) -> None:
        source = self.rfile.read(int(self.headers["Content-Length"])).decode()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            interpreter.runsource(source, symbol="exec")
        body = json.dumps({"outcome": "ok", "text": printed.getvalue()}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        server = HTTPServer(("127.0.0.1", 0), Interpret)
        print(server.server_port, flush=True)
        server.serve_forever()
    from harness import serve
    from over_http import OverHttp

    serve(partial(OverHttp, __file__))
