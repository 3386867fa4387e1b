import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import stringWidth from "string-width";
import type { Language } from "../../src/core/words/sentence.ts";
import { found, type Sign } from "../../src/doctor/check.ts";
import { Report } from "../../src/doctor/report.ts";
import { doctorWords } from "../../src/doctor/words/doctor-words.ts";

function written(language: Language, write: (report: Report) => void, secrets: readonly string[] = []): string {
  const output = new PassThrough();
  write(new Report(output as unknown as NodeJS.WriteStream, doctorWords(language), secrets));
  return String(output.read());
}

/** The last line of a report with these signs. */
function end(...signs: readonly Sign[]): string | undefined {
  const text = written("en", (report) => {
    for (const sign of signs) report.add("node", found(sign, ""));
    report.end();
  });
  return text.trimEnd().split("\n").at(-1);
}

for (const language of ["en", "zh"] as const) {
  test(`in a pipe, lines stand in columns without colours (${language})`, () => {
    const lines = written(language, (report) => {
      report.add("node", found("ok", "first"));
      report.add("sandbox", found("warning", "second"));
      report.add("settings", found("wrong", "third", ["below"]));
    }).split("\n");
    const columns = lines.slice(0, 3).map((line) => stringWidth(line.slice(0, /first|second|third/.exec(line)?.index)));
    assert.equal(new Set(columns).size, 1);
    assert.match(lines[3] ?? "", /^ +below$/);
    assert.doesNotMatch(lines.join(""), /\p{C}/u);
  });
}

test("a secret is left out wherever it stands, and nothing can move the terminal's cursor", () => {
  const said = "Slack answers hunter2 \x1b[2J\nof xoxb-hunter2-more";
  const text = written("en", (report) => report.add("slack", found("wrong", said, ["hunter2"])), [
    "xoxb-hunter2-more",
    "hunter2",
  ]);
  assert.doesNotMatch(text, /hunter2/);
  assert.match(text, /Slack answers … \[2J of …\n +…\n/);
});

test("on a terminal the sign alone has its colour", () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => 8, hasColors: () => true });
  const report = new Report(terminal as unknown as NodeJS.WriteStream, doctorWords("en"), []);
  report.add("disk", found("wrong", "full"));
  assert.match(String(terminal.read()), /^\x1b\[31mwrong +\x1b\[39mdisk +full\n$/);
});

test("the last line counts what was found", () => {
  assert.equal(end("ok"), "All is well.");
  assert.equal(end("ok", "warning"), "All that is configured works, with 1 warning.");
  assert.equal(end("wrong", "warning", "warning"), "1 wrong, 2 warnings.");
});
