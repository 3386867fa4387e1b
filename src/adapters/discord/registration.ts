import { type Client, RESTJSONErrorCodes as Codes, Events, Routes } from "discord.js";
import { Failure } from "../../failure.ts";
import { asked } from "./check-token.ts";
import { slashCommands } from "./commands.ts";
import type { DiscordOptions } from "./discord-options.ts";
import { hasCode } from "./fault.ts";

const firstWaitMs = 5_000;
const longestWaitMs = 300_000;

/** The slash commands at Discord, for all servers or for the one that the settings name. */
export class Registration {
  readonly #client: Client;
  readonly #application: string;
  readonly #options: DiscordOptions;
  readonly #closing: AbortSignal;
  #lacking = false;

  constructor(client: Client, application: string, options: DiscordOptions, closing: AbortSignal) {
    this.#client = client;
    this.#application = application;
    this.#options = options;
    this.#closing = closing;
    client.on(Events.GuildCreate, ({ id }) => {
      if (id !== options.guild) return;
      this.#lacking = false;
      void this.#keepTrying(0);
    });
  }

  /** The server of the settings while it has not let the bot in: it gets its commands when it does. */
  get awaited(): string | undefined {
    return this.#lacking ? this.#options.guild : undefined;
  }

  /**
   * Tries once; what only passes is tried again after this has resolved.
   * @throws {Failure} `token-refused`
   */
  async begin(): Promise<void> {
    try {
      await this.#register();
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#warn(error);
      void this.#keepTrying(firstWaitMs);
    }
  }

  async #keepTrying(afterMs: number): Promise<void> {
    for (let waitMs = afterMs; ; waitMs = Math.max(firstWaitMs, Math.min(longestWaitMs, 2 * waitMs))) {
      await this.#options.clock.wait(waitMs, this.#closing);
      if (this.#closing.aborted) return;
      try {
        return await this.#register();
      } catch (error) {
        this.#warn(error);
        if (!isPassing(error)) return;
      }
    }
  }

  async #register(): Promise<void> {
    const { guild } = this.#options;
    const id = this.#application;
    const route = guild === undefined ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guild);
    const registered = this.#client.rest.put(route, { body: slashCommands() }).then(() => false);
    const lacking = registered.catch((error: unknown) => {
      if (guild !== undefined && hasCode(error, Codes.MissingAccess, Codes.UnknownGuild)) return true;
      throw error;
    });
    this.#lacking = await asked(lacking, guild === undefined ? "DISCORD_TOKEN" : "DISCORD_GUILD");
  }

  #warn(error: unknown): void {
    if (this.#closing.aborted) return;
    this.#options.log.warn(`discord: the slash commands could not be registered: ${String(error)}`);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Failure && error.code === "platform-unreachable";
}
