/** JSON as it travels on the wire. */
export type Json = Readonly<Record<string, unknown>>;

/** A message as Slack keeps it and sends it. */
export interface SlackMessage {
  readonly type: "message";
  readonly subtype?: string;
  readonly channel: string;
  readonly ts: string;
  /** The message's own `ts` where it has answers. */
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly user: string;
  readonly team?: string;
  readonly bot_id?: string;
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly files?: readonly Json[];
  readonly metadata?: Json;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
}

/** A message that only one person sees. */
export interface Whisper {
  readonly channel: string;
  readonly thread?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
}

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly locale: string;
  readonly tz: string;
  readonly guest: boolean;
  readonly bot: boolean;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "group" | "im";
  /** Whether the bot was invited. */
  readonly member: boolean;
  readonly archived: boolean;
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mime: string;
  readonly alt: string;
  readonly user: string;
  /** The length that was announced before the upload. */
  readonly length: number;
  readonly bytes?: Uint8Array;
  readonly complete: boolean;
  /** Where the file can be seen, in the order of its sharing. */
  readonly shares: readonly { readonly channel: string; readonly ts: string; readonly thread_ts?: string }[];
}
