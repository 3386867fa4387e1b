import { z } from "zod";
import type { BlobHash, DeliveryId, PersonId } from "../../ids.ts";

const count = z.number();
const person = z.custom<PersonId>((value) => typeof value === "string");
const delivery = z.custom<DeliveryId>((value) => typeof value === "string");
const who = z.object({ id: person, name: z.string() });
const file = z.object({ name: z.string(), bytes: count });
const blob = z.custom<BlobHash>((value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value));

const figure = z.object({
  hash: blob,
  mime: z.string(),
  width: count,
  height: count,
  bytes: count,
  alt: z.string().exactOptional(),
});

const shown = z.object({
  text: z.string().exactOptional(),
  html: z.string().exactOptional(),
  markdown: z.string().exactOptional(),
  picture: figure.exactOptional(),
});

const output = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("stream"), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ kind: z.literal("display"), display: z.string().exactOptional(), result: z.boolean(), shown }),
  z.object({ kind: z.literal("replaced"), display: z.string(), shown }),
  z.object({ kind: z.literal("cleared") }),
  z.object({ kind: z.literal("error"), name: z.string(), value: z.string(), traceback: z.string() }),
  z.object({ kind: z.literal("omitted"), characters: count }),
]);

const end = z.object({
  outcome: z.enum(["ok", "raised", "interrupted", "timed-out", "out-of-memory", "kernel-died", "host-gone"]),
  kept: z.boolean(),
  lostBefore: z.literal(true).exactOptional(),
  generation: count,
  because: z.enum(["too-much-output", "too-many-figures", "too-large-figures", "folder-overfull"]).exactOptional(),
});

const part = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prose"), raw: z.string(), text: z.string() }),
  z.object({ kind: z.literal("thinking"), raw: z.string() }),
  z.object({ kind: z.literal("call"), raw: z.string(), id: z.string(), code: z.string() }),
]);

const failure = z.enum([
  "no-model",
  "model-unreachable",
  "model-unauthorized",
  "model-not-found",
  "model-busy",
  "model-queue-full",
  "too-many-waiting",
  "model-silent",
  "model-broke-off",
  "model-refused",
  "model-damaged",
  "model-empty",
  "context-too-long",
  "kernel-host-gone",
  "kernel-not-started",
  "python-missing",
  "kernels-busy",
  "own-kernels-busy",
  "disk-full",
  "file-missing",
  "file-refused",
  "file-changed",
  "file-too-large",
  "file-not-received",
  "folder-full",
  "store-gone",
  "message-empty",
  "message-too-long",
  "bot-restarted",
  "already-running",
  "token-refused",
  "platform-unreachable",
]);

const facts = z.record(z.string(), z.union([z.string(), z.number()]));

const note = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("python-restarted") }),
  z.object({ kind: z.literal("trimmed"), turn: count, step: count }),
  z.object({ kind: z.literal("answer-cut") }),
  z.object({ kind: z.literal("record-damaged"), turns: count }),
  z.object({ kind: z.literal("earlier-unread"), reason: z.string() }),
  z.object({ kind: z.literal("file-not-kept"), name: z.string(), code: failure, facts }),
]);

const ending = z.discriminatedUnion("why", [
  z.object({ why: z.literal("answered") }),
  z.object({ why: z.literal("stopped"), by: person }),
  z.object({ why: z.literal("out-of-steps"), limit: count }),
  z.object({ why: z.literal("going-in-circles") }),
  z.object({
    why: z.literal("failed"),
    code: failure,
    facts,
  }),
  z.object({ why: z.literal("our-mistake"), reference: z.string() }),
]);

/** The shape of an entry as it is kept; `turn-record.ts` does not compile when it is not exactly that of `Entry`. */
export const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("overheard"),
    who,
    text: z.string(),
    files: z.array(file),
    at: z.string(),
  }),
  z.object({
    kind: z.literal("asked"),
    message: delivery.exactOptional(),
    who,
    via: z.enum(["message", "run"]),
    text: z.string(),
    files: z.array(file).exactOptional(),
    language: z.enum(["en", "zh"]),
    at: z.string(),
  }),
  z.object({ kind: z.literal("said"), parts: z.array(part) }),
  z.object({
    kind: z.literal("ran"),
    call: z.string(),
    code: z.string(),
    outputs: z.array(output),
    end,
    result: z.string(),
  }),
  z.object({
    kind: z.literal("refused"),
    call: z.string(),
    code: z.string(),
    why: z.enum(["cut-off", "too-long", "same-code", "stopped", "not-started", "unknown"]),
  }),
  z.object({ kind: z.literal("noted"), note }),
  z.object({ kind: z.literal("ended"), ending }),
]);
