import { make } from "./dom.js";

/** A form that the bot brought up, as a dialog over the page. */
export function createForm({ id, title, fields }, text, act) {
  const areas = fields.map((field) => {
    const area = make("textarea", {
      name: field.id,
      rows: 8,
      spellcheck: false,
      value: fields.length === 1 ? text : "",
    });
    return make("label", {}, field.label, area);
  });
  const cancel = make("button.quiet", { type: "button" }, "Cancel");
  const buttons = make("div.row", {}, cancel, make("button.send", { type: "submit" }, "Send"));
  const form = make("form", {}, make("h3", {}, title), ...areas, buttons);
  const dialog = make("dialog.form", {}, form);
  dialog.addEventListener("cancel", () => act({ do: "dismiss", form: id }));
  cancel.addEventListener("click", () => act({ do: "dismiss", form: id }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ do: "submit", form: id, values: Object.fromEntries(new FormData(form)) });
  });
  return dialog;
}
