import { Readable } from "node:stream";
import { spec, tap } from "node:test/reporters";

/** Reports as Node itself does, a tree on a terminal and TAP elsewhere, with the coverage table as one line. */
// Node takes a reporter from the default export.
// oxlint-disable-next-line import/no-default-export
export default async function* reportTests(events) {
  let totals;
  async function* withoutTable() {
    for await (const event of events) {
      if (event.type === "test:coverage") totals = event.data.summary.totals;
      else yield event;
    }
  }
  yield* process.stdout.isTTY ? Readable.from(withoutTable()).pipe(new spec()) : tap(withoutTable());
  if (totals === undefined) return;
  const { coveredLinePercent, coveredBranchPercent, coveredFunctionPercent } = totals;
  yield `# coverage of src: ${percent(coveredLinePercent)} of lines, ${percent(coveredBranchPercent)} of branches, ${percent(coveredFunctionPercent)} of functions\n`;
}

function percent(number) {
  return `${number.toFixed(1)} %`;
}
