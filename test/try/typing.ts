import type { FakeDiscord } from "../fakes/discord/fake-discord.ts";

/** Discord shows a typing sign for ten seconds, or until a message comes. */
const typingMs = 10_000;

/** Where the bot is seen typing. */
export class Typing {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #watchers = new Set<() => void>();

  constructor({ changes, world }: FakeDiscord) {
    changes.subscribe((change) => {
      if (change.kind === "typing") this.#begin(change.channel);
      if (change.kind !== "posted") return;
      const message = world.messages(change.channel).find(({ id }) => id === change.message);
      if (message?.author === world.bot) this.#end(change.channel);
    });
  }

  sign(channel: string): string {
    return this.#timers.has(channel) ? "is typing…" : "";
  }

  /** Calls `ended` when a sign goes without a change of the platform. */
  watch(ended: () => void): () => void {
    this.#watchers.add(ended);
    return () => void this.#watchers.delete(ended);
  }

  #begin(channel: string): void {
    clearTimeout(this.#timers.get(channel));
    const timer = setTimeout(() => {
      this.#end(channel);
      for (const watcher of this.#watchers) watcher();
    }, typingMs);
    this.#timers.set(channel, timer.unref());
  }

  #end(channel: string): void {
    clearTimeout(this.#timers.get(channel));
    this.#timers.delete(channel);
  }
}
