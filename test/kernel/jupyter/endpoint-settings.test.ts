import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { socketSettings } from "../../../src/kernel/jupyter/endpoint-settings.ts";
import { UnixHttp } from "../../../src/kernel/jupyter/unix-transport.ts";
import { readMessage } from "../../../src/kernel/messages.ts";

const ignore = () => undefined;
const { fetch } = new UnixHttp("/nowhere");
const endpoint = { socketPath: "/nowhere", token: "t", fetch, gone: new AbortController().signal };
const events = { opened: ignore, tooLarge: ignore, sift: () => [], arrived: ignore, unreadable: ignore };

const shown = (kind: string) => ({
  header: { msg_id: "1", msg_type: kind },
  parent_header: { msg_id: "cell" },
  metadata: {},
  content: { data: { "text/plain": "x" }, metadata: {}, transient: { display_id: "d", kept: 1 } },
  channel: "iopub",
});

describe("what the library is given of a kernel's message", () => {
  for (const kind of ["display_data", "update_display_data", "execute_result"]) {
    it(`is without the display's id, which the bot reads before: ${kind}`, () => {
      const heard: unknown[] = [];
      const { serializer } = socketSettings(endpoint, events, (raw) => heard.push(structuredClone(raw)));
      const given = serializer.deserialize(JSON.stringify(shown(kind)) as unknown as ArrayBuffer, "");
      assert.deepEqual(given.content, { ...shown(kind).content, transient: { kept: 1 } });
      assert.deepEqual(readMessage(heard[0]), readMessage(shown(kind)));
    });
  }
});
