import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, type REST, Status } from "discord.js";
import type { Adapter, Earlier, Listener, Reply } from "../../core/adapter.ts";
import type { DeliveryId, ReplyRef, ThreadId } from "../../core/ids.ts";
import type { RecentThread } from "../../core/recent-threads.ts";
import { Failure } from "../../failure.ts";
import { addressOf } from "./address.ts";
import { asked, checkToken, type Identity, intentOff } from "./check-token.ts";
import type { DiscordOptions } from "./discord-options.ts";
import { Ears } from "./ears.ts";
import { earlierIn } from "./history.ts";
import { inviteLink } from "./invite.ts";
import { Line } from "./line.ts";
import { openClient, openRest } from "./open-client.ts";
import { Pace } from "./pace.ts";
import { Registration } from "./registration.ts";
import { discordManner, Replies } from "./replies.ts";

const authenticationFailed = 4004;
const disallowedIntents = 4014;
/** Invalid shard, sharding required, invalid version, invalid intents: no other token would be taken either. */
const ofTheProgram: ReadonlySet<number> = new Set([4010, 4011, 4012, 4013]);

/** Discord, by its gateway. */
export class DiscordAdapter implements Adapter {
  readonly platform = "discord";
  readonly lasting = true;
  readonly syntax = discordManner.syntax;
  /** As people in Discord see the bot. */
  readonly name: string;
  /** By which somebody lets the bot into a server; undefined on a Discord that is not Discord's own. */
  readonly invite: string | undefined;
  /** Never resolves; rejects with a `Failure` when Discord has shut the bot out for good. */
  readonly shutOut: Promise<never>;
  readonly #identity: Identity;
  readonly #client: Client;
  readonly #rest: REST;
  readonly #options: DiscordOptions;
  readonly #replies: Replies;
  readonly #registration: Registration;
  readonly #closing: AbortController;
  #ears: Ears | undefined;

  private constructor(client: Client, closing: AbortController, identity: Identity, options: DiscordOptions) {
    const { clock, log, desk } = options;
    this.#client = client;
    this.#identity = identity;
    this.#options = options;
    this.#closing = closing;
    this.name = identity.name;
    this.invite = options.apiUrl === undefined ? inviteLink(identity.id) : undefined;
    const pace = new Pace(clock, closing.signal);
    this.#rest = openRest(client, options.token);
    this.#rest.on("rateLimited", ({ majorParameter, timeToReset }) => pace.pause(majorParameter, timeToReset));
    this.#replies = new Replies(new Line(this.#rest, identity.id, { clock, pace, closing: closing.signal, log }), desk);
    this.#registration = new Registration(client, identity.id, options, closing.signal);
    client.on(Events.Error, (error) => log.warn(`discord: ${error.message}`));
    this.shutOut = new Promise((_, reject) => {
      client.on(Events.ShardDisconnect, ({ code }) => reject(closedFor(code, identity.id)));
    });
    // Whoever waits for it hears of it; nobody has to.
    this.shutOut.catch(() => undefined);
  }

  /** The server that alone gets the slash commands, while it has not let the bot in. */
  get awaits(): string | undefined {
    return this.#registration.awaited;
  }

  /** Whether Discord reaches the bot now. */
  get connected(): boolean {
    return this.#client.isReady() && this.#client.ws.shards.every(({ status }) => status === Status.Ready);
  }

  /**
   * Tries the token and begins nothing else.
   * @throws {Failure} `token-refused`, `platform-unreachable`
   */
  static async open(options: DiscordOptions): Promise<DiscordAdapter> {
    const closing = new AbortController();
    const client = openClient(options.apiUrl, closing.signal, options.log);
    client.rest.setToken(options.token);
    try {
      return new DiscordAdapter(client, closing, await checkToken(client.rest), options);
    } catch (error) {
      await client.destroy();
      throw error;
    }
  }

  /** @throws {Failure} `token-refused`, `platform-unreachable` */
  async start(listener: Listener): Promise<void> {
    const { token, log } = this.#options;
    const { id } = this.#identity;
    const client = this.#client;
    this.#ears = new Ears(client, this.#replies, listener, log);
    this.#ears.open();
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await asked(client.login(token).catch((error: unknown) => Promise.reject(loginFault(error, id))));
    await Promise.race([ready, this.shutOut]);
    await this.#registration.begin();
  }

  async catchUp(threads: readonly RecentThread[], since: number): Promise<void> {
    await this.#ears?.catchUp(threads, since);
  }

  reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    return this.#replies.reopen(ref, ownCode);
  }

  history(_thread: ThreadId, before: DeliveryId, limit: number): Promise<readonly Earlier[]> {
    return earlierIn(this.#client, addressOf(before), limit, this.#closing.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#rest.clearHashSweeper();
    this.#rest.clearHandlerSweeper();
    await this.#client.destroy();
  }
}

function loginFault(error: unknown, application: string): unknown {
  if (!(error instanceof DiscordjsError)) return error;
  if (error.code === DiscordjsErrorCodes.DisallowedIntents) return closedFor(disallowedIntents, application);
  return error.code === DiscordjsErrorCodes.TokenInvalid ? closedFor(authenticationFailed, application) : error;
}

/** The gateway will not have this bot again: to identify anew would only use up what Discord allows a day. */
function closedFor(code: number, application: string): Failure {
  if (code === disallowedIntents) return intentOff(application);
  const said = `the gateway closed with ${code}`;
  const facts = { setting: "DISCORD_TOKEN", said, ...(ofTheProgram.has(code) ? { closed: code } : {}) };
  return new Failure("token-refused", `Discord's gateway closed with ${code}.`, { facts });
}
