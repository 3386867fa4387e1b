import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delta, sse } from "../../test/fakes/model-server.ts";

// A served model in a process of its own: 50 tokens a second to everybody, and when it heard and said what.
const TOKEN_MS = 20;
const streams = new Set<() => void>();
setInterval(() => {
  for (const say of streams) say();
}, TOKEN_MS);

const server = createServer(async (request, response) => {
  const heardAt = process.hrtime.bigint();
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
    readonly messages: readonly { readonly content: string }[];
  };
  const last = body.messages.at(-1)?.content ?? "";
  const after = last.startsWith("```result");
  const name = /mark (\w+)/.exec(last)?.[1] ?? "";
  process.send?.({ kind: "heard", name, after, at: String(heardAt), result: /mark:(\w+)/.exec(last)?.[1] ?? "" });
  const text = after
    ? "That is what came out of it, and that is all."
    : `I look.\n\n\`\`\`python\nprint("mark:${name}")\n\`\`\`\n`;
  const tokens = text.match(/[\s\S]{1,4}/g) ?? [];
  const say = () => {
    const token = tokens.shift();
    if (token === undefined) {
      streams.delete(say);
      sse(response, delta("", "stop"));
      response.end("data: [DONE]\n\n");
      return;
    }
    if (!after && tokens.length === 0) process.send?.({ kind: "closed", name, at: String(process.hrtime.bigint()) });
    sse(response, delta(token));
  };
  response.on("close", () => streams.delete(say));
  streams.add(say);
});
server.listen(0, "127.0.0.1", () => process.send?.({ kind: "open", port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit());
