const quietMs = 15_000;

/** Tells on standard error how a long step goes: a line that moves on a terminal, a line now and then in a pipe. */
export class Progress {
  #title;
  #detail = "";
  #startedAt = performance.now();
  #saidAt = performance.now();
  #timer;
  #live = process.stderr.isTTY === true;

  constructor(title, expectation) {
    this.#title = title;
    this.#timer = setInterval(() => this.#tick(), this.#live ? 250 : 1000);
    if (this.#live) this.#tick();
    else process.stderr.write(`${title} (${expectation}) …\n`);
  }

  /** What the step is at now, such as "41 fetched". */
  at(detail) {
    this.#detail = detail;
  }

  /** Ends the step; `words` stands in for what it became, such as "done" or "failed". */
  end(words) {
    clearInterval(this.#timer);
    process.stderr.write(`${this.#live ? "\r\x1b[K" : ""}${this.#title}: ${words} (${this.#seconds()} s)\n`);
  }

  #tick() {
    const line = `${this.#title} … ${this.#seconds()} s${this.#detail && `, ${this.#detail}`}`;
    if (this.#live) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    else if (performance.now() - this.#saidAt >= quietMs) {
      this.#saidAt = performance.now();
      process.stderr.write(`${line}\n`);
    }
  }

  #seconds() {
    return Math.round((performance.now() - this.#startedAt) / 1000);
  }
}
