/** What keeps the starter from going on, in words for the person who typed the command. */
export class Refusal extends Error {
  /** @param {string} message  @param {number} exitCode 1: something failed, 2: wrongly called, 130: Ctrl-C */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
