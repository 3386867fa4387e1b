import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { run, textOf } from "../contracts/kernel-contract.ts";
import { type Arena, SKIPPED } from "./arena.ts";
import { attacks } from "./attack.ts";

const abstract = `tb-attacks-${process.pid}`;

const TRY = `import socket
def reached(family, address, kind=socket.SOCK_STREAM):
    try:
        with socket.socket(family, kind) as one:
            one.settimeout(2)
            one.connect(address)
            if kind == socket.SOCK_DGRAM: one.send(b"x")
        return True
    except OSError: return False
`;

/** Every socket that the bot, its server and its kernels listen on. */
function sockets({ folder }: Arena): readonly string[] {
  const runtime = join(folder, "run");
  const paths = readdirSync(runtime, { recursive: true, encoding: "utf8" }).map((name) => join(runtime, name));
  return paths.filter((path) => /\/s(-\d)?$/.test(path));
}

describe("beside servers of the machine", SKIPPED, () => {
  const heard: string[] = [];
  const hear = (who: string, socket: Socket) => {
    heard.push(who);
    socket.destroy();
  };
  const tcp = createServer((socket) => hear("tcp", socket));
  const unix = createServer((socket) => hear("unix", socket));
  before(async () => {
    tcp.listen(0);
    unix.listen(`\0${abstract}`);
    await Promise.all([once(tcp, "listening"), once(unix, "listening")]);
  });
  after(() => {
    tcp.close();
    unix.close();
  });

  attacks("what a kernel tries to reach", [
    {
      name: "no server of this machine answers, by no address of it",
      code: () => {
        const address = tcp.address();
        const port = typeof address === "object" ? address?.port : 0;
        return `${TRY}
print([host for host in ("127.0.0.1", "0.0.0.0", "127.1.2.3") if reached(socket.AF_INET, (host, ${port}))])
print([host for host in ("::1", "::ffff:127.0.0.1") if reached(socket.AF_INET6, (host, ${port}))])
print(reached(socket.AF_UNIX, "\\0${abstract}"))`;
      },
      seen: "[]\n[]\nFalse\n",
      holds: () => assert.deepEqual(heard, []),
    },
    {
      name: "neither the cloud's own data nor the internet is there, and no name is found",
      code: `${TRY}
hosts = ("169.254.169.254", "1.1.1.1", "10.0.0.1", "192.168.0.1", "172.17.0.1")
print([host for host in hosts for port in (53, 80) if reached(socket.AF_INET, (host, port))])
print([host for host in hosts if reached(socket.AF_INET, (host, 53), socket.SOCK_DGRAM)])
try: print(socket.gethostbyname("example.com"))
except OSError: print("unknown")`,
      seen: "[]\n[]\nunknown\n",
    },
    {
      name: "neither the server's socket nor those of other kernels, nor its own as others see them, can be reached",
      code: (arena) => `${TRY}
paths = ${JSON.stringify(sockets(arena))}
print(len(paths) > 6, [path for path in paths if reached(socket.AF_UNIX, path)])`,
      seen: "True []\n",
    },
    {
      name: "there are no sockets of other families, and no raw ones",
      code: `import socket
def made(family, kind, protocol=0):
    try: socket.socket(family, kind, protocol).close()
    except OSError: return False
    return True
print([family for family in range(64) if family not in (1, 2, 10) and made(family, socket.SOCK_DGRAM)])
print(made(2, socket.SOCK_RAW, 1), made(10, socket.SOCK_RAW, 58), made(16, socket.SOCK_RAW), made(17, socket.SOCK_RAW))`,
      seen: "[]\nFalse False False False\n",
    },
    {
      name: "two threads share no loopback and no abstract sockets",
      code: `import socket
kept_listening = [socket.create_server(("127.0.0.1", 45454)), socket.socket(socket.AF_UNIX)]
kept_listening[1].bind("\\0meeting"); kept_listening[1].listen()`,
      holds: async ({ arena }) => {
        const other = arena.open().session;
        const code = `${TRY}print(reached(socket.AF_INET, ("127.0.0.1", 45454)), reached(socket.AF_UNIX, "\\0meeting"))`;
        assert.equal(textOf(await run(other, code)), "False False\n");
      },
    },
  ]);
});
