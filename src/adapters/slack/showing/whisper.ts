import type { Sentence } from "../../../core/words/sentence.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import type { Place } from "../place.ts";
import { fetchUntil } from "../wire/clients.ts";
import { faultOf, saidBy } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import { escaped, slackMarkup } from "./slack-markup.ts";

/** Slack takes 12,000 characters of Markdown; a text of the bot's own is shorter. */
const longest = 3_000;

/** What only one person sees. */
export class Whisper {
  readonly #workspace: Workspace;
  readonly #place: Place;
  readonly #words: Words;
  /** A command's own way back, which also leads to channels that the bot is not in. */
  readonly #responseUrl: string | undefined;

  constructor(workspace: Workspace, place: Place, words: Words, responseUrl?: string) {
    this.#workspace = workspace;
    this.#place = place;
    this.#words = words;
    this.#responseUrl = responseUrl;
  }

  say(sentence: Sentence): Promise<void> {
    return this.show(slackMarkup.own(sentence));
  }

  /** @param markdown made harmless already */
  async show(markdown: string): Promise<void> {
    const text = escaped(markdown).slice(0, longest);
    const blocks = [{ type: "markdown" as const, text: markdown.slice(0, longest) }];
    if (this.#responseUrl !== undefined && (await this.#respond(this.#responseUrl, { text, blocks }))) return;
    const { channel, thread, user } = this.#place;
    if (user === undefined) return;
    const at = thread === undefined ? { channel } : { channel, thread_ts: thread };
    await this.#workspace.clients.write.chat.postEphemeral({ ...at, user, text, blocks });
  }

  /** Says why an answer cannot be shown, where that can still be said. Never rejects. */
  async explain(error: unknown): Promise<void> {
    await this.say(this.#reason(error)).catch((silent: unknown) =>
      this.#workspace.log.warn(`Nobody could be told why there is no answer: ${saidBy(silent)}`),
    );
  }

  #reason(error: unknown): Sentence {
    const { slack } = this.#words;
    const fault = faultOf(error);
    if (fault.kind !== "refused") return slack.refused(saidBy(error));
    switch (fault.error) {
      case "not_in_channel":
      case "channel_not_found":
        return slack.notInChannel(this.#workspace.self.name);
      case "is_archived":
        return slack.archived;
      case "missing_scope":
        return slack.missingScope(fault.needed ?? "?");
      default:
        return slack.refused(fault.error);
    }
  }

  /** False where the address has had its half hour, or its five answers. */
  async #respond(url: string, message: object): Promise<boolean> {
    const { closing, pace, log } = this.#workspace;
    const answer = await fetchUntil(closing, log)(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_type: "ephemeral", replace_original: false, ...message }),
      signal: AbortSignal.timeout(pace.call),
    });
    await answer.text();
    return answer.ok;
  }
}
