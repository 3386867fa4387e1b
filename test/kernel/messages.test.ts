import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { readMessage } from "../../src/kernel/messages.ts";

function message(type: string, content: unknown): unknown {
  const header = { msg_type: type, date: "2026-01-02T03:04:05.678901Z" };
  return { header, parent_header: { msg_id: "m1" }, metadata: {}, content, channel: "iopub" };
}

describe("a Jupyter message", () => {
  it("is read with the request it belongs to", () => {
    const received = readMessage(message("stream", { name: "stderr", text: "oh" }));
    assert.deepEqual(received, { parent: "m1", message: { kind: "stream", stream: "stderr", text: "oh" } });
  });

  it("gives a figure's alt text and a display's id", () => {
    const content = {
      data: { "image/png": "AA==" },
      metadata: { threadbook: { alt: "Rain" } },
      transient: { display_id: "d" },
    };
    assert.deepEqual(readMessage(message("display_data", content))?.message, {
      kind: "display",
      result: false,
      display: { data: { "image/png": "AA==" }, alt: "Rain", id: "d" },
    });
  });

  it("gives the reply's status and the kernel's clock", () => {
    const reply = readMessage(message("execute_reply", { status: "ok", execution_count: 3 }))?.message;
    assert.ok(reply?.kind === "reply");
    assert.equal(reply.status, "ok");
    assert.equal(reply.at, Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  });

  it("is nothing where the bot has no use for it", () => {
    for (const type of ["comm_open", "kernel_info_reply", "debug_event", "no such type"]) {
      assert.equal(readMessage(message(type, {})), undefined);
    }
  });

  it("is harmless whatever it holds", () => {
    const types = fc.constantFrom("status", "stream", "display_data", "update_display_data", "error", "execute_reply");
    fc.assert(fc.property(types, fc.jsonValue(), (type, content) => void readMessage(message(type, content))));
    fc.assert(fc.property(fc.anything(), (raw) => void readMessage(raw)));
  });
});
