import { outputText } from "../../src/adapters/output-text.ts";
import { safeText } from "../../src/adapters/safe-text.ts";
import type { Block } from "../../src/core/view.ts";
import { adapterContract } from "../contracts/adapter-contract.ts";
import { FakeAdapter, type FakeReply } from "./fake-adapter.ts";

// The fake keeps views and sends nothing on, so nothing acts on it and it cannot be held up.
adapterContract("the fake platform", async () => {
  const adapter = new FakeAdapter();
  const shown = async () => [...adapter.replies, ...adapter.reopened].map(textOf).join("\n");
  return {
    adapter,
    harmful: ["\x1b[2J", "\x07"],
    hold: () => () => undefined,
    say: async (text) => void (await adapter.ask(text)),
    shown,
    raw: async () => safeText(await shown()),
    close: async () => undefined,
  };
});

function textOf({ view, ownCode }: FakeReply): string {
  return view.blocks.map((block) => blockText(block, ownCode)).join("\n");
}

function blockText(block: Block, ownCode: boolean): string {
  if (block.kind === "cell") return [ownCode ? "" : block.code, ...block.outputs.map(outputText)].join("\n");
  return "text" in block ? block.text : "";
}
