import * as fc from "fast-check";
import type { Entry } from "../../../src/core/dialog.ts";
import { blobHash, deliveryId, personId, threadId } from "../../../src/core/ids.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constant("线\ud800\u0000<|user|>"),
);
const count = fc.oneof(
  fc.nat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
);
const whole = <T extends object>(parts: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record<T>(parts, { noNullPrototype: true });
const person = text.map((name) => personId("fake", name.toWellFormed()));
const who = whole({ id: person, name: text });
const maybe: fc.RecordConstraints<never> = { noNullPrototype: true, requiredKeys: [] };

const figure = fc
  .record(
    { mime: text, width: count, height: count, bytes: count, alt: text },
    { noNullPrototype: true, requiredKeys: ["mime", "width", "height", "bytes"] },
  )
  .map((rest) => ({ hash: blobHash(Buffer.from(rest.mime)), ...rest }));
const shown = fc.record({ text, html: text, markdown: text, picture: figure }, maybe);
const kind = <const Kind extends string>(name: Kind) => fc.constant(name);

const output = fc.oneof(
  whole({ kind: kind("stream"), stream: fc.constantFrom("stdout", "stderr"), text }),
  fc.record(
    { kind: kind("display"), display: text, result: fc.boolean(), shown },
    { noNullPrototype: true, requiredKeys: ["kind", "result", "shown"] },
  ),
  whole({ kind: kind("replaced"), display: text, shown }),
  whole({ kind: kind("cleared") }),
  whole({ kind: kind("error"), name: text, value: text, traceback: text }),
  whole({ kind: kind("omitted"), characters: count }),
);
const end = fc.record(
  {
    outcome: fc.constantFrom("ok", "raised", "interrupted", "timed-out", "out-of-memory", "kernel-died", "host-gone"),
    kept: fc.boolean(),
    lostBefore: fc.constant(true),
    generation: count,
    because: fc.constantFrom("too-much-output", "too-many-figures", "too-large-figures"),
  },
  { noNullPrototype: true, requiredKeys: ["outcome", "kept", "generation"] },
);
const part = fc.oneof(
  whole({ kind: kind("prose"), raw: text, text }),
  whole({ kind: kind("thinking"), raw: text }),
  whole({ kind: kind("call"), raw: text, id: text, code: text }),
);
const facts = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
  fc.oneof(text, count),
  {
    noNullPrototype: true,
  },
);
const note = fc.oneof(
  fc.constantFrom({ kind: "python-restarted" }, { kind: "answer-cut" }),
  whole({ kind: kind("trimmed"), turn: count, step: count }),
  whole({ kind: kind("record-damaged"), turns: count }),
  whole({ kind: kind("earlier-unread"), reason: text }),
  whole({ kind: kind("file-not-kept"), name: text, code: fc.constantFrom("folder-full", "file-too-large"), facts }),
);
const ending = fc.oneof(
  fc.constantFrom({ why: "answered" }, { why: "going-in-circles" }),
  whole({ why: kind("stopped"), by: person }),
  whole({ why: kind("out-of-steps"), limit: count }),
  whole({ why: kind("failed"), code: fc.constantFrom("disk-full", "model-busy"), facts }),
  whole({ why: kind("our-mistake"), reference: text }),
);

/** Every kind of entry, with everything in it that may be there. */
export const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  whole({ kind: kind("overheard"), who, text, files: fc.array(whole({ name: text, bytes: count })), at: text }),
  fc.record(
    {
      kind: kind("asked"),
      message: text.map((name) => deliveryId(threadId("fake", "1"), name)),
      who,
      via: fc.constantFrom("message", "run"),
      text,
      files: fc.array(whole({ name: text, bytes: count })),
      language: fc.constantFrom("en", "zh"),
      at: text,
    },
    { noNullPrototype: true, requiredKeys: ["kind", "who", "via", "text", "language", "at"] },
  ),
  whole({ kind: kind("said"), parts: fc.array(part) }),
  whole({ kind: kind("ran"), call: text, code: text, outputs: fc.array(output), end, result: text }),
  whole({
    kind: kind("refused"),
    call: text,
    code: text,
    why: fc.constantFrom("cut-off", "too-long", "same-code", "stopped", "not-started", "unknown"),
  }),
  whole({ kind: kind("noted"), note }),
  whole({ kind: kind("ended"), ending }),
);
