import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";

const SCARCE_BYTES = 2_000_000_000;

/** Bytes free for the bot on the disk of a folder. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether the data folder takes files and its disk has room. */
export function diskCheck(patient: Patient, free: (folder: string) => Promise<number> = freeBytes): Check {
  return { subject: "disk", limitMs: 10_000, examine: () => examineDisk(patient, free) };
}

async function examineDisk(
  { place: { data }, speak: { disk } }: Patient,
  free: (folder: string) => Promise<number>,
): Promise<Finding> {
  const refused = await refusalOf(data);
  if (refused !== undefined) return found("wrong", disk.notWritable(data, refused));
  const bytes = await free(data);
  return bytes < SCARCE_BYTES ? found("warning", disk.scarce(bytes, data)) : found("ok", disk.free(bytes, data));
}

/** Why a file cannot be written here; undefined when it can. */
async function refusalOf(folder: string): Promise<string | undefined> {
  let place: string | undefined;
  try {
    place = await mkdtemp(join(folder, "doctor-"));
    await writeFile(join(place, "written"), "written");
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    if (place !== undefined) await rm(place, { recursive: true, force: true });
  }
}
