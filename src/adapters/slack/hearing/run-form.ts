import type { types } from "@slack/bolt";
import { z } from "zod";
import type { Words } from "../../../core/words/vocabulary.ts";

/** By which Slack says that this form was filled in. */
export const formName = "run";
const block = "code";
const titleCharacters = 24;
const codeCharacters = 3_000;

/** The command that asked for a form: in which channel, and how the person is answered where the bot is not in it. */
const origin = z.object({ channel: z.string(), responseUrl: z.string().exactOptional() });
type Origin = z.infer<typeof origin>;

/** A form for code of several lines, which a slash command cannot carry. */
export function runForm(from: Origin, { chat }: Words): types.ModalView {
  const { title, code, run } = chat.runForm;
  return {
    type: "modal",
    callback_id: formName,
    private_metadata: JSON.stringify(from),
    title: plainText(title.slice(0, titleCharacters)),
    submit: plainText(run.slice(0, titleCharacters)),
    blocks: [
      {
        type: "input",
        block_id: block,
        label: plainText(code),
        element: { type: "plain_text_input", action_id: block, multiline: true, max_length: codeCharacters },
      },
    ],
  };
}

/** What was filled in, and which command asked for it. */
export function readForm(view: {
  readonly private_metadata: string;
  readonly state: {
    readonly values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>;
  };
}): Origin & { readonly code: string } {
  const from = origin.parse(JSON.parse(view.private_metadata));
  return { ...from, code: view.state.values[block]?.[block]?.value ?? "" };
}

function plainText(text: string): types.PlainTextElement {
  return { type: "plain_text", text };
}
