const MESSAGE_CHARACTERS = 1_000;
const STACK_CHARACTERS = 8_000;
const CAUSES = 5;

interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: PlainError;
}

/**
 * An error for the log: what it is, where it came from and why. Its other fields stay out, because clients of platforms
 * and models keep whole requests there, with what people wrote and with tokens.
 */
export function plainError(error: unknown, causes = CAUSES): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, MESSAGE_CHARACTERS) };
  const { name, message, stack = "" } = error;
  const code = "code" in error ? error.code : undefined;
  return {
    type: name,
    message: message.slice(0, MESSAGE_CHARACTERS),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: stack.slice(0, STACK_CHARACTERS),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: plainError(error.cause, causes - 1) }),
  };
}
