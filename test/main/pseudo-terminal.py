"""Runs a command on a pseudo terminal of its own.

Arguments: columns, rows, the command. Standard input is what a person types; standard output is what the terminal is
given. Ends with the command's status, or 128 and its signal; the end of standard input hangs the terminal up.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def main(columns: int, rows: int, command: list[str]) -> int:
    """Runs a command on a terminal of its own, joined to standard input and output; returns its exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvp(command[0], command)
    while True:
        ready, _, _ = select.select([0, terminal], [], [])
        if 0 in ready:
            typed = os.read(0, 65536)
            if not typed:
                break
            while typed:
                typed = typed[os.write(terminal, typed) :]
        if terminal in ready:
            try:
                drawn = os.read(terminal, 65536)
            except OSError:  # Linux says EIO where the last program on the terminal has ended.
                break
            if not drawn:
                break
            os.write(1, drawn)
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
