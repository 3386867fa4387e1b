import type { FileHandle } from "node:fs/promises";
import type { Directory } from "./directory.ts";

/** What the bot writes belongs to whoever owns the folder: so a kernel under another user can read and change it. */
export async function handOver(file: FileHandle, folder: Directory): Promise<void> {
  const [made, around] = await Promise.all([file.stat(), folder.stat()]);
  if (made.uid !== around.uid || made.gid !== around.gid) await file.chown(around.uid, around.gid);
  await file.chmod(0o660);
}
