import type { Sentence } from "../../../core/words/sentence.ts";
import type { Place } from "../place.ts";
import { faultOf } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";

// Slack takes a status away after about two minutes.
const refreshMs = 90_000;
const betweenMs = 5_000;
const reaction = "eyes";
const longestStatus = 100;

/** Shows at a message that the bot is at work on it: as the thread's status, else by a reaction. */
export class Sign {
  readonly #workspace: Workspace;
  readonly #place: Place;
  #wanted: Sentence | undefined;
  #shown: Sentence | undefined;
  #reacted = false;
  /** Whether a status may stand: one that Slack took while a message was posted may have come behind it. */
  #stated = false;
  #working = false;
  #work: Promise<void> = Promise.resolve();
  #wake = new AbortController();

  constructor(workspace: Workspace, place: Place) {
    this.#workspace = workspace;
    this.#place = place;
  }

  /** One call at a time, so that none of them comes after the one that takes the sign away. */
  show(doing: Sentence | undefined): void {
    const changed = (doing === undefined) !== (this.#wanted === undefined);
    this.#wanted = doing;
    if (changed) this.#wake.abort();
    if (!this.#working) this.#work = this.#keep();
    if (doing === undefined) void this.#workspace.finish(this.#work);
  }

  /** Slack takes the status away with each message of the bot. */
  posted(): void {
    this.#shown = undefined;
  }

  async #keep(): Promise<void> {
    const { clock, closing } = this.#workspace;
    this.#working = true;
    let at = 0;
    while (this.#wanted !== undefined && !closing.aborted) {
      this.#wake = new AbortController();
      const now = clock.now();
      if (this.#wanted !== this.#shown || now - at >= refreshMs) {
        await this.#put(this.#wanted);
        at = now;
      }
      await clock.wait(betweenMs, AbortSignal.any([this.#wake.signal, closing]));
    }
    await this.#clear();
    this.#working = false;
    if (this.#wanted !== undefined && !closing.aborted) await this.#keep();
  }

  async #put(doing: Sentence): Promise<void> {
    const { thread } = this.#place;
    this.#shown = doing;
    if (thread !== undefined && this.#workspace.showsStatus && (await this.#status(thread, doing))) {
      this.#stated = true;
      return;
    }
    if (!this.#reacted) this.#reacted = await this.#react("add");
  }

  async #clear(): Promise<void> {
    const { thread } = this.#place;
    if (this.#reacted) this.#reacted = !(await this.#react("remove"));
    if (thread !== undefined && this.#stated) await this.#status(thread, "");
    this.#stated = false;
    this.#shown = undefined;
  }

  async #status(thread: string, status: string): Promise<boolean> {
    const { clients, log } = this.#workspace;
    const cut = status.slice(0, longestStatus);
    try {
      const threads = clients.write.assistant.threads;
      await threads.setStatus({ channel_id: this.#place.channel, thread_ts: thread, status: cut });
      return true;
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind !== "refused") return true;
      if (["missing_scope", "unknown_method", "not_allowed_token_type"].includes(fault.error)) {
        this.#workspace.showsStatus = false;
        log.warn(`Slack shows no status (${fault.error}): a reaction takes its place`);
      }
      return false;
    }
  }

  async #react(what: "add" | "remove"): Promise<boolean> {
    const { channel, asked } = this.#place;
    if (asked === undefined) return false;
    const { reactions } = this.#workspace.clients.write;
    // A sign is never waited for, and nothing depends on it.
    const done = await reactions[what]({ channel, timestamp: asked, name: reaction }).catch(() => undefined);
    return done !== undefined;
  }
}
