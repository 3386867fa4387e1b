export type Change =
  | { readonly kind: "posted" | "edited" | "deleted" | "reacted"; readonly channel: string; readonly message: string }
  | { readonly kind: "opened" | "changed" | "gone" | "typing"; readonly channel: string }
  | { readonly kind: "interaction"; readonly id: string }
  | { readonly kind: "request"; readonly route: string; readonly status: number }
  | { readonly kind: "gateway"; readonly event: string };

const patienceMs = 10_000;

/** What happens on the platform, for those who watch. */
export class Changes {
  readonly #watchers = new Set<(change: Change) => void>();

  tell(change: Change): void {
    for (const watch of this.#watchers) watch(change);
  }

  /** @returns how to stop watching */
  subscribe(watch: (change: Change) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  /** Resolves with what `look` finds, now or after some change. */
  until<Found>(what: string, look: () => Found | undefined | false, withinMs = patienceMs): Promise<Found> {
    const found = look();
    if (found !== undefined && found !== false) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const stop = this.subscribe(() => {
        const now = look();
        if (now === undefined || now === false) return;
        end();
        resolve(now);
      });
      const late = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${withinMs} ms in vain for ${what}.`));
      }, withinMs);
      const end = () => {
        stop();
        clearTimeout(late);
      };
    });
  }
}
