import assert from "node:assert/strict";
import { test } from "node:test";
import { delta, ModelServer, type Play, sse } from "../fakes/model-server.ts";
import { fenced } from "../fakes/turn.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const bounded = { timeout: 15_000 };
// What the bot itself may send: styles, cursor moves up, down and to a column, erasing below, and its modes.
const ownCodes = /\x1b\[(?:[\d;]*m|\d*[ABG]|J|\?(?:2026|2004|25|7)[hl])/g;

/** A model that says the text once it is let go. */
function held(text: string): { readonly play: Play; readonly letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const play: Play = async (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    await promise;
    sse(response, delta(text), delta("", "stop"));
    response.end("data: [DONE]\n\n");
  };
  return { play, letGo: resolve };
}

test(
  "on a terminal the sign moves, a paste is one message, and each part has its colour",
  bounded,
  async ({ signal }) => {
    const first = held(`Let me see.\n${fenced("print(6*7)")}`);
    const second = held("It is 42.");
    await using server = await ModelServer.start(first.play, second.play);
    await using terminal = new PseudoTerminal(signal, { OPENAI_BASE_URL: server.url, MODEL: "glm-test" });
    await terminal.shows(/› +$/m);
    terminal.paste("what is\nsix\ntimes 7?");
    await terminal.shows(/› what is\n {2}six\n {2}times 7\?/);
    terminal.press("\r");
    await terminal.drew(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] waiting/);
    const signs = () => new Set(terminal.written.match(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏](?= waiting)/g));
    await terminal.drew(/⠋ waiting[\s\S]*⠙ waiting|⠙ waiting[\s\S]*⠹ waiting/);
    assert.ok(signs().size >= 2);
    assert.equal(terminal.screen.match(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g)?.length, 1, "the sign moves in one place");
    first.letGo();
    second.letGo();
    await terminal.shows(/It is 42\.[\s\S]*› +$/m);
    const messages = server.requests[0]?.body["messages"] as readonly { readonly content: string }[];
    assert.match(messages.at(-1)?.content ?? "", /what is\nsix\ntimes 7\?/);
    assert.match(terminal.screen, /what is[\s\S]*Let me see\.[\s\S]*│ print\(6\*7\)\n {2}42\n[\s\S]*It is 42\./);
    assert.match(terminal.written, /\x1b\[1;38;5;75m(?:› )?.*what is/, "a person speaks in blue");
    assert.match(terminal.written, /\x1b\[38;5;114mLet me see\./, "prose is green");
    assert.match(terminal.written, /\x1b\[38;5;221m\(/, "code is yellow");
    assert.match(terminal.written, /\x1b\[38;5;247m42/, "results are grey");
  },
);

test(
  "on a terminal a progress bar stays one line and no control code of others arrives",
  bounded,
  async ({ signal }) => {
    await using terminal = new PseudoTerminal(signal);
    await terminal.shows(/› +$/m);
    terminal.paste(
      "/run import sys\nfor i in range(0, 101, 10): sys.stderr.write(f'\\r{i:3}%|' + '█' * (i // 10)); sys.stderr.flush()\n" +
        "print('\\nevil \\x1b]0;owned\\x07 \\x1b[2J\\x1b[H\\x9b5A \\x1bc \\u202e end')",
    );
    terminal.press("\r");
    await terminal.shows(/evil .*end\n/);
    await terminal.shows(/100%/);
    assert.deepEqual(terminal.screen.match(/^ *\d+%\|.*$/gm), ["  100%|██████████"]);
    const foreign = terminal.written.replaceAll(ownCodes, "").replaceAll(/[\r\n]/g, "");
    assert.doesNotMatch(foreign, /[\p{Cc}\p{Bidi_Control}]/u);
    terminal.press("\x04");
    assert.equal(await terminal.ended(), 0);
    assert.ok(terminal.written.includes("\x1b[?2004l"), "pastes are no longer bracketed");
  },
);

test("Ctrl-C stops what runs and leaves the bot there; the second leaves with 130", bounded, async ({ signal }) => {
  await using terminal = new PseudoTerminal(signal);
  await terminal.shows(/› +$/m);
  terminal.press("/run import time; print('first up'); time.sleep(1000)\r");
  await terminal.shows(/^ {2}first up$/m);
  terminal.press("\x03");
  await terminal.shows(/Stopped\. Variables are kept\./);
  terminal.press("/run print('second ' + 'up'); time.sleep(1000)\r");
  await terminal.shows(/^ {2}second up$/m);
  terminal.press("\x03\x03");
  assert.equal(await terminal.ended(), 130);
});
