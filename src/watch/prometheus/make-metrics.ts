import { Counter, Gauge, Histogram, type Registry } from "prom-client";

const PREFIX = "threadbook_";

/** Makes the metrics of one registry, all with the bot's prefix. */
export class MakeMetrics {
  readonly #registers: Registry[];

  constructor(registry: Registry) {
    this.#registers = [registry];
  }

  counter<Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers: this.#registers });
  }

  /** @param buckets upper bounds, in seconds */
  histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ): Histogram<Label> {
    return new Histogram({ name: `${PREFIX}${name}`, help, labelNames, buckets, registers: this.#registers });
  }

  /** @param read gives a label's value and the number, anew at each look */
  gauge(name: string, help: string, label: string, read: () => Iterable<readonly [string, number]>): Gauge {
    return new Gauge({
      name: `${PREFIX}${name}`,
      help,
      labelNames: [label],
      registers: this.#registers,
      collect() {
        this.reset();
        for (const [value, count] of read()) this.set({ [label]: value }, count);
      },
    });
  }

  /** A gauge without labels. */
  plainGauge(name: string, help: string, read: () => number): Gauge {
    return new Gauge({
      name: `${PREFIX}${name}`,
      help,
      registers: this.#registers,
      collect() {
        this.set(read());
      },
    });
  }
}
