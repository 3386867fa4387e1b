import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ThreadFolder } from "../src/kernel/files/thread-folder.ts";
import { median } from "./median.ts";

const ROUNDS = 15;
const MEGABYTES = 10;
const limits = { fileBytes: 1e9, folderBytes: 1e10, folderFiles: 100_000 };

/** Times a file's way into a thread's folder and out again, beside the other files there; prints medians. */
export async function benchFiles(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "threadbook-bench-"));
  const folder = new ThreadFolder(join(place, "thread"), limits);
  try {
    await folder.make();
    await report("in an empty folder", folder);
    execFileSync("sh", ["-c", "mkdir many && cd many && seq 20000 | xargs touch"], { cwd: folder.path });
    await report("beside 20,000 other files", folder);
    const listing = await timesOf(ROUNDS, async () => void (await folder.files()));
    print("20,000 files listed", listing);
    print("20,000 files removed", await timesOf(1, () => folder.remove()));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function report(where: string, folder: ThreadFolder): Promise<void> {
  const piece = Buffer.alloc(65_536, "threadbook");
  const bytes = MEGABYTES * 1024 * 1024;
  const open = async () => pieces(piece, bytes / piece.length);
  let name = "";
  const put = async () => void ({ name } = await folder.put({ name: "ten.bin", bytes, open }));
  print(`${MEGABYTES} MB put ${where}`, await timesOf(ROUNDS, put));
  print(`${MEGABYTES} MB taken ${where}`, await timesOf(ROUNDS, () => readAll(folder, name)));
}

async function* pieces(piece: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield piece;
}

async function readAll(folder: ThreadFolder, name: string): Promise<void> {
  const file = await folder.take(name);
  let read = 0;
  for await (const piece of await file.open()) read += piece.length;
  if (read !== file.bytes) throw new Error(`Expected ${file.bytes} bytes, read ${read}.`);
}

async function timesOf(rounds: number, work: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times;
}

function print(title: string, times: readonly number[]): void {
  process.stdout.write(`${title.padEnd(44)} ${median(times).toFixed(1).padStart(8)} ms\n`);
}
