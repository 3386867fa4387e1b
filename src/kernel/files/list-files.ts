import type { FolderLimits, StoredFile } from "../session.ts";
import type { Directory } from "./directory.ts";
import { PART_PREFIX } from "./kept-name.ts";
import { type Found, walk } from "./walk.ts";

/** Files told of; the newest ones where there are more. */
const LISTED_LIMIT = 1_000;

/** The plain files of a folder and below it, newest first. Looks at no more things than a thread's folder may hold. */
export async function listFiles(folder: Directory, limits: FolderLimits): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  let looked = 0;
  for await (const found of walk(folder)) {
    if ((looked += 1) > limits.folderFiles) break;
    const file = plainFile(found);
    if (file !== undefined) files.push(file);
  }
  return files.toSorted((a, b) => b.modified - a.modified || (a.name < b.name ? -1 : 1)).slice(0, LISTED_LIMIT);
}

function plainFile({ path, stats }: Found): StoredFile | undefined {
  if (path === undefined || !stats.isFile() || stats.nlink !== 1 || path.startsWith(PART_PREFIX)) return undefined;
  return { name: path, bytes: stats.size, modified: stats.mtimeMs };
}
