import { liveHost } from "./live-host.ts";

/** Runs one cell that starts a process of its own, says so, and stays in it until it is killed. */
const code = `
import subprocess
subprocess.Popen(["sh", "-c", "(sleep 1000 &) ; sleep 1000"], process_group=0)
__import__("time").sleep(0.3)
print("ready")
__import__("time").sleep(1000)
`;

for await (const event of liveHost().open("orphans", 0).run(code, new AbortController().signal)) {
  if (event.kind === "printed") process.stdout.write("ready\n");
}
