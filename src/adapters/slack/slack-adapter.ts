import { App, type BlockButtonAction } from "@slack/bolt";
import { type Adapter, buttons, type Earlier, type Listener, type Reply } from "../../core/adapter.ts";
import type { DeliveryId, ReplyRef, ThreadId } from "../../core/ids.ts";
import type { RecentThread } from "../../core/recent-threads.ts";
import { Ears } from "./hearing/ears.ts";
import { history } from "./hearing/history.ts";
import { missed } from "./hearing/missed.ts";
import { People } from "./hearing/people.ts";
import { Seen } from "./hearing/seen.ts";
import { SlashCommands } from "./hearing/slash-commands.ts";
import { personIn } from "./place.ts";
import { commandSyntax, Replies } from "./showing/replies.ts";
import type { SlackOptions } from "./slack-options.ts";
import { boltLog } from "./wire/bolt-log.ts";
import { signIn, signInFailure } from "./wire/sign-in.ts";
import { saidBy } from "./wire/slack-error.ts";
import { Socket } from "./wire/socket.ts";
import { Workspace } from "./wire/workspace.ts";

/** Slack, by Socket Mode, in the one workspace that its token belongs to. */
export class SlackAdapter implements Adapter {
  readonly platform = "slack";
  readonly lasting = true;
  readonly syntax = commandSyntax;
  /** Never resolves; rejects with a `Failure` when Slack has shut the bot out for good. */
  readonly shutOut: Promise<never>;
  readonly #shutOut = Promise.withResolvers<never>();
  readonly #options: SlackOptions;
  readonly #closing = new AbortController();
  readonly #workspace: Workspace;
  readonly #people: People;
  readonly #replies: Replies;
  #socket: Socket | undefined;
  #ears: Ears | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: SlackOptions) {
    this.#options = options;
    this.shutOut = this.#shutOut.promise;
    // Whoever waits for it hears of it; nobody has to.
    this.shutOut.catch(() => undefined);
    this.#workspace = new Workspace(options, this.#closing.signal);
    this.#people = new People(this.#workspace);
    this.#replies = new Replies(this.#workspace, options.desk);
  }

  /** The bot's name in its workspace, once it has signed in. */
  get name(): string {
    return this.#workspace.self.name;
  }

  /** Whether Slack reaches the bot now. */
  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  /**
   * Tries the tokens, and hears nothing yet.
   * @throws {Failure} `token-refused`, `platform-unreachable`
   */
  async signIn(): Promise<void> {
    const { appToken, scopes } = this.#options;
    const { self, missing } = await signIn(this.#workspace.clients, appToken, scopes);
    this.#workspace.self = self;
    if (missing.length > 0) this.#options.log.warn(`Slack has not granted the scopes ${missing.join(", ")}`);
  }

  /** Signs in, unless that was done before. @throws {Failure} `token-refused`, `platform-unreachable` */
  async start(listener: Listener): Promise<void> {
    if (!this.#workspace.signedIn) await this.signIn();
    const socket = new Socket(this.#options, this.#closing.signal, (error) =>
      this.#shutOut.reject(signInFailure(error, "SLACK_APP_TOKEN")),
    );
    this.#listen(this.#bolt(socket), listener);
    this.#socket = socket;
    await socket.start().catch((error: unknown) => {
      throw signInFailure(error, "SLACK_APP_TOKEN");
    });
  }

  async catchUp(threads: readonly RecentThread[], since: number): Promise<void> {
    for await (const event of missed(this.#workspace, threads, since)) await this.#ears?.hear(event);
  }

  reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    return this.#replies.reopen(ref, ownCode);
  }

  history(thread: ThreadId, before: DeliveryId, limit: number): Promise<readonly Earlier[]> {
    return history(this.#workspace, this.#people, thread, before, limit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#close();
    await this.#disposed;
  }

  async #close(): Promise<void> {
    await this.#workspace.finished();
    this.#closing.abort();
    await this.#socket?.stop();
  }

  #bolt({ receiver }: Socket): App {
    const { log, apiUrl } = this.#options;
    const { bot, user, team } = this.#workspace.self;
    const app = new App({
      receiver,
      // Who the token belongs to is known: Bolt would ask Slack again, and drop events where Slack does not answer.
      authorize: async () => ({ botId: bot, botUserId: user, teamId: team }),
      convoStore: false,
      logger: boltLog(log),
      clientOptions: apiUrl === undefined ? {} : { slackApiUrl: apiUrl },
    });
    app.error(async (error) => log.warn(`Bolt could not take an event: ${saidBy(error)}`));
    return app;
  }

  #listen(app: App, listener: Listener): void {
    const room = { workspace: this.#workspace, people: this.#people, replies: this.#replies };
    const ears = new Ears({ ...room, seen: new Seen(this.#options.clock) }, listener);
    this.#ears = ears;
    app.event("message", ({ event }) => ears.hear(event));
    app.event("app_mention", ({ event }) => ears.hear(event));
    for (const button of buttons) {
      app.action<BlockButtonAction>(button, async ({ ack, body, action }) => {
        await ack();
        if (action.value === undefined) return;
        const by = personIn(this.#workspace.self.team, body.user.id);
        await listener.notice({ kind: "pressed", button, on: action.value as ReplyRef, by });
      });
    }
    new SlashCommands(room, listener).listen(app);
  }
}
