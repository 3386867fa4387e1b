import assert from "node:assert/strict";
import { test } from "node:test";
import { namedIn, readText, withoutMention } from "../../../src/adapters/slack/hearing/slack-text.ts";
import { escaped, slackMarkup } from "../../../src/adapters/slack/showing/slack-markup.ts";

const names = new Map([["U2", "Bob"]]);

for (const [written, read] of [
  ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
  ["ask <@U2> or <@U3|eve>", "ask @Bob or @eve"],
  ["in <#C1|general>, <!here> and <!subteam^S1|@team>", "in #general, @here and @team"],
  ["<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"],
  ["<http://pd.read|pd.read>_csv()", "pd.read_csv()"],
  ["<https://example.com|the page>", "the page (https://example.com)"],
  ["<mailto:a@b.c|a@b.c>", "a@b.c"],
  ["if x:\n\u00a0\u00a0y = '&amp;lt;'", "if x:\n  y = '&lt;'"],
] as const) {
  test(`reads ${JSON.stringify(written)} as it was typed`, () => assert.equal(readText(written, names), read));
}

test("leaves the mention out with which a message begins, and no other", () => {
  assert.equal(withoutMention(" <@UBOT>: plot <@UBOT>", "UBOT"), "plot <@UBOT>");
  assert.equal(withoutMention("<@U2> plot", "UBOT"), "<@U2> plot");
  assert.deepEqual(namedIn("<@U2> and <@U2|bob> and <@U3>"), ["U2", "U3"]);
});

test("writes nothing that calls, in prose, in code and in its own words", () => {
  const evil = "<!channel> <!here|x> <!subteam^S1> <@U2> <#C2> @everyone @here <!date^1^{date}|x>";
  for (const text of [slackMarkup.prose(evil), slackMarkup.literal(evil), slackMarkup.own(evil), escaped(evil)]) {
    assert.doesNotMatch(text, /<[!@#]|@(?:everyone|here)/);
  }
});

test("leaves code as it is where it calls nobody", () => {
  const code = "if a <b and x@y: # <!-- no comment -->\n    @property";
  assert.equal(slackMarkup.literal(code), code);
});

test("lets no prose pass as the bot's own words, and no output end its fence", () => {
  assert.doesNotMatch(slackMarkup.prose("▸ Stopped."), /▸/);
  assert.doesNotMatch(slackMarkup.literal("a\n```\nb"), /```/);
  assert.match(slackMarkup.own("one\ntwo"), /^▸ one\n▸ two$/);
});
