import { createClient } from "@redis/client";
import { requirement } from "../../../requirement.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { freePort, programIn, ServerProcess, type TestServer } from "../test-server.ts";

const program = programIn(["/usr/bin"], "redis-server");
const password = "red1s-s3cret";

export const needsRedis = requirement("redis-server of the Debian package of that name", program !== undefined);

/** Keeps what it was told in a file, so that it can be killed and started again. */
export async function startRedis(): Promise<TestServer> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder.path, "--requirepass", password];
  const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  const location = `redis://:${password}@127.0.0.1:${port}/0`;
  const answers = async () => (await tell(location, "PING")) === "PONG";
  const server = new ServerProcess([program ?? "redis-server", ...settings, ...durable], {}, answers);
  await server.start();
  return {
    location,
    port,
    kill: () => server.end("SIGKILL"),
    start: () => server.start(),
    signal: (name) => server.signal(name),
    async [Symbol.asyncDispose]() {
      server.signal("SIGCONT");
      await server.end("SIGKILL");
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Sends one command by a client of its own. */
export async function tell(location: string, ...command: readonly string[]): Promise<unknown> {
  const client = createClient({ url: location, RESP: 2, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}
