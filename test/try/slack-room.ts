import type { FakeSlack } from "../fakes/slack/fake-slack.ts";
import type { SlackMessage, Whisper } from "../fakes/slack/message.ts";
import { bot } from "../fakes/slack/workspace.ts";
import type { Act, Conversation, Deed, MessageView, PlaceView, Room, RoomView } from "./room.ts";
import { filledIn, formView } from "./slack-forms.ts";
import { messageView, readText, typed } from "./slack-text.ts";

const places = [
  { id: "C1", name: "general", direct: false },
  { id: "D1", name: "threadbook", direct: true },
] as const;

/** Ada in the simulated Slack: #general, and her direct messages with the bot. */
export class SlackRoom implements Room {
  readonly platform = "slack";
  readonly #slack: FakeSlack;
  readonly #formsDone = new Set<string>();
  /** Slack keeps no time of what one person alone sees. */
  readonly #whisperedAt = new Map<Whisper, number>();

  constructor(slack: FakeSlack) {
    this.#slack = slack;
  }

  view(): RoomView {
    const { views, users } = this.#slack.workspace;
    return {
      platform: this.platform,
      bot: bot.name,
      person: users.get("U1")?.name ?? "",
      commandsInThreads: false,
      places: places.map((place) => this.#place(place)),
      forms: views.map(formView).filter(({ id }) => !this.#formsDone.has(id)),
    };
  }

  watch(changed: () => void): () => void {
    return this.#slack.workspace.subscribe(changed);
  }

  async perform(act: Act): Promise<void> {
    switch (act.do) {
      case "say":
        return this.#say(act);
      case "command":
        return this.#command(act);
      case "press":
        return this.#press(act);
      case "submit":
        return this.#submit(act);
      case "dismiss":
        this.#formsDone.add(act.form);
        return this.#slack.workspace.changed();
      default:
        return act satisfies never;
    }
  }

  file(key: string): { readonly mime: string; readonly bytes: Uint8Array } | undefined {
    const file = this.#slack.workspace.files.get(key);
    return file?.bytes === undefined ? undefined : { mime: file.mime, bytes: file.bytes };
  }

  #say({ place, thread, text, mention, files }: Deed<"say">): void {
    const shared = files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, "base64") }));
    const where = { channel: place, files: shared, ...(thread === undefined ? {} : { thread }) };
    this.#slack.people.say(typed(text, mention), where);
  }

  async #command({ place, name, text }: Deed<"command">): Promise<void> {
    const heard = await this.#slack.people.command(`/${name}`, typed(text, false), { channel: place });
    if (heard === undefined) throw new Error(`/${name} failed with the error "operation_timeout".`);
  }

  async #press({ place, message: ts, button: at }: Deed<"press">): Promise<void> {
    const message = this.#slack.workspace.find(place, ts);
    const actions = (message?.blocks ?? []).find(({ type }) => type === "actions");
    const button = (actions?.["elements"] as readonly Readonly<Record<string, unknown>>[] | undefined)?.[at];
    if (message === undefined || button === undefined) return;
    await this.#slack.people.press(message, button);
  }

  async #submit({ form, values }: Deed<"submit">): Promise<void> {
    const { workspace, people } = this.#slack;
    const view = workspace.views.find(({ id }) => id === form);
    if (view === undefined || this.#formsDone.has(form)) return;
    this.#formsDone.add(form);
    workspace.changed();
    await people.submit(view, filledIn(view, values));
  }

  #place(place: (typeof places)[number]): PlaceView {
    const { workspace } = this.#slack;
    const all = workspace.messages.filter(({ channel }) => channel === place.id);
    const inThreads = new Set(all.flatMap(({ thread_ts: thread }) => thread ?? []));
    const heads = all.filter(({ ts }) => inThreads.has(ts) || workspace.status(place.id, ts) !== "");
    const open = all.filter(({ thread_ts: thread, ts }) => thread === undefined || thread === ts);
    return {
      ...place,
      messages: this.#shown(open, place.id, undefined),
      threads: heads.map((head) => this.#thread(head)),
      sign: "",
    };
  }

  #thread({ channel, ts }: SlackMessage): Conversation {
    const { workspace } = this.#slack;
    const messages = this.#shown(workspace.thread(channel, ts), channel, ts);
    return { id: ts, name: messages[0]?.text ?? "", messages, sign: workspace.status(channel, ts) };
  }

  #shown(messages: readonly SlackMessage[], channel: string, thread: string | undefined): readonly MessageView[] {
    const { workspace } = this.#slack;
    const whispers = workspace.whispers.filter((one) => one.channel === channel && one.thread === thread);
    return [
      ...messages.map((message) => messageView(message, workspace)),
      ...whispers.map((one) => this.#whisper(one)),
    ].toSorted((a, b) => a.at - b.at);
  }

  #whisper(whisper: Whisper): MessageView {
    const at = this.#whisperedAt.get(whisper) ?? Date.now();
    this.#whisperedAt.set(whisper, at);
    const { text, blocks } = whisper;
    const markdown = blocks.find(({ type }) => type === "markdown")?.["text"];
    return {
      id: `whisper-${at}-${[...this.#whisperedAt.keys()].indexOf(whisper)}`,
      by: bot.name,
      bot: true,
      at,
      text: typeof markdown === "string" ? markdown : readText(text, blocks, this.#slack.workspace),
      buttons: [],
      files: [],
      reactions: [],
      edited: false,
      waiting: false,
      secret: true,
    };
  }
}
