/** Stands for a kept value that cannot be read as JSON. */
export class Damaged {
  /** What is kept, as it is. */
  readonly raw: string;

  constructor(raw: string) {
    this.raw = raw;
  }
}
