import type { Delivery, Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";

/** An answer that one person alone could see, and that can no longer be shown so: nobody else is shown it. */
export class SilentReply implements Reply {
  readonly ref: ReplyRef;

  constructor(ref: ReplyRef) {
    this.ref = ref;
  }

  draw(): void {}

  async settle(): Promise<Delivery> {
    return { kind: "delivered" };
  }

  async whisper(): Promise<void> {}
}
