import { make } from "./dom.js";

/**
 * The box to write in.
 * @param how `send(text, mention, files)`, `bot`: the name that a mention has, `mentions`: whether it begins switched
 *   on, `label` for those who hear the page, `commands` that a press writes into the box
 */
export function createBox({ send, bot, mentions, label, commands }) {
  const text = make("textarea", { rows: 1, ariaLabel: label, placeholder: label, spellcheck: false });
  const mention = make("input", { type: "checkbox", checked: mentions });
  const files = make("input", { type: "file", multiple: true, hidden: true });
  const attached = make("span.attached");
  const attach = make("button.quiet", { type: "button", title: "Attach files", ariaLabel: "Attach files" }, "＋");
  const submit = make("button.send", { type: "submit" }, "Send");
  const tools = make("div.tools", {}, make("label.check", {}, mention, `@${bot}`), ...commandButtons(commands, text));
  const box = make("form.box", {}, text, make("div.row", {}, tools, attached, attach, files, submit));

  attach.addEventListener("click", () => files.click());
  files.addEventListener("change", () => {
    attached.textContent = [...files.files].map(({ name }) => name).join(", ");
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    box.requestSubmit();
  });
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    const written = text.value.trim();
    const chosen = await Promise.all([...files.files].map(read));
    if (written === "" && chosen.length === 0) return;
    text.value = "";
    files.value = "";
    attached.textContent = "";
    send(written, mention.checked, chosen);
  });
  return box;
}

function commandButtons(commands, text) {
  return commands.map((command) => {
    const button = make("button.quiet", { type: "button" }, command);
    button.addEventListener("click", () => {
      text.value = `${command} ${text.value.replace(/^[/!][a-z]+ ?/, "")}`;
      text.focus();
    });
    return button;
  });
}

function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () =>
      resolve({ name: file.name, mime: mimeOf(file), base64: after(reader.result) }),
    );
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

function mimeOf({ type }) {
  return type === "" ? "application/octet-stream" : type;
}

function after(dataUrl) {
  return dataUrl.slice(dataUrl.indexOf(",") + 1);
}
