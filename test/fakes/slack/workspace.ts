import type { Json, SlackChannel, SlackFile, SlackMessage, SlackUser, Whisper } from "./message.ts";

export const team = "T1";
export const bot = { user: "UBOT", id: "B1", name: "threadbook" };

/** What a workspace holds, as plain data, and who is told when it changes. */
export class Workspace {
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, SlackChannel>();
  readonly files = new Map<string, SlackFile>();
  readonly whispers: Whisper[] = [];
  readonly views: Json[] = [];
  #messages: readonly SlackMessage[] = [];
  readonly #statuses = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  #lastTs = 0;
  #lastId = 0;

  constructor() {
    this.addUser(bot.user, bot.name, { bot: true });
    this.addUser("U1", "Ada");
    this.addUser("U2", "Bob");
    this.addChannel("C1", "general");
    this.addChannel("C2", "random");
    this.addChannel("D1", "Ada", "im");
  }

  /** All messages of the workspace, oldest first. */
  get messages(): readonly SlackMessage[] {
    return this.#messages;
  }

  addUser(id: string, name: string, more: Partial<SlackUser> = {}): void {
    this.users.set(id, person(id, name, more));
  }

  addChannel(id: string, name: string, kind: SlackChannel["kind"] = "channel"): void {
    this.channels.set(id, { id, name, kind, member: true, archived: false });
  }

  /** A timestamp that no other message has, later than all before. */
  nextTs(): string {
    this.#lastTs = Math.max(Date.now() * 1000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, "0")}`;
  }

  nextId(letter: string): string {
    return `${letter}${String(++this.#lastId).padStart(8, "0")}`;
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.#messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** The opening message and its answers, oldest first. */
  thread(channel: string, ts: string): readonly SlackMessage[] {
    return this.#messages.filter((one) => one.channel === channel && (one.ts === ts || one.thread_ts === ts));
  }

  /** Adds a message, or puts it in place of the one with its timestamp. */
  put(message: SlackMessage): void {
    const known = this.find(message.channel, message.ts);
    if (known === undefined) this.#messages = [...this.#messages, message];
    else this.#replace(known, message);
    this.#countAnswers(message);
    this.changed();
  }

  remove(message: SlackMessage): void {
    this.#messages = this.#messages.filter((other) => other !== message);
    this.#countAnswers(message);
    this.changed();
  }

  status(channel: string, thread: string): string {
    return this.#statuses.get(`${channel}/${thread}`) ?? "";
  }

  /** Shows what the bot is doing in a thread; an empty text clears it. */
  setStatus(channel: string, thread: string, status: string): void {
    this.#statuses.set(`${channel}/${thread}`, status);
    this.changed();
  }

  /** Calls `watcher` after each change until the returned function is called. */
  subscribe(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #replace(known: SlackMessage, message: SlackMessage): void {
    this.#messages = this.#messages.map((other) => (other === known ? message : other));
  }

  /** A message that has answers stands in a thread of its own name, with their number. */
  #countAnswers({ channel, ts, thread_ts: thread = ts }: SlackMessage): void {
    const head = this.find(channel, thread);
    if (head === undefined) return;
    const { thread_ts: _thread, reply_count: _count, ...alone } = head;
    const answers = this.thread(channel, thread).length - 1;
    this.#replace(head, answers === 0 ? alone : { ...alone, thread_ts: thread, reply_count: answers });
  }
}

function person(id: string, name: string, more: Partial<SlackUser> = {}): SlackUser {
  return { id, name, team, locale: "en-US", tz: "Europe/Berlin", guest: false, bot: false, ...more };
}
