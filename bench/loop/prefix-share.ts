import { fenced as dialect } from "../../src/core/model/dialects/fenced.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { fenced, PlayedThread } from "../../test/fakes/turn.ts";

/** How much of the characters of each prompt stood at the beginning of the prompt before it, over a dialog. */
export async function prefixShare(turns: number): Promise<number> {
  const prompts: string[] = [];
  const thread = new PlayedThread();
  for (let turn = 0; turn < turns; turn++) {
    const code = `total${turn} = ${turn}\nprint("${"the result of it ".repeat(8)}")`;
    const answers = [
      `I look at it.\n\n${fenced(code)}`,
      "That is what came out of it, and that is all there is to say.",
    ];
    const said = answers.map((answer) => (dialog: Parameters<typeof dialect.messages>[0]) => {
      prompts.push(
        dialect
          .messages(dialog)
          .map(({ role, content }) => `<|${role}|>${content}`)
          .join(""),
      );
      return answer;
    });
    await thread.ask(new ScriptedModel(said, { contextTokens: 1_000_000 }));
  }
  let [reused, all] = [0, 0];
  for (const [at, prompt] of prompts.entries()) {
    all += at === 0 ? 0 : prompt.length;
    reused += commonLength(prompt, prompts[at - 1] ?? "");
  }
  return reused / all;
}

function commonLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
