import type { ChatManner } from "../../src/adapters/chat/chat-reply.ts";
import { renderChat } from "../../src/adapters/chat/render-chat.ts";
import type { TurnView } from "../../src/core/view.ts";
import { words } from "../../src/core/words/words.ts";

/** The messages of an answer in a chat. */
export function chatLooks(manner: ChatManner): (view: TurnView, ownCode: boolean) => readonly string[] {
  return (view, ownCode) => {
    const setting = { ...manner, words: words(view.language), ownCode, waitedLong: false };
    return renderChat(view, [], setting).map(({ body }) => (body.kind === "text" ? body.text : body.kind));
  };
}
