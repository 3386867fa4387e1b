import type { Json } from "../fakes/slack/message.ts";
import type { FormView } from "./room.ts";

interface Input {
  readonly type: string;
  readonly block_id?: string;
  readonly label?: { readonly text: string };
  readonly element?: { readonly action_id: string };
}

/** A modal of Slack; its fields go by the ids of their blocks. */
export function formView(view: Json): FormView {
  const title = view["title"] as { readonly text: string };
  const fields = inputs(view).map(({ block_id: id = "", label }) => ({ id, label: label?.text ?? id }));
  return { id: String(view["id"]), title: title.text, fields };
}

/** What was filled in, as Slack hands it to the app. */
export function filledIn(view: Json, values: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    inputs(view).map(({ block_id: id = "", element }) => [
      id,
      { [element?.action_id ?? ""]: { type: "plain_text_input", value: values[id] ?? "" } },
    ]),
  );
}

function inputs(view: Json): readonly Input[] {
  return (view["blocks"] as readonly Input[]).filter(({ type }) => type === "input");
}
