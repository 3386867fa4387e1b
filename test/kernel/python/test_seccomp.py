"""The filter of system calls, run by an interpreter of its instructions, for each processor that it is made for."""

import errno
import struct

import pytest

from threadbook_kernel.sealed.seccomp import ALLOW, KILL, REFUSE, compile_filter
from threadbook_kernel.sealed.syscalls import ARCHITECTURES, numbers

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
EPERM = REFUSE | errno.EPERM
DENIED = {
    "x86_64": {
        "mount": 165,
        "ptrace": 101,
        "unshare": 272,
        "setns": 308,
        "bpf": 321,
        "keyctl": 250,
        "io_uring_setup": 425,
        "userfaultfd": 323,
        "memfd_create": 319,
        "shmget": 29,
        "mq_open": 240,
        "fallocate": 285,
        "setrlimit": 160,
        "process_vm_readv": 310,
        "open_by_handle_at": 304,
        "mknod": 133,
        "setuid": 105,
        "chroot": 161,
        "perf_event_open": 298,
        "pidfd_getfd": 438,
        "move_mount": 429,
        "setpriority": 141,
        "personality": 135,
        "setsid": 112,
        "inotify_init1": 294,
    },
    "aarch64": {
        "mount": 40,
        "ptrace": 117,
        "unshare": 97,
        "setns": 268,
        "bpf": 280,
        "keyctl": 219,
        "io_uring_setup": 425,
        "userfaultfd": 282,
        "memfd_create": 279,
        "shmget": 194,
        "mq_open": 180,
        "fallocate": 47,
        "setrlimit": 164,
        "process_vm_readv": 270,
        "open_by_handle_at": 265,
        "mknodat": 33,
        "setuid": 146,
        "chroot": 51,
        "perf_event_open": 241,
        "pidfd_getfd": 438,
        "move_mount": 429,
        "setpriority": 140,
        "personality": 92,
        "setsid": 157,
        "inotify_init1": 26,
    },
}
COMPARE = {0x15: lambda a, k: a == k, 0x35: lambda a, k: a >= k, 0x45: lambda a, k: bool(a & k)}


def verdict(
    architecture: str, number: int, *arguments: int, audit: int | None = None, nameless_sharing: bool = True
) -> int:
    """Interprets the filter as Linux would, for one call."""
    given = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("=iIQ6Q", number, AUDIT[architecture] if audit is None else audit, 0, *given)
    program = compile_filter(architecture, nameless_sharing)
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        else:
            at += if_true if COMPARE[code](accumulator, value) else if_false


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_what_is_listed_is_allowed_and_all_else_refused(architecture: str) -> None:
    known = numbers(architecture)
    closely = ("clone", "clone3", "socket", "ioctl", "fcntl", "prctl", "prlimit64")
    assert {verdict(architecture, number) for name, number in known.items() if name not in closely} == {ALLOW}
    others = set(range(600)) - set(known.values())
    assert {verdict(architecture, number) for number in others} == {EPERM}
    assert set(DENIED[architecture].values()) <= others
    assert len(set(known.values())) == len(known)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_arguments_decide_where_the_call_alone_cannot(architecture: str) -> None:
    known = numbers(architecture)

    def of(name: str, *arguments: int) -> int:
        return verdict(architecture, known[name], *arguments)

    assert of("clone", 0x3D0F00) == ALLOW
    assert {of("clone", 0x11 | flag) for flag in (0x10000000, 0x20000, 0x80, 0x2000000)} == {EPERM}
    assert of("clone3") == REFUSE | errno.ENOSYS
    assert [of("socket", family) for family in (1, 2, 10)] == [ALLOW] * 3
    assert {of("socket", family) for family in (16, 17, 38, 40)} == {REFUSE | errno.EOPNOTSUPP}
    assert of("ioctl", 0, 0x5401) == ALLOW
    assert {of("ioctl", 0, command) for command in (0x5412, 0x541C, 0x40086602)} == {EPERM}
    assert {of("fcntl", 3, command) for command in (0, 2, 4, 6, 37, 1030)} == {ALLOW}
    assert {of("fcntl", 3, command) for command in (1024, 1026)} == {EPERM}
    assert of("prctl", 15) == ALLOW
    assert {of("prctl", option) for option in (4, 22, 24, 28, 0x59616D61)} == {EPERM}
    assert of("prlimit64", 0, 7, 0) == ALLOW
    assert of("prlimit64", 0, 7, 1 << 40) == of("prlimit64", 0, 7, 4096) == EPERM


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_memory_is_shared_by_a_file_alone_where_nothing_counts_it(architecture: str) -> None:
    number = numbers(architecture)["mmap"]

    def of(flags: int, counted: bool) -> int:
        return verdict(architecture, number, 0, 4096, 3, flags, nameless_sharing=counted)

    assert {of(flags, True) for flags in (0x01, 0x02, 0x21, 0x22, 0x23)} == {ALLOW}
    assert {of(flags, False) for flags in (0x01, 0x02, 0x03, 0x22, 0x20022)} == {ALLOW}
    assert {of(flags, False) for flags in (0x21, 0x23, 0x8021)} == {EPERM}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_calls_of_another_processors_interface_end_the_process(architecture: str) -> None:
    assert verdict(architecture, 1, audit=0x40000003) == KILL
    assert verdict(architecture, 0x40000000 | 1) == EPERM
