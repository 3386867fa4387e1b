import { execFileSync } from "node:child_process";
import { chownSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { requirement } from "../../../requirement.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { freePort, programIn, ServerProcess, type TestServer } from "../test-server.ts";

const debian = "/usr/lib/postgresql";
const password = "p0stgres-s3cret";
const initdb = programIn(debianFolders(), "initdb");

export const needsPostgres = requirement(
  "initdb and the user postgres of the Debian package postgresql",
  initdb !== undefined && user() !== undefined,
);

/** A cluster of a test's own; as root it runs as the user "postgres", since PostgreSQL refuses to run as root. */
export async function startPostgres(): Promise<TestServer> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const as = user() ?? {};
  const cluster = join(folder.path, "cluster");
  makeCluster(folder.path, cluster, as);
  const location = `postgresql://threadbook:${password}@127.0.0.1:${port}/postgres`;
  const settings = ["-D", cluster, "-p", `${port}`, "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"];
  const server = new ServerProcess([beside("postgres"), ...settings], as, async () => {
    await ask(location, "SELECT 1");
    return true;
  });
  await server.start();
  return {
    location,
    port,
    // An immediate end, after which it recovers as from a crash.
    kill: () => server.end("SIGQUIT"),
    start: () => server.start(),
    signal: (name) => server.signal(name),
    async [Symbol.asyncDispose]() {
      await server.end("SIGQUIT");
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Runs a statement by a client of its own. */
export async function ask(location: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: location });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

function makeCluster(folder: string, cluster: string, as: { readonly uid?: number; readonly gid?: number }): void {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  if (as.uid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid ?? as.uid);
  const access = ["-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-U", "threadbook"];
  execFileSync(beside("initdb"), ["-D", cluster, "-E", "UTF8", "--locale=C", "--no-sync", ...access], {
    ...as,
    cwd: folder,
    stdio: "pipe",
  });
}

function beside(name: string): string {
  return join(dirname(initdb ?? ""), name);
}

/** Debian puts the programs of each version into a folder of their own. */
function debianFolders(): readonly string[] {
  try {
    return readdirSync(debian).map((version) => join(debian, version, "bin"));
  } catch {
    return [];
  }
}

/** Whom PostgreSQL runs as: root must name another; undefined when there is no such user. */
function user(): { readonly uid?: number; readonly gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return undefined;
  }
}

function idOf(kind: "-u" | "-g"): number {
  return Number(execFileSync("id", [kind, "postgres"], { stdio: "pipe" }).toString());
}
