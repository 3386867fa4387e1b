import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../core/store/open-store.ts";
import { readLocation } from "../../core/store/read-location.ts";
import { saysDamaged } from "../../core/store/sqlite/sqlite-failure.ts";
import type { Store } from "../../core/store/store.ts";
import { storeLocation } from "../../main/data-folder.ts";
import { shownAddress } from "../../shown-address.ts";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";

const CLAIM_MS = 60_000;

/** Looks at a SQLite file without changing it, then opens the store as the bot does, keeps something, claims something, and takes both away again. */
export function storeCheck(patient: Patient): Check {
  return { subject: "store", limitMs: 10_000, examine: () => examineStore(patient) };
}

async function examineStore({ settings, place, speak }: Patient): Promise<Finding> {
  const location = storeLocation(settings, place.data);
  const damage = damageAt(location);
  if (damage !== undefined) return found("wrong", speak.store.damaged(damage.file, damage.why));
  const setAside: string[] = [];
  await using store = await openStore(location, ({ file, movedTo, why }) =>
    setAside.push(speak.store.setAside(file, movedTo, why)),
  );
  const key = `doctor/${randomUUID()}`;
  const shown = shownAddress(location);
  if (!(await keeps(store, key))) return found("wrong", speak.store.forgets(shown));
  if (!(await claims(store, key))) return found("wrong", speak.store.claimsTwice(shown));
  return found(setAside.length > 0 ? "warning" : "ok", speak.store.right(shown), setAside);
}

async function keeps(store: Store, key: string): Promise<boolean> {
  await store.set(key, { at: key });
  const kept = JSON.stringify(await store.get(key)) === JSON.stringify({ at: key });
  await store.delete(key);
  return kept && (await store.get(key)) === undefined;
}

async function claims(store: Store, key: string): Promise<boolean> {
  const first = await store.claim(key, CLAIM_MS);
  const second = await store.claim(key, CLAIM_MS);
  await store.release(key);
  return first && !second;
}

/** A SQLite file that cannot be read, for which opening the store would begin a fresh one; undefined where it can. */
function damageAt(location: string): { readonly file: string; readonly why: string } | undefined {
  const { scheme, path } = readLocation(location);
  if (scheme !== "sqlite" || !existsSync(path)) return undefined;
  const file = resolve(path);
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'store'").all();
    if (tables.length > 0) database.prepare("SELECT key FROM store WHERE expires <= ?").all(Date.now());
    return undefined;
  } catch (error) {
    // What else is wrong is told by opening the store.
    return saysDamaged(error) && error instanceof Error ? { file, why: error.message } : undefined;
  }
}
