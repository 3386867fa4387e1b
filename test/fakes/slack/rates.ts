interface Limit {
  readonly calls: number;
  readonly perMs: number;
  readonly scope: "channel" | "workspace";
}

const minute = 60_000;
const tier3: Limit = { calls: 50, perMs: minute, scope: "workspace" };
const tier4: Limit = { calls: 100, perMs: minute, scope: "workspace" };
const limits = new Map<string, Limit>([
  // Slack allows short bursts above one a second; how long is not said, so none are allowed here.
  ["chat.postMessage", { calls: 1, perMs: 1000, scope: "channel" }],
  ["chat.postEphemeral", tier4],
  ["chat.update", tier3],
  ["chat.delete", tier3],
  ["conversations.history", tier3],
  ["conversations.replies", tier3],
  ["reactions.add", tier3],
  ["reactions.remove", { ...tier3, calls: 20 }],
  ["files.getUploadURLExternal", tier4],
  ["files.completeUploadExternal", tier4],
  ["files.info", tier4],
  ["users.info", tier4],
]);

/** Slack's limits on how often a method may be called; switched off until `on` is set. */
export class Rates {
  on = false;
  /** Methods that were refused, oldest first. */
  readonly refused: string[] = [];
  readonly #calls = new Map<string, readonly number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a call; says after how many seconds it may come again where it comes too soon. */
  take(method: string, channel: string | undefined): number | undefined {
    const limit = limits.get(method);
    if (!this.on || limit === undefined) return undefined;
    const now = this.#now();
    const key = `${method}/${limit.scope === "channel" ? channel : ""}`;
    const recent = (this.#calls.get(key) ?? []).filter((at) => now - at < limit.perMs);
    if (recent.length < limit.calls) {
      this.#calls.set(key, [...recent, now]);
      return undefined;
    }
    this.refused.push(method);
    return Math.max(1, Math.ceil(((recent[0] ?? now) + limit.perMs - now) / 1000));
  }
}
