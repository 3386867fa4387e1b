import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root, someFolder } from "./some-patient.ts";

const program = join(root, "src", "doctor.ts");

/** The whole doctor as a process of its own, its output in a pipe. */
export class DoctorProcess {
  readonly data = someFolder();
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>;
  readonly #child;
  #out = "";

  /** @param settings beside PATH and HOME, all that it finds in its environment @param folder where it is started */
  constructor(settings: Readonly<Record<string, string>> = {}, folder = someFolder()) {
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, LANG: "C.UTF-8", THREADBOOK_DATA: this.data, ...settings };
    const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    this.ended = once(child, "close").then(([status]: (number | null)[]) => ({
      status: status ?? null,
      out: this.#out,
      err,
    }));
  }

  /** Sends the signal once something was told. */
  async interrupt(): Promise<void> {
    await once(this.#child.stdout, "data");
    this.#child.kill("SIGINT");
  }
}
