import { webApi } from "@slack/bolt";
import type { ChatLog } from "../../chat/chat-log.ts";
import type { SlackOptions } from "../slack-options.ts";
import { boltLog } from "./bolt-log.ts";
import { methodOf, resultOf } from "./call-result.ts";

type WebClient = webApi.WebClient;

/** Slack's Web API, in two tempers. */
export interface Clients {
  /** Tries once: whether and when to try again is the draft's to say, which first looks for what may have arrived. */
  readonly write: WebClient;
  /** Tries a few times: nothing is done twice by reading. */
  readonly read: WebClient;
}

/** @param closing aborts all calls */
export function openClients(options: SlackOptions, closing: AbortSignal): Clients {
  const { botToken, apiUrl, pace, log } = options;
  const shared = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: boltLog(log),
    timeout: pace.call,
    // One 429 would else hold up every call of the client, to whichever channel.
    rejectRateLimitedCalls: true,
    fetch: fetchUntil(closing, log),
  };
  const retryConfig = { retries: 2, minTimeout: pace.again, maxTimeout: pace.again * 4 };
  return {
    write: new webApi.WebClient(botToken, { ...shared, retryConfig: { retries: 0 } }),
    read: new webApi.WebClient(botToken, { ...shared, retryConfig }),
  };
}

/** `fetch` that ends with the adapter, and tells the log what came of it. */
export function fetchUntil(closing: AbortSignal, log: ChatLog): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ? AbortSignal.any([init.signal, closing]) : closing;
    const method = methodOf(input);
    try {
      const answer = await fetch(input, { ...init, signal });
      if (log.called !== undefined)
        void resultOf(answer.clone(), method).then((result) => log.called?.(method, result));
      return answer;
    } catch (error) {
      log.called?.(method, "failed");
      throw error;
    }
  };
}
