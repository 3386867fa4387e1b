import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { slashCommands } from "../../../src/adapters/discord/commands.ts";
import { discordMarkup } from "../../../src/adapters/discord/discord-markup.ts";
import { threadName } from "../../../src/adapters/discord/thread-name.ts";
import { words } from "../../../src/core/words/words.ts";

const pieces = fc.constantFrom(
  "`",
  "``",
  "```",
  "````",
  "~~~",
  "\n",
  "@",
  "everyone",
  "here",
  "<",
  "<@",
  "<@&",
  "<#",
  "1",
  ">",
  "▸ ",
  "a",
  " ",
  "discord.gg",
  "/",
  "|",
  "||",
  "~~",
  "\\",
);
const evil = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(""));
const pings = /@(?:everyone|here)|<(?:@[!&]?|#)\d|discord\.gg\//i;

/** The spoilers and strikes of a message, by Discord's own rules: what stands first wins, and reaches as far as it must. */
function signed(message: string): readonly string[] {
  const found: string[] = [];
  for (let rest = message; rest !== ""; ) {
    const code = /^(?:\\[^]|```[^]+?```|(`+)(?!`)[^]*?[^`]\1(?!`))/.exec(rest)?.[0];
    const sign = code === undefined ? /^(?:\|\|[^]+?\|\||~~[^]+?~~(?!_))/.exec(rest)?.[0] : undefined;
    if (sign !== undefined) found.push(sign);
    rest = rest.slice((code ?? sign ?? "x").length);
  }
  return found;
}

describe("Discord's Markdown", () => {
  it("pings nobody, whatever is written", () => {
    fc.assert(
      fc.property(evil, (text) => {
        for (const how of ["prose", "literal", "own"] as const) assert.doesNotMatch(discordMarkup[how](text), pings);
      }),
      { numRuns: 2_000 },
    );
  });

  it("lets nothing in a code block end it", () => {
    fc.assert(
      fc.property(evil, (text) => assert.ok(!discordMarkup.literal(text).includes("```"))),
      { numRuns: 2_000 },
    );
  });

  it("has three backticks in prose only where a block begins or ends", () => {
    fc.assert(
      fc.property(evil, (text) => {
        for (const line of discordMarkup.prose(text).split("\n"))
          assert.ok(/^```[\w+#.-]*$/.test(line) || !line.includes("```"), line);
      }),
      { numRuns: 2_000 },
    );
  });

  it("hides nothing and strikes nothing through beyond a line of prose", () => {
    fc.assert(
      fc.property(evil, (text) => {
        const prose = discordMarkup.prose(text);
        const open = (prose.match(/^```/gm) ?? []).length % 2 === 1;
        const message = `${prose}${open ? "\n```" : ""}\n▸ Stopped.\n|| ~~`;
        for (const sign of signed(message)) assert.doesNotMatch(sign, /\n/, JSON.stringify(message));
      }),
      { numRuns: 5_000 },
    );
  });

  for (const [text, shown] of [
    ["so || and\n```\nx\n```\nthen ||", "so |\u200b| and\n```\nx\n```\nthen |\u200b|"],
    ["a ~~ b", "a ~\u200b~ b"],
    ["it is ||`42`||, ~~41~~", "it is ||`42`||, ~~41~~"],
    ["`a || b` and ||||", "`a || b` and |\u200b|\u200b|\u200b|"],
    ["```\na || b\n```", "```\na || b\n```"],
  ] as const) {
    it(`pairs what hides and what strikes through: ${JSON.stringify(text)}`, () =>
      assert.equal(discordMarkup.prose(text), shown));
  }

  it("keeps a model's code block, and what in it would end it", () => {
    const text = "Look:\n````python\nprint('```')\n````\nDone.";
    assert.equal(discordMarkup.prose(text), "Look:\n```python\nprint('`\u200b`\u200b`')\n```\nDone.");
  });

  for (const [what, text, shown] of [
    ["in a list", "10. step\n    ```python\n    x\n    ```\nDone.", "10. step\n```python\nx\n```\nDone."],
    ["behind a list's sign", "- ```python\n  x\n  ```\nDone.", "-\n```python\nx\n```\nDone."],
    ["behind words", "Run this: ```python\nx\n```\nDone.", "Run this:\n```python\nx\n```\nDone."],
    ["of one line", "Run ```x``` now.", "Run `x` now."],
  ] as const) {
    it(`knows a model's code block ${what}`, () => assert.equal(discordMarkup.prose(text), shown));
  }

  it("quotes no more than was quoted, and begins no code that does not end", () => {
    assert.equal(discordMarkup.prose(">>> x = 1\nnext"), ">\u200b>> x = 1\nnext");
    assert.equal(discordMarkup.prose("a ` b and `c`"), "a ` b and `cˋ");
    assert.equal(discordMarkup.prose("a ` b"), "a ˋ b");
  });

  it("makes of a name in the bot's own words a name and no more", () => {
    assert.equal(
      discordMarkup.own("[open](https://evil.example) `@everyone` ||x|| ran this:"),
      "▸ [open]\u200b(https://evil.example) ˋ@\u200beveryoneˋ |\u200b|x|\u200b| ran this:",
    );
  });

  it("has its sign at the beginning of a line alone", () => {
    assert.equal(discordMarkup.own("Ada ▸ Stopped. ran this:"), "▸ Ada ▹ Stopped. ran this:");
  });

  it("leaves what only looks like a ping as it is", () => {
    const code = "@here_we_go = 1\nif a <b@c.d> and x<#y: pass";
    assert.equal(discordMarkup.literal("a@b.c"), "a@b.c");
    assert.equal(discordMarkup.literal(code.slice(code.indexOf("\n"))), code.slice(code.indexOf("\n")));
  });

  it("sets the bot's own words off by a sign that prose cannot have", () => {
    assert.equal(discordMarkup.own("one\ntwo"), "▸ one\n▸ two");
    for (const how of ["prose", "literal"] as const) assert.equal(discordMarkup[how]("▸ Stopped."), "▹ Stopped.");
  });
});

describe("a thread's name", () => {
  for (const [text, name] of [
    ["plot **sin(x)**\nplease", "plot sin(x) please"],
    ["```python\nprint(1)\n```", "print(1)"],
    ["<@17> @everyone", "17 everyone"],
    ["  \n ", "Notebook"],
    ["画一个正弦图", "画一个正弦图"],
    ["word ".repeat(40), `${"word ".repeat(15).trim()}…`],
    ["x".repeat(300), `${"x".repeat(79)}…`],
  ] as const) {
    it(`is '${name.slice(0, 20)}' for '${text.slice(0, 20).replaceAll("\n", "⏎")}'`, () => {
      assert.equal(threadName(text, words("en").discord.untitled), name);
    });
  }

  it("has from 1 to 100 characters, whatever was asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const { length } = threadName(text, "Notebook");
        assert.ok(length >= 1 && length <= 100);
      }),
    );
  });
});

describe("the slash commands", () => {
  it("have descriptions that Discord takes, in both languages", () => {
    for (const { description_localizations: localized, ...command } of slashCommands()) {
      const description = "description" in command ? (command.description ?? "") : "";
      for (const text of [description, ...Object.values(localized ?? {})]) {
        assert.ok(text && text.length >= 1 && text.length <= 100, `${text}`);
      }
    }
    for (const language of ["en", "zh"] as const) {
      const { codeOption, codeTitle } = words(language).discord;
      assert.ok(codeOption.length <= 45 && codeTitle.length <= 45);
    }
  });
});
