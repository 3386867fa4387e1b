"""`python plain-user.py PROGRAM ARGUMENTS…`: becomes a user without any rights, and then the program."""

import os
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "kernel" / "python"
sys.path[:0] = [str(TESTS), str(TESTS.parents[2] / "src" / "kernel" / "python")]

from kernels import become

become("plain")
os.execv(sys.argv[1], sys.argv[1:])
