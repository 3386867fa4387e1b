"""The article's third way: the code is saved as a file and run by `python file.py`; figures are files it leaves."""

import subprocess
import sys
import tempfile
from pathlib import Path

from harness import Answer, serve


class ScriptFile:
    """A folder in which each cell is a program of its own: nothing is kept but files."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self.folder = tempfile.TemporaryDirectory(dir=".")

    def run(self, code: str) -> Answer:
        """Runs a cell; at the limit its process is killed."""
        folder = Path(self.folder.name)
        (folder / "file.py").write_text(code)
        command = [sys.executable, "file.py"]
        pipe = subprocess.PIPE
        try:
            done = subprocess.run(
                command, cwd=folder, stdout=pipe, stderr=subprocess.STDOUT, text=True, timeout=self.limit_s
            )
        except subprocess.TimeoutExpired:
            return Answer("timed-out")
        pictures = [path.read_bytes() for path in folder.glob("*.png")]
        return Answer("ok" if done.returncode == 0 else "raised", done.stdout, pictures)

    def close(self) -> None:
        """Removes the folder."""
        self.folder.cleanup()


if __name__ == "__main__":
    serve(ScriptFile)
