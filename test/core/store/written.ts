import assert from "node:assert/strict";
import type { Entry, RecordedTurn } from "../../../src/core/dialog.ts";
import { personId, type ThreadId } from "../../../src/core/ids.ts";
import { Dialogs, type OpenDialog } from "../../../src/core/store/record/dialogs.ts";
import type { Store } from "../../../src/core/store/store.ts";

export function asked(text: string): Entry {
  const who = { id: personId("fake", "ada"), name: "Ada" };
  return { kind: "asked", who, via: "message", text, language: "en", at: "2026-01-01T12:00:00+01:00" };
}

export function numbered(turns: readonly (readonly Entry[])[]): readonly RecordedTurn[] {
  return turns.map((entries, index) => ({ number: index + 1, entries }));
}

export async function write(store: Store, id: ThreadId, turns: readonly (readonly Entry[])[]): Promise<OpenDialog> {
  const open = await new Dialogs(store).open(id);
  for (const entries of turns) {
    open.beginTurn();
    for (const entry of entries) await open.append(entry);
  }
  return open;
}

export function noDamage({ why }: { readonly why: string }): never {
  assert.fail(why);
}
