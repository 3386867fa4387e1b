import type { Adapter } from "../../src/core/adapter.ts";
import type { DeliveryId } from "../../src/core/ids.ts";
import type { Said, Stage } from "./stage.ts";

/** Knows which messages may have come to the bot in another order than they were said in. */
export class Order {
  readonly #stage: Stage;
  readonly #taken = new Set<DeliveryId>();
  readonly #late = new Set<DeliveryId>();
  /** How often the bot had connected when its connection broke; undefined while one holds. */
  #broken: number | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Sees what an adapter hands on. */
  follow(adapter: Adapter): Adapter {
    const start = adapter.start.bind(adapter);
    adapter.start = (listener) =>
      start({
        notice: (notice) => listener.notice(notice),
        deliver: async (incoming, reply) => {
          const verdict = await listener.deliver(incoming, reply);
          if (verdict !== "ignored") this.#taken.add(incoming.id);
          return verdict;
        },
      });
    return adapter;
  }

  /** The connection breaks: what it carried may come again, behind what is said later. */
  breaks(said: readonly Said[]): void {
    this.delays(said);
    this.#broken = this.#stage.links().made;
  }

  /** What is not taken yet may be taken behind what is said later. */
  delays(said: readonly Said[]): void {
    for (const { id } of said) if (!this.#taken.has(id)) this.#late.add(id);
  }

  /** Looks whether what is said now comes by one connection that holds. */
  holds(): boolean {
    const { made, open } = this.#stage.links();
    if (this.#broken !== undefined && made > this.#broken && open === 1) this.#broken = undefined;
    return this.#broken === undefined;
  }

  /** What was said; of life 0 where it may have come late. */
  certain(said: readonly Said[]): readonly Said[] {
    return said.map((message) => (this.#late.has(message.id) ? { ...message, life: 0 } : message));
  }
}
