import { make } from "./dom.js";
import { Room } from "./room.js";

const rooms = new Map();
const main = document.querySelector("main");
const tabs = document.querySelector(".tabs");
const toast = document.querySelector(".toast");
const toastMs = 6000;
let toastTimer;

const feed = new EventSource("feed");
feed.addEventListener("about", ({ data }) => tellOfModel(JSON.parse(data)));
feed.addEventListener("room", ({ data }) => show(JSON.parse(data)));
feed.addEventListener("open", () => document.body.classList.remove("over"));
feed.addEventListener("error", () => {
  document.body.classList.add("over");
  complain("The bot is not running any more: start it again with npm run try.");
});

function show(view) {
  const { platform } = view;
  const known = rooms.get(platform);
  if (known !== undefined) return known.update(view);
  const room = new Room(view, (act) => void perform(platform, act));
  rooms.set(platform, room);
  main.append(room.element);
  const tab = make("button", { type: "button" }, platform === "slack" ? "Slack" : "Discord");
  tab.addEventListener("click", () => choose(platform));
  tabs.append(tab);
  room.update(view);
  choose([...rooms.keys()][0]);
}

/** Where the page is narrow one room is shown at a time. */
function choose(platform) {
  [...rooms.keys()].forEach((name, at) => {
    rooms.get(name).element.classList.toggle("chosen", name === platform);
    tabs.children[at].ariaPressed = String(name === platform);
  });
}

async function perform(platform, act) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`act/${platform}`, { method: "POST", headers, body: JSON.stringify(act) }).catch(
    () => undefined,
  );
  if (answer !== undefined && !answer.ok) complain(await answer.text());
}

function complain(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = !document.body.classList.contains("over")), toastMs);
}

function tellOfModel({ model }) {
  const pill = document.querySelector(".model");
  pill.textContent = model === undefined ? "no model connected" : model.name;
  pill.title = model?.url ?? "";
  pill.classList.toggle("none", model === undefined);
  if (model !== undefined) return;
  const hint = document.querySelector(".hint");
  hint.hidden = false;
  hint.replaceChildren(
    "No model is connected, so the bot plays a conversation that was written beforehand, with real Python. ",
    make("code", {}, "!run"),
    " works as well. To ask a model: ",
    make("code", {}, "OPENAI_BASE_URL=http://gpu-box:8000/v1 npm run try"),
  );
}
