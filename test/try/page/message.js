import { make, redraw } from "./dom.js";
import { codeBlock, markdown } from "./markdown.js";

const picture = /^image\/(?:png|jpeg|gif|webp)$/;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** A message's frame. @param press called with the number of a button */
export function createMessage(message, press) {
  const head = make("header.by", {}, make("strong", {}, message.by), ...badges(message), timeOf(message));
  const buttons = make("div.buttons");
  buttons.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button === null) return;
    button.disabled = true;
    press(Number(button.value));
  });
  const body = make("div.body", {}, head, make("div.text"), make("div.files"), buttons, make("div.reactions"));
  const face = make("span.face", { ariaHidden: "true" }, message.by.slice(0, 1).toUpperCase());
  return make(`article.message${message.bot ? ".bot" : ""}${message.secret ? ".secret" : ""}`, {}, face, body);
}

/** Brings the frame to what the message is now. @param platform whose files they are */
export function updateMessage(element, message, platform) {
  const part = (name) => element.querySelector(`.${name}`);
  redraw(part("text"), [message.text, message.waiting], ([text, waiting]) => {
    if (waiting) return [make("p.own", {}, "thinking…")];
    return message.bot ? markdown(text) : typed(text);
  });
  redraw(part("files"), message.files, (files) => files.map((file) => fileOf(file, platform)));
  redraw(part("buttons"), message.buttons, (labels) =>
    labels.map((label, at) => make("button", { type: "button", value: String(at) }, label)),
  );
  redraw(part("reactions"), message.reactions, (reactions) => reactions.map((one) => make("span", {}, one)));
}

/** What a person wrote; the code of a command is easier to read as code. */
function typed(text) {
  const [, command, code] = /^((?:@\S+ )?!run)\s+([^]+)$/.exec(text) ?? [];
  return code === undefined || code.includes("```")
    ? markdown(text)
    : [...markdown(command), codeBlock("python", code)];
}

function badges({ bot, secret }) {
  const badge = bot ? [make("span.badge", {}, "app")] : [];
  return secret ? [...badge, make("span.only", {}, "only you see this")] : badge;
}

function timeOf({ at }) {
  const date = new Date(at);
  return make("time", { dateTime: date.toISOString() }, clock.format(date));
}

function fileOf({ key, name, mime, alt, sizeBytes }, platform) {
  const href = `file/${platform}/${encodeURIComponent(key)}`;
  const link = { href, target: "_blank", rel: "noopener" };
  if (picture.test(mime)) return make("a.picture", link, make("img", { src: href, alt, title: alt || name }));
  return make("a.file", { ...link, download: name }, make("strong", {}, name), make("small", {}, sizeOf(sizeBytes)));
}

function sizeOf(bytes) {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}
