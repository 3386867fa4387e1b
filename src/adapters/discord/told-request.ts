import { DefaultRestOptions, type RESTOptions } from "discord.js";
import type { CallResult } from "../../core/adapter.ts";
import type { ChatLog } from "../chat/chat-log.ts";

type MakeRequest = RESTOptions["makeRequest"];

/** The library's own way to make a request, which tells the log what came of it. */
export function toldRequest(log: ChatLog): MakeRequest {
  return async (url, init) => {
    const method = `${init.method ?? "GET"} ${routeOf(url)}`;
    try {
      const answer = await DefaultRestOptions.makeRequest(url, init);
      log.called?.(method, resultOf(answer.status));
      return answer;
    } catch (error) {
      log.called?.(method, "failed");
      throw error;
    }
  };
}

/** Such as `/channels/:id/messages`. What is no plain word may be a token, which lets whoever has it speak as the bot. */
export function routeOf(url: string): string {
  const parts = new URL(url).pathname.replace(/^\/api(?:\/v\d+)?/, "").split("/");
  return parts
    .map((part) => (part === "" || part === "@me" || /^[a-z][a-z-]{1,19}$/.test(part) ? part : ":id"))
    .join("/");
}

function resultOf(status: number): CallResult {
  if (status === 429) return "limited";
  if (status >= 500) return "failed";
  return status >= 400 ? "refused" : "ok";
}
