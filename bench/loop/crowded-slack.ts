import { FakeSlack } from "../../test/fakes/slack/fake-slack.ts";

// Slack in a process of its own: many people ask at once, each in a channel of their own, and what they then see.
const DONE = "that is all";
/** Ten times what Slack's limits demand of a crowd, or what a small one may take. */
const patienceMs = (people: number) => Math.max(200_000, people * 12_000);

const slack = await FakeSlack.start();
process.on("disconnect", () => process.exit());
process.on(
  "message",
  ({ people, limits }: { readonly people: number; readonly limits: boolean }) => void crowd(people, limits),
);
process.send?.({ kind: "open", apiUrl: slack.apiUrl, botToken: slack.api.botToken, appToken: slack.api.appToken });

async function crowd(people: number, limits: boolean): Promise<void> {
  slack.rates.on = limits;
  const [callsBefore, refusedBefore] = [slack.api.calls.length, slack.rates.refused.length];
  const askedAt = Date.now();
  const asked = Array.from({ length: people }, (_, at) => {
    const [user, channel] = [`U${at + 100}`, `C${at + 100}`];
    slack.workspace.addUser(user, user);
    slack.workspace.addChannel(channel, channel);
    return slack.people.mention(`mark p${at}x`, { user, channel });
  });
  const signs = new Map<string, number>();
  const changes = new Map(asked.map(({ channel }) => [channel, [askedAt]]));
  const waiting = new Set(asked.map(({ channel }) => channel));
  const ends = new Map<string, number>();
  let seen = callsBefore;
  while (waiting.size > 0 && Date.now() - askedAt < patienceMs(people)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (; seen < slack.api.calls.length; seen++) note(slack.api.calls[seen], signs, changes);
    for (const channel of [...waiting].filter(isDone)) {
      ends.set(channel, Date.now() - askedAt);
      waiting.delete(channel);
    }
  }
  const firsts = asked.map(({ channel }) => (signs.get(channel) ?? Number.POSITIVE_INFINITY) - askedAt);
  const calls = slack.api.calls.slice(callsBefore);
  process.send?.({
    kind: "seen",
    firsts,
    editsBeforeSigns: calls.filter(({ method, at }) => method === "chat.update" && at < Math.max(...signs.values()))
      .length,
    quiets: [...changes.values()].map(longestGap),
    ends: [...ends.values()],
    wrong: asked.filter(({ channel }, at) => !isRight(channel, at)).length,
    refused: slack.rates.refused.slice(refusedBefore),
    posts: calls.filter(({ method }) => method === "chat.postMessage").length,
    edits: calls.filter(({ method }) => method === "chat.update").length,
  });
}

function note(
  call: { readonly method: string; readonly args: object; readonly at: number } | undefined,
  signs: Map<string, number>,
  changes: ReadonlyMap<string, number[]>,
): void {
  const { channel, channel_id: other } = (call?.args ?? {}) as { channel?: string; channel_id?: string };
  const where = channel ?? other;
  if (call !== undefined && where !== undefined && !signs.has(where)) signs.set(where, call.at);
  if (call !== undefined && /^chat\.(?:postMessage|update)$/.test(call.method)) changes.get(where ?? "")?.push(call.at);
}

/** How long nothing new was seen at most. */
function longestGap(times: readonly number[]): number {
  return Math.max(...times.map((time, at) => time - (times[at - 1] ?? time)));
}

function own(channel: string) {
  return slack.messages(channel).filter(({ bot }) => bot);
}

function isDone(channel: string): boolean {
  const messages = own(channel);
  return (
    messages.length > 0 &&
    messages.every(({ buttons }) => buttons.length === 0) &&
    messages.some(({ text }) => text.includes(DONE))
  );
}

function isRight(channel: string, at: number): boolean {
  const [first, ...more] = own(channel);
  return (
    more.length === 0 && first?.text.includes(`\nmark:p${at}x\n`) === true && first.text.trimEnd().endsWith("all.")
  );
}
