import type { Channel, Placed, Trace, Upload } from "../../src/adapters/chat/channel.ts";
import type { Verdict } from "../../src/adapters/draft.ts";
import type { Button } from "../../src/core/adapter.ts";

/** How the chat treats one call. */
export interface ChatTreatment {
  /** Microtasks that pass before it does anything. */
  readonly turns: number;
  readonly arrives: boolean;
  readonly answers: boolean;
  /** How often an upload is looked for before it is shown. */
  readonly looks: number;
}

export interface ChatMessage {
  readonly id: string;
  readonly key: string;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly upload?: Upload;
}

const smooth: ChatTreatment = { turns: 0, arrives: true, answers: true, looks: 0 };

/** A chat in memory that is slow, loses calls and answers, and shows uploads late, as it is told. */
export class FakeChatChannel implements Channel {
  readonly showsBusy = true;
  readonly place = "here";
  messages: readonly ChatMessage[] = [];
  /** Posts that were made while an upload was not shown yet. */
  readonly early: string[] = [];
  readonly signs: (string | undefined)[] = [];
  readonly calls: string[] = [];
  readonly #treatments: ChatTreatment[];
  readonly #late = new Map<string, { readonly message: ChatMessage; looks: number }>();
  #ids = 0;

  constructor(treatments: readonly ChatTreatment[] = []) {
    this.#treatments = [...treatments];
  }

  post(key: string, text: string, buttons: readonly Button[]): Promise<Placed> {
    return this.#treated("post", () => this.#show({ id: `${++this.#ids}`, key, text, buttons }));
  }

  edit(id: string, text: string, buttons: readonly Button[]): Promise<void> {
    return this.#treated("edit", () => {
      if (!this.messages.some((message) => message.id === id)) throw new Error(`no message ${id}`);
      this.messages = this.messages.map((message) => (message.id === id ? { ...message, text, buttons } : message));
    });
  }

  upload(key: string, upload: Upload, intend: (id: string) => Promise<void>): Promise<Placed> {
    return this.#treated("upload", async ({ looks }) => {
      const id = `${++this.#ids}`;
      await intend(id);
      const message = { id, key, text: upload.name, buttons: [], upload };
      if (looks === 0) return this.#show(message);
      this.#late.set(id, { message, looks });
      return { id, visible: false };
    });
  }

  watch(id: string): Promise<Placed> {
    return this.#treated("watch", () => this.#look(id) ?? { id, visible: true });
  }

  find(key: string, { id }: Trace): Promise<Placed | undefined> {
    return this.#treated("find", () => {
      const late = id === undefined ? undefined : this.#look(id);
      const found = this.messages.find((message) => message.key === key);
      return late ?? (found === undefined ? undefined : { id: found.id, visible: true });
    });
  }

  remove(id: string): Promise<void> {
    return this.#treated("remove", () => {
      this.#late.delete(id);
      this.messages = this.messages.filter((message) => message.id !== id);
    });
  }

  async ready(): Promise<void> {
    await Promise.resolve();
  }

  judge(): Verdict {
    return { kind: "again", after: Promise.resolve() };
  }

  whyNotShown(error: unknown): string {
    return String(error);
  }

  busy(doing: string | undefined): void {
    this.signs.push(doing);
  }

  async whisper(): Promise<void> {}

  async #treated<Result>(name: string, act: (treatment: ChatTreatment) => Result | Promise<Result>): Promise<Result> {
    this.calls.push(name);
    const treatment = this.#treatments.shift() ?? smooth;
    for (let turn = 0; turn < treatment.turns; turn++) await Promise.resolve();
    if (!treatment.arrives) throw new Error(`the chat lost a call of ${name}`);
    const result = await act(treatment);
    if (!treatment.answers) throw new Error(`the chat lost the answer to ${name}`);
    return result;
  }

  #show(message: ChatMessage): Placed {
    if (this.#late.size > 0) this.early.push(message.key);
    this.messages = [...this.messages, message];
    return { id: message.id, visible: true };
  }

  #look(id: string): Placed | undefined {
    const late = this.#late.get(id);
    if (late === undefined) return undefined;
    late.looks -= 1;
    if (late.looks > 0) return { id, visible: false };
    this.#late.delete(id);
    return this.#show(late.message);
  }
}
