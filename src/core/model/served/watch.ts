/** Ends a request whose server is silent for too long, or whose asker has left. */
export class Watch implements AsyncDisposable {
  readonly #patience: { readonly firstTokenMs: number; readonly betweenTokensMs: number };
  readonly #request = new AbortController();
  readonly #asker: AbortSignal;
  readonly #leave = () => this.#request.abort(this.#asker.reason);
  #timer: NodeJS.Timeout | undefined;
  #silentMs: number | undefined;

  constructor(patience: { readonly firstTokenMs: number; readonly betweenTokensMs: number }, asker: AbortSignal) {
    this.#patience = patience;
    this.#asker = asker;
    asker.addEventListener("abort", this.#leave, { once: true });
    if (asker.aborted) this.#leave();
    this.#wait(patience.firstTokenMs);
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  /** How long the server was silent, where that ended the request. */
  get silentMs(): number | undefined {
    return this.#silentMs;
  }

  /** Something of the answer came. */
  spoke(): void {
    this.#wait(this.#patience.betweenTokensMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    this.#asker.removeEventListener("abort", this.#leave);
    this.#request.abort();
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#silentMs = ms;
      this.#request.abort();
    }, ms);
  }
}
