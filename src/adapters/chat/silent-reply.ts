import type { Delivery, Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";

/** An answer that one person alone could see, and that can no longer be shown so: nobody else is shown it. */
export class SilentReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode: boolean;

  constructor({ ref, ownCode }: Pick<Reply, "ref" | "ownCode">) {
    this.ref = ref;
    this.ownCode = ownCode;
  }

  draw(): void {}

  async settle(): Promise<Delivery> {
    return { kind: "delivered" };
  }

  async whisper(): Promise<void> {}
}
