/** What of the outside world failed; `core/words` has a sentence for each. */
export type FailureCode =
  | "no-model"
  | "model-unreachable"
  | "model-unauthorized"
  | "model-not-found"
  | "model-busy"
  | "model-queue-full"
  | "too-many-waiting"
  | "model-silent"
  | "model-broke-off"
  | "model-refused"
  | "model-damaged"
  | "model-empty"
  | "context-too-long"
  | "kernel-host-gone"
  | "kernel-not-started"
  | "python-missing"
  | "kernels-busy"
  | "own-kernels-busy"
  | "disk-full"
  | "file-missing"
  | "file-refused"
  | "file-changed"
  | "file-too-large"
  | "file-not-received"
  | "folder-full"
  | "store-gone"
  | "message-empty"
  | "message-too-long"
  | "bot-restarted"
  | "already-running"
  | "token-refused"
  | "platform-unreachable";

/** Names and numbers that a failure's sentence needs, such as `{ model: "glm-4", url: "http://…" }`; never secrets. */
export type FailureFacts = Readonly<Record<string, string | number>>;

/** The outside world failed: ends a turn with a sentence, never a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly facts: FailureFacts;

  constructor(code: FailureCode, message: string, options: { cause?: unknown; facts?: FailureFacts } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.facts = options.facts ?? {};
  }
}
