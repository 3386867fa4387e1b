import type { Announcer } from "../announcer.ts";
import type { Arguments } from "../arguments.ts";
import type { Json, SlackChannel, SlackMessage } from "../message.ts";
import { Refusal } from "../refusal.ts";
import type { Sharing } from "../sharing.ts";
import type { Workspace } from "../workspace.ts";

/** The parts of Slack that a call reaches. */
export interface Office {
  readonly workspace: Workspace;
  readonly announcer: Announcer;
  readonly sharing: Sharing;
  /** Where Slack listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly socketUrl: () => string;
}

/** One method of the Web API: its answer without `ok`, or a thrown `Refusal`. */
export interface Method {
  readonly scope?: string;
  /** Which kind of token it takes; a bot's where nothing is said. */
  readonly token?: "app";
  readonly answer: (args: Arguments, office: Office) => Json;
}

/** The channel that is named in the arguments, where the bot may do something. */
export function joinedChannel(args: Arguments, { workspace }: Office): SlackChannel {
  const channel = knownChannel(args, workspace);
  if (!channel.member) throw new Refusal("not_in_channel");
  if (channel.archived) throw new Refusal("is_archived");
  return channel;
}

export function knownChannel(args: Arguments, workspace: Workspace): SlackChannel {
  const channel = workspace.channels.get(args.needed("channel"));
  if (channel === undefined) throw new Refusal("channel_not_found");
  return channel;
}

/** The message that is named by `channel` and the argument `field`. */
export function namedMessage(args: Arguments, { workspace }: Office, field: string): SlackMessage {
  const found = workspace.find(args.needed("channel"), args.needed(field));
  if (found === undefined) throw new Refusal("message_not_found");
  return found;
}
