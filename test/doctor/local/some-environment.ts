import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, someFolder } from "../some-patient.ts";

const LOCK = "some==1.0 --hash=sha256:0\n";

/** A project whose Python environment is being made; everything stands in a folder of its own. */
export class SomeEnvironment {
  readonly root = someFolder();
  readonly #folder = join(this.root, ".threadbook", "python");

  constructor() {
    mkdirSync(join(this.root, "src", "kernel", "python"), { recursive: true });
    mkdirSync(this.#folder, { recursive: true });
    cpSync(join(root, "src", "doctor", "python"), join(this.root, "src", "doctor", "python"), { recursive: true });
    writeFileSync(join(this.root, "src", "kernel", "python", "requirements.txt"), LOCK);
  }

  /** Says, as the starter does last, which lock was installed. */
  stamp(lock = LOCK): this {
    const base = createHash("sha256").update(lock).digest("hex");
    writeFileSync(join(this.#folder, "threadbook.json"), JSON.stringify({ base }));
    return this;
  }

  /** A real environment with one package of one file. @param content what the file holds by now */
  install(content: string): this {
    execFileSync(join(root, ".threadbook/python/bin/python"), ["-I", "-m", "venv", "--without-pip", this.#folder]);
    const [python = ""] = readdirSync(join(this.#folder, "lib"));
    const packages = join(this.#folder, "lib", python, "site-packages");
    const hash = createHash("sha256").update("one = 1\n").digest("base64url");
    mkdirSync(join(packages, "some-1.0.dist-info"));
    writeFileSync(join(packages, "some.py"), content);
    writeFileSync(
      join(packages, "some-1.0.dist-info", "METADATA"),
      "Metadata-Version: 2.1\nName: some\nVersion: 1.0\n",
    );
    writeFileSync(join(packages, "some-1.0.dist-info", "RECORD"), `some.py,sha256=${hash},8\n`);
    return this;
  }

  /** In place of Python, a program that only says this. */
  saying(text: string, status = 0): this {
    mkdirSync(join(this.#folder, "bin"), { recursive: true });
    const file = join(this.#folder, "bin", "python");
    writeFileSync(file, `#!/bin/sh\necho '${text}' >&${status === 0 ? 1 : 2}\nexit ${status}\n`);
    chmodSync(file, 0o755);
    return this;
  }
}
