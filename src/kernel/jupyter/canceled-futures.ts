/**
 * Whether a rejection that nobody handles is the one that @jupyterlab/services leaves behind when a kernel dies right
 * after it was connected: its own request for the kernel's facts, on which nothing depends.
 */
export function isCanceledFuture(reason: unknown): boolean {
  return reason instanceof Error && /^Canceled future for \w+ message before replies were done$/.test(reason.message);
}

/** Lets exactly those rejections pass; every other one stays as fatal as Node makes it. */
export function tolerateCanceledFutures(): Disposable {
  process.on("unhandledRejection", throwOthers);
  return { [Symbol.dispose]: () => process.off("unhandledRejection", throwOthers) };
}

function throwOthers(reason: unknown): void {
  if (!isCanceledFuture(reason)) throw reason;
}
