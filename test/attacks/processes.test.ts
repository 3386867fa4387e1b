import assert from "node:assert/strict";
import { descendants, gone } from "../kernel/jupyter/processes.ts";
import { type Attack, attacks } from "./attack.ts";

const NO_MORE = "At most 64 processes and threads run here at once.";

const tried: readonly Attack[] = [
  {
    name: "no process but its own can be seen or signalled",
    code: `import os, signal
def signalled(pid):
    try: os.kill(pid, 0)
    except OSError: return False
    return True
own = sorted(int(one) for one in os.listdir("/proc") if one.isdigit())
threads = {int(one) for one in os.listdir("/proc/self/task")}
print(own, [pid for pid in [*({*range(3, 5000)} - threads), ${process.pid}, ${process.ppid}] if signalled(pid)])`,
    seen: "[1, 2] []\n",
  },
  {
    name: "process 1, which watches, is neither ended, stopped, traced nor read",
    code: `import os, signal, time
for number in range(1, 65):
    try: os.kill(1, number)
    except OSError: pass
time.sleep(0.3)
def closed(name):
    try: os.listdir(f"/proc/1/{name}") if name == "fd" else open(f"/proc/1/{name}", "rb").read(1)
    except PermissionError: return True
    return False
state = open("/proc/1/stat").read().rpartition(")")[2].split()[0]
print(state in "SR", all(map(closed, ("mem", "environ", "maps", "fd", "syscall", "stack"))))`,
    seen: "True True\n",
  },
  {
    name: "a fork bomb meets its bound, and the Python that began it goes on",
    code: `import os, time
def bomb():
    while True:
        try: os.fork()
        except OSError: time.sleep(0.05)
        if os.getpid() != first and time.time() > until: os._exit(0)
        if os.getpid() == first and time.time() > until: return
first, until = os.getpid(), time.time() + 1.5
bomb()
while True:
    try: os.waitpid(-1, 0)
    except ChildProcessError: break
print("over")`,
    seen: "over\n",
  },
  {
    name: "processes that print without end are stopped, and the Python that began them goes on",
    code: `import multiprocessing
def shout(_):
    while True: print("y" * 999)
with multiprocessing.Pool(4) as pool: pool.map(shout, range(4))`,
    ends: ["too-much-output"],
  },
  {
    name: "threads without number meet their bound",
    code: `import threading, time
for _ in range(500): threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()`,
    ends: ["raised"],
    holds: ({ events }) => assert.ok(JSON.stringify(events).includes(NO_MORE)),
  },
  {
    name: "no session of its own gives it more of the processor, not even by many processes",
    code: `import os, time
def refused():
    try: os.setsid()
    except PermissionError: return True
    return False
time.sleep(0.6)  # Until threads of before have ended.
children, until = [], time.time() + 0.5
for _ in range(30):
    pid = os.fork()
    if pid == 0:
        stayed = refused()
        while time.time() < until: pass
        os._exit(stayed)
    children.append(pid)
print(sum(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children))`,
    seen: "30\n",
  },
  {
    name: "open files, pipes and sockets meet their bound",
    code: `import os, socket
held = []
def fill(make):
    try:
        while len(held) < 2000: held.append(make())
    except OSError as error: return error.errno
    finally:
        count = len(held)
        held.clear()
        print(count <= 512)
print(fill(lambda: open("/dev/null")), fill(lambda: [os.fdopen(end, "rb") for end in os.pipe()]), fill(socket.socketpair))`,
    seen: "True\nTrue\nTrue\n24 24 24\n",
  },
  {
    name: "signals that are never taken meet their bound, so that other threads keep their timers",
    code: `import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
child = os.fork()
if child == 0:
    signal.pthread_sigmask(signal.SIG_BLOCK, [40])
    sent = 0
    while libc.sigqueue(os.getpid(), 40, None) == 0 and sent < 100_000: sent += 1
    os._exit(0 < sent <= 1000)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))`,
    seen: "1\n",
  },
  {
    name: "there is no way to what forks kernels: nothing listens, and its messages reach nobody",
    code: `import glob, json, os, socket
listening = [line.split()[-1] for line in open("/proc/net/unix") if "kernel" in line or "zygote" in line]
message = json.dumps({"do": "fork", "sockets": "/", "environment": {}, "limits": {}, "name": "../../x"}).encode()
heard = []
for fd in map(int, os.listdir("/proc/self/fd")):
    try:
        with socket.socket(fileno=os.dup(fd)) as one:
            if one.type == socket.SOCK_SEQPACKET: one.send(message, socket.MSG_DONTWAIT); heard.append(fd)
    except OSError: pass
print(heard, os.listdir("/run/kernel"), all(path.startswith("/run/kernel/s-") for path in listening))`,
    seen: "[] [] True\n",
  },
  {
    name: "what it leaves running goes with it",
    code: `import subprocess
subprocess.Popen(["sh", "-c", "(nohup sleep 987 &) ; sleep 987"], process_group=0)
import time; time.sleep(0.2)`,
    holds: async ({ session }) => {
      const left = descendants(process.pid).filter(({ command }) => command.startsWith("sleep 987"));
      const pids = left.map(({ pid }) => pid);
      assert.equal(pids.length, 2);
      await session.restart();
      await gone(pids);
    },
    restarted: true,
  },
  ...["os._exit(3)", "os.kill(os.getpid(), 9)", "ctypes.string_at(0)", "os.kill(0, 9)", "os.abort()"].map(
    (code): Attack => ({
      name: `is told when its Python ends itself: ${code}`,
      code: `import ctypes, os\n${code}`,
      ends: ["kernel-died"],
      kept: false,
    }),
  ),
  {
    name: "a Python that stops itself is ended at the cell's limit",
    code: "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    ends: ["timed-out"],
    kept: false,
  },
  {
    name: "a Python that hears no interrupt is ended at the cell's limit",
    code: `import signal
for number in (2, 15, 10, 12): signal.signal(number, signal.SIG_IGN)
sum(range(10**13))`,
    ends: ["timed-out"],
    kept: false,
  },
];

attacks("processes of a kernel", tried, { THREADBOOK_CELL_SECONDS: "4", THREADBOOK_GRACE_SECONDS: "1" });
