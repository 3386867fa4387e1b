import { type Attack, attacks } from "./attack.ts";

const CALL = `import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    return 0 if libc.syscall(number, *arguments) != -1 else ctypes.get_errno()
from threadbook_kernel.sealed.syscalls import numbers
known = numbers(platform.machine())
`;

const tried: readonly Attack[] = [
  {
    name: "no call that is not on the list is let through, by no number",
    code: `${CALL}
# Linux lets uretprobe and uprobe pass by every filter (from 6.14 on), and ends who calls them without being traced.
unfiltered = (335, 336) if platform.machine() == "x86_64" else ()
others = [number for number in range(600) if number not in (*known.values(), *unfiltered)]
others += [0x40000000 + number for number in range(600)]
print([number for number in others if call(number, -1, -1, -1, -1, -1, -1) != errno.EPERM])`,
    seen: "[]\n",
  },
  {
    name: "the list has none that mounts, traces, loads, watches, keeps keys or goes round all bounds",
    code: `${CALL}
dangerous = """unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen mount_setattr ptrace process_vm_readv
process_vm_writev pidfd_getfd process_madvise kcmp bpf perf_event_open userfaultfd io_uring_setup io_uring_enter keyctl add_key
request_key kexec_load kexec_file_load init_module finit_module open_by_handle_at name_to_handle_at fanotify_init inotify_init
inotify_init1 memfd_create memfd_secret shmget msgget semget mq_open fallocate setrlimit setpriority sched_setattr ioprio_set
setuid setgid setgroups setresuid capset personality mknod mknodat reboot syslog swapon acct quotactl sethostname settimeofday
clock_settime seccomp modify_ldt iopl ioperm vmsplice splice tee setsid setxattr vhangup""".split()
print(sorted(set(dangerous) & set(known)))`,
    seen: "[]\n",
  },
  {
    name: "processes cannot be started into namespaces of their own",
    code: `${CALL}
flags = (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000, 0x80)
print({call(known["clone"], 17 | flag, 0, 0, 0, 0) for flag in flags}, call(known["clone3"], 0, 0) == errno.ENOSYS)`,
    seen: "{1} True\n",
  },
  {
    name: "no words can be put into a terminal",
    code: `${CALL}
ours, theirs = os.openpty()
print(call(known["ioctl"], theirs, 0x5412, b"x"), call(known["ioctl"], theirs, 0x541C, b"x"))  # TIOCSTI, TIOCLINUX
os.close(ours); os.close(theirs)`,
    seen: "1 1\n",
  },
  {
    name: "nobody is told who else opens and reads the files that all rooms have",
    code: `${CALL}
import fcntl
own = os.open(os.__file__, os.O_RDONLY); folder = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
print(call(known["fcntl"], folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS), call(known["fcntl"], own, fcntl.F_SETLEASE, fcntl.F_RDLCK))`,
    seen: "1 1\n",
  },
  {
    name: "limits, filters, priorities and the order of dying cannot be changed",
    code: `${CALL}
import resource
def refused(change):
    try: change()
    except (OSError, ValueError): return True
    return False
def write(path, text):
    with open(path, "w") as file: file.write(text)
print(all(map(refused, (
    lambda: resource.prlimit(0, resource.RLIMIT_AS, (1 << 50, 1 << 50)),
    lambda: resource.prlimit(1, resource.RLIMIT_NOFILE, (10, 10)),
    lambda: os.nice(-1),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    lambda: write("/proc/self/oom_score_adj", "-1000"),
    lambda: write("/proc/self/autogroup", "-20"),
    lambda: write("/proc/self/gid_map", "0 0 1"),
))), [call(known["prctl"], option, 0, 0, 0, 0) for option in (4, 8, 22, 24, 28, 47)])`,
    seen: "True [1, 1, 1, 1, 1, 1]\n",
  },
  {
    name: "calls of the 32-bit interface end the process that makes them",
    code: `import ctypes, mmap, os, platform
if platform.machine() == "x86_64":
    pid = os.fork()
    if pid == 0:
        page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) in (-31, -11))
else: print(True)`,
    seen: "True\n",
  },
  {
    name: "setuid programs give no rights",
    code: `import glob, os, subprocess
privileged = [one for one in glob.glob("/usr/bin/*") if os.lstat(one).st_mode & 0o6000 and not os.path.islink(one)]
rights = "grep -E 'CapPrm|CapEff|NoNewPrivs' /proc/self/status"
print(subprocess.check_output(["sh", "-c", rights], text=True).split())
for program in ("su", "sudo", "newgrp"):
    if f"/usr/bin/{program}" in privileged:
        ran = subprocess.run([program, "-c", "id -u"], capture_output=True, stdin=subprocess.DEVNULL, timeout=10)
        if ran.stdout.strip() == b"0": print(program)`,
    seen: `['CapPrm:', '${"0".repeat(16)}', 'CapEff:', '${"0".repeat(16)}', 'NoNewPrivs:', '1']\n`,
  },
];

attacks("what a kernel asks of Linux", tried);
