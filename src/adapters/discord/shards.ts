import { SimpleShardingStrategy, type WebSocketOptions } from "discord.js";

/** What is used of a shard of the library, which does not publish its type here. */
interface Shard {
  destroy(options?: { readonly recover?: number }): Promise<void>;
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** The library's shards, which go for good once the bot is closing. */
export function shardsUntil(closing: AbortSignal): NonNullable<WebSocketOptions["buildStrategy"]> {
  return (manager) => new EndingShards(manager, closing);
}

/**
 * Left to itself (`@discordjs/ws` 1.2.3), a shard that is destroyed while it waits for the gateway's word takes that for
 * a fault: it connects anew, for ever, and lets its destroyer wait as long.
 */
class EndingShards extends SimpleShardingStrategy {
  readonly #closing: AbortSignal;

  constructor(manager: Manager, closing: AbortSignal) {
    super(manager);
    this.#closing = closing;
    const { options } = manager;
    const known = options.retrieveSessionInfo.bind(options);
    // A shard asks for this before it connects, each time.
    options.retrieveSessionInfo = (shard) => (closing.aborted ? never() : known(shard));
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    for (const shard of this["shards"].values() as Iterable<Shard>) {
      const destroy = shard.destroy.bind(shard);
      shard.destroy = async (options) => {
        const toConnectAnew = options?.recover !== undefined;
        if (!(toConnectAnew && this.#closing.aborted)) await destroy(options);
      };
    }
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
