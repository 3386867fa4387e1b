"""The filter of system calls: a list of what is allowed, compiled for this machine's processor.

The filter is made here and not by libseccomp: that is a system package, which not every machine has, and one compiler
for all of them is easier to trust than two that must agree. Format: `struct sock_filter` of linux/filter.h, and the
page of the kernel's documentation on seccomp filters.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable

from threadbook_kernel.sealed import system
from threadbook_kernel.sealed.syscalls import numbers

Instruction = tuple[int, int, int, int]

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000
"""To be combined with the number of the error that the caller gets."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FOREIGN_NUMBERS = 0x40000000
"""Calls of the x32 interface are numbered from here."""

_NAMESPACE_FLAGS = 0x7E020080
"""All CLONE_NEW… flags, that of time included."""

_SOCKET_FAMILIES = (1, 2, 10)
"""AF_UNIX, AF_INET, AF_INET6."""

_IOCTLS = (
    *(0x541B, 0x5421, 0x5450, 0x5451),  # FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
    *(0x5401, 0x5402, 0x5403, 0x5404, 0x802C542A, 0x402C542B),  # TCGETS, TCSETS, TCSETSW, TCSETSF, TCGETS2, TCSETS2
    *(0x5409, 0x540B, 0x540E, 0x540F, 0x5410),  # TCSBRK, TCFLSH, TIOCSCTTY, TIOCGPGRP, TIOCSPGRP
    *(0x5413, 0x5414, 0x5422),  # TIOCGWINSZ, TIOCSWINSZ, TIOCNOTTY
    *(0x80045430, 0x40045431, 0x80045439, 0x5441),  # TIOCGPTN, TIOCSPTLCK, TIOCGPTLCK, TIOCGPTPEER
)
"""Of descriptors, and of the terminals that programs started by a cell write to; none puts words into a terminal."""

_FCNTLS = (
    *(0, 1, 2, 3, 4, 1030),  # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC
    *(5, 6, 7, 36, 37, 38),  # GETLK, SETLK, SETLKW, OFD_GETLK, OFD_SETLK, OFD_SETLKW
    *(8, 9, 10, 11, 15, 16),  # SETOWN, GETOWN, SETSIG, GETSIG, SETOWN_EX, GETOWN_EX
    *(1031, 1032, 1033, 1034),  # SETPIPE_SZ, GETPIPE_SZ, ADD_SEALS, GET_SEALS
)
"""Without NOTIFY and SETLEASE, which tell who else on the machine opens and reads a file that all rooms have."""

_PRCTLS = (1, 2, 3, 15, 16, 21, 23, 36, 38, 39, 0x53564D41)
"""PDEATHSIG (set, get), dumpable (get), name (set, get), seccomp (get), capability (read), subreaper (set), new
privileges (forbid, get), names of memory areas."""

_SHARED, _WITHOUT_FILE = 0x01, 0x20
_REFUSE_NAMELESS: list[Instruction] = [
    (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * 3),
    (_ANY_BIT, 0, 2, _SHARED),
    (_ANY_BIT, 0, 1, _WITHOUT_FILE),
    (_RETURN, 0, 0, REFUSE | errno.EPERM),
    (_RETURN, 0, 0, ALLOW),
]

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _MODE_FILTER = 38, 22, 2


def apply(nameless_sharing: bool) -> None:
    """Puts the filter over this thread and all that it starts, for good; see `compile_filter`."""
    program = compile_filter(platform.machine(), nameless_sharing)
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = _Program(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    if system.LIBC.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(header), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, "Expected the filter of system calls to be taken; this system's Linux has none.")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def compile_filter(architecture: str, nameless_sharing: bool) -> list[Instruction]:
    """The filter's instructions, each (code, jump if true, jump if false, value).

    `nameless_sharing` allows memory that processes share without a file: it can be held without being seen as any
    process's, so that nothing but a control group bounds it.
    """
    known = numbers(architecture)
    refuse = (_RETURN, 0, 0, REFUSE | errno.EPERM)
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, _AUDIT[architecture]),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _FOREIGN_NUMBERS),
        refuse,
    ]
    for name, number in known.items():
        body = _REFUSE_NAMELESS if name == "mmap" and not nameless_sharing else _verdict(name)
        program += [(_EQUAL, 0, len(body), number), *body]
    return [*program, refuse]


def _verdict(name: str) -> list[Instruction]:
    """What decides once a call is known; never falls through."""
    allow, refuse = (_RETURN, 0, 0, ALLOW), (_RETURN, 0, 0, REFUSE | errno.EPERM)
    match name:
        case "clone":
            return [_low(0), (_ANY_BIT, 1, 0, _NAMESPACE_FLAGS), allow, refuse]
        case "clone3":
            # Its flags lie in memory, where no filter sees them. The C library then takes clone.
            return [(_RETURN, 0, 0, REFUSE | errno.ENOSYS)]
        case "socket":
            # ZeroMQ asks for the machine's addresses by another family, and takes this error alone for "none".
            return [_low(0), *_one_of(_SOCKET_FAMILIES, errno.EOPNOTSUPP)]
        case "ioctl":
            return [_low(1), *_one_of(_IOCTLS)]
        case "fcntl":
            return [_low(1), *_one_of(_FCNTLS)]
        case "prctl":
            return [_low(0), *_one_of(_PRCTLS)]
        case "prlimit64":
            # Without new limits it only reads.
            return [_low(2), (_EQUAL, 1, 0, 0), refuse, _high(2), (_EQUAL, 1, 0, 0), refuse, allow]
        case _:
            return [allow]


def _one_of(values: Iterable[int], error: int = errno.EPERM) -> list[Instruction]:
    tests = [pair for value in values for pair in ((_EQUAL, 0, 1, value), (_RETURN, 0, 0, ALLOW))]
    return [*tests, (_RETURN, 0, 0, REFUSE | error)]


def _low(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)


def _high(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument + 4)
