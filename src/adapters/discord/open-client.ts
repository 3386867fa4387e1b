import { Client, type ClientOptions, GatewayIntentBits as Intents, Options, Partials, REST } from "discord.js";
import type { ChatLog } from "../chat/chat-log.ts";
import { shardsUntil } from "./shards.ts";
import { toldRequest } from "./told-request.ts";

/** The client of the library, with caches that do not grow with the server; it stays away once the bot is closing. */
export function openClient(apiUrl: string | undefined, closing: AbortSignal, log: ChatLog): Client {
  return new Client({
    intents: [Intents.Guilds, Intents.GuildMessages, Intents.DirectMessages, Intents.MessageContent],
    // Direct messages come from channels, and edits and deletes of messages, that the client may never have seen.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    ...bounds(),
    ws: { buildStrategy: shardsUntil(closing) },
    rest: { makeRequest: toldRequest(log), ...(apiUrl === undefined ? {} : { api: apiUrl, version: "10" }) },
  });
}

/**
 * The way for what is shown. It tries once: whether and when to try again is the draft's to say, which first looks for
 * what may have arrived.
 */
export function openRest({ rest }: Client, token: string): REST {
  return new REST({ ...rest.options, retries: 0 }).setToken(token);
}

function bounds(): Pick<ClientOptions, "makeCache" | "sweepers"> {
  const people = { maxSize: 200, keepOverLimit: itself };
  return {
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // What a message said tells an edit from a preview that was added; the newest ones are enough for that.
      MessageManager: 5,
      GuildMemberManager: people,
      UserManager: people,
      ThreadMemberManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
    }),
    sweepers: { ...Options.DefaultSweeperSettings, messages: { interval: 600, lifetime: 3_600 } },
  };
}

function itself({ id, client }: { readonly id: string; readonly client: Client }): boolean {
  return id === client.user?.id;
}
