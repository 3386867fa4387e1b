import type { Right } from "./rights.ts";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly bot: boolean;
  readonly moderator: boolean;
  /** As Discord writes it, such as `en-US` and `zh-CN`. */
  readonly locale: string;
}

export interface Channel {
  readonly id: string;
  readonly kind: "text" | "forum" | "dm" | "thread";
  name: string;
  /** The channel that a thread or forum post is in. */
  readonly parent?: string;
  /** Who opened the thread, or whom the bot talks to in this DM. */
  readonly owner: string;
  readonly createdAt: number;
  archived: boolean;
  locked: boolean;
  /** What the bot may not do here though its role has it. */
  readonly denied: Set<Right>;
  lastMessage?: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly description?: string;
  readonly size?: { readonly width: number; readonly height: number };
}

export type Component = Readonly<Record<string, unknown>>;

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: User;
  readonly at: number;
  /** Discord's number: 0 plain, 6 a pin, 19 a reply, 20 the answer to a command, 21 the head of a thread. */
  readonly type: number;
  content: string;
  editedAt?: number;
  flags: number;
  attachments: readonly Attachment[];
  components: readonly Component[];
  readonly reactions: Map<string, Set<string>>;
  /** Whom this message pinged when it was posted: user ids, role ids, `everyone`. */
  readonly pings: readonly string[];
  readonly nonce?: string | number;
  readonly webhook?: string;
  readonly replyTo?: { readonly channel: string; readonly message: string };
  /** The interaction that it answers. */
  readonly interaction?: { readonly id: string; readonly user: User };
  /** Who alone sees it. */
  readonly onlyFor?: string;
}

export interface FileToSend {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export const flags = { hasThread: 1 << 5, suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7 } as const;
