import assert from "node:assert/strict";
import { SECRET } from "./arena.ts";
import { type Attack, attacks } from "./attack.ts";

const HIDDEN = `["/etc/shadow", "/etc/hostname", "/etc/machine-id", "/home", "/var", "/srv", "/boot", "/sys", "/run/docker.sock",
  "/proc/kcore", "/proc/kmsg", "/proc/1/environ", "/proc/1/maps", "/proc/1/mem", "/proc/1/fd", "/proc/1/root", "/proc/1/cwd"]`;

const tried: readonly Attack[] = [
  {
    name: "finds no file of the machine, also not by way of process 1",
    code: `import os
def seen(path):
    try: return os.listdir(path) if os.path.isdir(path) else bool(open(path, "rb").read(1))
    except OSError: return False
print([path for path in ${HIDDEN} if seen(path)])
print("root:" in open("/etc/passwd").read(), os.listdir("/run"), os.listdir("/run/kernel"))`,
    seen: "[]\nFalse ['kernel'] []\n",
  },
  {
    name: "finds of /root and the project no more than the Python that runs it",
    code: ({ folder }) => `import os, sys
project = os.path.dirname(os.path.dirname(sys.prefix))
python = (sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix))
def beyond(at):
    for base, folders, files in os.walk(at):
        folders[:] = [one for one in folders if os.path.join(base, one) not in python]
        yield from (os.path.join(base, file) for file in files)
print([*beyond(project)], [*beyond("/root")], os.path.exists("${folder}"))`,
    seen: "[] [] False\n",
  },
  {
    name: "finds no other thread's files, wherever it looks",
    code: ({ folder }) => `import os
skipped = ("/proc", "/usr", "/lib", "/lib64", "/root", "/dev/fd")
import sys
found = []
for base, folders, files in os.walk("/"):
    folders[:] = [one for one in folders if os.path.join(base, one) not in (*skipped, sys.prefix, sys.base_prefix)]
    found += [file for file in files if "canary" in file]
ways = ["/thread/../neighbour/canary.txt", "/proc/self/cwd/../neighbour/canary.txt", "${folder}/threads/neighbour/canary.txt",
  "/proc/self/root/../threads/neighbour/canary.txt", "/proc/1/root${folder}/threads/neighbour/canary.txt"]
print(found, [way for way in ways if os.path.exists(way)])`,
    seen: "[] []\n",
  },
  {
    name: "finds no secret in an environment or a command line, its own or another's",
    code: `import os
texts = [str(os.environ)]
for pid in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "cmdline"):
        try: texts.append(open(f"/proc/{pid}/{name}").read())
        except PermissionError: pass
print("\\n".join(texts))`,
    holds: ({ events }) =>
      assert.doesNotMatch(JSON.stringify(events), new RegExp(`${SECRET}|token|OPENAI|JUPYTER`, "i")),
  },
  {
    name: "was left no descriptor of a file, and learns no other thread's name from its mounts",
    code: `import os, re
def target(fd):
    try: return re.sub(r"\\d+", "N", os.readlink(f"/proc/self/fd/{fd}"))
    except FileNotFoundError: return None
kinds = {target(fd) for fd in os.listdir("/proc/self/fd")} - {None}
known = {"socket:[N]", "pipe:[N]", "/dev/null", "/proc/N/fd"}
print({kind for kind in kinds - known if not kind.startswith("anon_inode:")})
print("neighbour" in open("/proc/self/mountinfo").read())`,
    seen: "set()\nFalse\n",
  },
  {
    name: "gets no hold of the server by the descriptors of its own channels",
    code: `import os, re, signal, socket
got = []
for fd in os.listdir("/proc/self/fd"):
    try:
        with socket.socket(fileno=os.dup(int(fd))) as channel:
            pidfd = int.from_bytes(channel.getsockopt(socket.SOL_SOCKET, 77, 4), "little")  # SO_PEERPIDFD
        number = re.search(r"^Pid:\\t(-?\\d+)", open(f"/proc/self/fdinfo/{pidfd}").read(), re.M)[1]
        if int(number) > 0: continue  # Of this room.
        signal.pidfd_send_signal(pidfd, 0)
        got.append(fd)
    except OSError: pass
print(got)`,
    seen: "[]\n",
  },
  {
    name: "cannot leave its root",
    code: `import os
root = os.open("/", os.O_RDONLY)
os.chdir("/")
for _ in range(10): os.chdir("..")
print(os.path.samestat(os.fstat(root), os.stat(".")), os.path.exists("/etc/shadow"))
try: os.chroot("/tmp")
except OSError as error: print(error.errno)
os.chdir("/thread")`,
    seen: "True False\n1\n",
  },
  {
    name: "can write nowhere but to its folder, /tmp, /dev/shm and terminals of its own",
    code: `import os, sys
places = ["/", "/usr/bin", "/usr/lib", "/etc", "/dev", "/fonts", "/run", "/run/kernel", "/proc", sys.prefix,
  os.path.dirname(os.__file__), "/tmp", "/dev/shm", "/thread"]
files = ["/etc/passwd", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger",
  "/proc/1/oom_score_adj", "/proc/1/mem", "/proc/self/uid_map", "/usr/bin/python3", sys.executable]
def written(path, flags):
    try: return os.write(os.open(path, os.O_WRONLY | flags), b"0 0 1") > 0
    except OSError: return False
print([one for one in places if written(one + "/planted", os.O_CREAT)], [one for one in files if written(one, 0)])
os.remove("planted")`,
    seen: "['/tmp', '/dev/shm', '/thread'] []\n",
  },
];

attacks("what a kernel tries to read and write", tried);
