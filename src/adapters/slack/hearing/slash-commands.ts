import type { App } from "@slack/bolt";
import type { Incoming, Listener } from "../../../core/adapter.ts";
import type { CommandName } from "../../../core/commands/command-name.ts";
import { replyRef } from "../../../core/ids.ts";
import { languageOf, words } from "../../../core/words/words.ts";
import { askedPost } from "../../chat/markup.ts";
import { commandThread, deliveryOf, isDirect, threadOf } from "../place.ts";
import { metadataOf } from "../showing/find-message.ts";
import { answerPlace, type Replies } from "../showing/replies.ts";
import { slackMarkup } from "../showing/slack-markup.ts";
import { Whisper } from "../showing/whisper.ts";
import { written } from "../showing/written.ts";
import { saidBy } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import type { People } from "./people.ts";
import { formName, readForm, runForm } from "./run-form.ts";
import { namedIn, readText } from "./slack-text.ts";

/** A command as a person gave it in a channel. */
interface Given {
  readonly channel: string;
  readonly user: string;
  /** Unique to this one command. */
  readonly trigger: string;
  /** As it was typed. */
  readonly text: string;
  readonly responseUrl?: string;
}

interface CommandBody {
  readonly channel_id: string;
  readonly user_id: string;
  readonly trigger_id: string;
  readonly text: string;
  readonly response_url: string;
}

/** `/run`, `/ask` and `/help`, which Slack knows in channels only, and the form that asks for code. */
export class SlashCommands {
  readonly #workspace: Workspace;
  readonly #people: People;
  readonly #replies: Replies;
  readonly #listener: Listener;

  constructor(
    room: { readonly workspace: Workspace; readonly people: People; readonly replies: Replies },
    listener: Listener,
  ) {
    this.#workspace = room.workspace;
    this.#people = room.people;
    this.#replies = room.replies;
    this.#listener = listener;
  }

  /** Each is acknowledged before anything else: Slack waits three seconds. */
  listen(app: App): void {
    app.command("/run", async ({ ack, body }) => {
      await ack();
      await this.#guarded(async () => {
        const given = await this.#given(body);
        return given.text.trim() === "" ? this.#askForCode(given) : this.#command("run", given);
      });
    });
    app.command("/ask", async ({ ack, body }) => {
      await ack();
      await this.#guarded(async () => this.#ask(await this.#given(body)));
    });
    app.command("/help", async ({ ack, body }) => {
      await ack();
      await this.#guarded(async () => this.#command("help", await this.#given(body)));
    });
    app.view(formName, async ({ ack, body, view }) => {
      await ack();
      await this.#guarded(async () => {
        const { code, ...from } = readForm(view);
        return this.#command("run", { ...from, user: body.user.id, trigger: view.id, text: code });
      });
    });
  }

  async #askForCode({ trigger, channel, user, responseUrl }: Given): Promise<void> {
    const { language } = await this.#people.get(user);
    const { views } = this.#workspace.clients.write;
    const whisper = new Whisper(this.#workspace, { channel, user }, words(language), responseUrl);
    const from = { channel, ...(responseUrl === undefined ? {} : { responseUrl }) };
    await views
      .open({ trigger_id: trigger, view: runForm(from, words(language)) })
      .catch((error: unknown) => whisper.explain(error));
  }

  async #command(name: CommandName, given: Given): Promise<void> {
    const { channel, user, trigger, text, responseUrl } = given;
    const person = await this.#people.get(user);
    const { team } = this.#workspace.self;
    // A direct conversation is a thread, with a Python of its own.
    const inside = name === "run" && isDirect(channel);
    const thread = inside ? threadOf(team, channel, trigger, undefined) : commandThread(team, channel, trigger);
    const language = languageOf(text) ?? person.language;
    const head = slackMarkup.own(words(language).chat.ranBy(person.name));
    const place = { channel, user, ...(name === "run" ? { head } : {}) };
    const asked = { thread, message: trigger, place, language, ownCode: false };
    const answer = { ...asked, ...(responseUrl === undefined ? {} : { responseUrl }) };
    const reply = name === "run" ? this.#replies.open(answer) : this.#replies.openWhispered(answer);
    const at = this.#workspace.clock.now();
    const id = deliveryOf(thread, trigger);
    const said = { id, thread, person, at, addressed: true, text, files: [] };
    const incoming: Incoming = { ...said, kind: "commanded", name, quick: !inside };
    await this.#listener.deliver(incoming, reply);
  }

  /** Posts the question, so that others see it, and answers in its thread. */
  async #ask(given: Given): Promise<void> {
    const { channel, user, trigger, text, responseUrl } = given;
    const { self, clients } = this.#workspace;
    const person = await this.#people.get(user);
    const language = languageOf(text) ?? person.language;
    const { chat } = words(language);
    const whisper = new Whisper(this.#workspace, { channel, user }, words(language), responseUrl);
    if (text.trim() === "") return whisper.say(chat.askWhat);
    const opening = replyRef(commandThread(self.team, channel, trigger), "question");
    const shown = askedPost(person.name, text, slackMarkup, words(language));
    const message = { ...written(shown, [], opening, words(language)), metadata: metadataOf(opening, "question") };
    await this.#workspace.posts(channel).pass(() => true);
    const posted = await clients.write.chat
      .postMessage({ channel, ...message, unfurl_links: false, unfurl_media: false })
      .catch((error: unknown) => whisper.explain(error));
    const ts = posted?.ts;
    if (ts === undefined) return;
    const thread = threadOf(self.team, channel, ts, ts);
    const place = answerPlace(channel, ts, ts, user);
    const reply = this.#replies.open({ thread, message: ts, place, language, ownCode: false });
    const id = deliveryOf(thread, ts);
    const at = Number(ts) * 1000;
    await this.#listener.deliver({ id, thread, person, at, addressed: true, text, kind: "asked", files: [] }, reply);
  }

  /** Slack writes a command's text as it writes messages, and a form's as it was typed. */
  async #given(body: CommandBody): Promise<Given> {
    const named = namedIn(body.text).map(async (user) => [user, (await this.#people.get(user)).name] as const);
    const { channel_id: channel, user_id: user, trigger_id: trigger, response_url: responseUrl } = body;
    return { channel, user, trigger, text: readText(body.text, new Map(await Promise.all(named))), responseUrl };
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      this.#workspace.log.warn(`A command on Slack could not be handed on: ${saidBy(error)}`),
    );
  }
}
