import { createBox } from "./box.js";
import { follow, make, redraw, redrawList } from "./dom.js";
import { createForm } from "./form.js";
import { createIdeas } from "./ideas.js";
import { createMessage, updateMessage } from "./message.js";

const names = { slack: "Slack", discord: "Discord" };

/** A simulated platform on the page: a place with its messages, and the open thread under it. */
export class Room {
  element;
  #view;
  #act;
  #place;
  #thread;
  /** Threads that were there before do not open by themselves. */
  #seen = new Set();
  #lastCommand = "";
  #parts;

  /** @param act sends what the person does */
  constructor(view, act) {
    this.#view = view;
    this.#act = act;
    this.#place = view.places[0].id;
    this.#parts = {
      places: make("nav.places", { ariaLabel: `Places in ${names[view.platform]}` }),
      channel: createPane(),
      thread: make("section.thread", { hidden: true }),
      forms: make("div"),
    };
    const { places, channel, thread, forms } = this.#parts;
    const head = make("header.head", {}, make("h2", {}, names[view.platform]), places);
    const box = make("div.channel-box");
    const top = make("section.channel", {}, channel.pane, box);
    channel.list.after(createIdeas(box));
    this.element = make(`section.room.${view.platform}`, { ariaLabel: names[view.platform] }, head, top, thread, forms);
    this.#parts.box = box;
    places.addEventListener("click", ({ target }) => this.#goTo(target.closest("button")?.value));
  }

  /** Only once the element is on the page: a form opens over it. */
  update(view) {
    this.#view = view;
    const place = this.#current();
    for (const { id } of place.threads) {
      if (!this.#seen.has(id)) this.#thread = id;
      this.#seen.add(id);
    }
    this.#drawPlaces(view);
    this.#drawMessages(this.#parts.channel, place, undefined, place.threads);
    redraw(this.#parts.box, place.id, () => [this.#channelBox(place)]);
    this.#drawThread(place);
    redrawList(
      this.#parts.forms,
      view.forms,
      (form) => this.#form(form),
      (dialog) => dialog.open || dialog.showModal(),
    );
  }

  #current() {
    return this.#view.places.find(({ id }) => id === this.#place);
  }

  #goTo(place) {
    if (place === undefined) return;
    this.#place = place;
    this.#thread = this.#current().threads.at(-1)?.id;
    this.update(this.#view);
    this.#parts.channel.toEnd();
  }

  #drawPlaces({ places }) {
    redraw(this.#parts.places, [this.#place, places.map(({ id }) => id)], () =>
      places.map(({ id, name, direct }) => {
        const label = direct ? `@ ${name}` : `# ${name}`;
        return make("button", { type: "button", value: id, ariaPressed: String(id === this.#place) }, label);
      }),
    );
  }

  #drawMessages({ list, sign }, { id, messages, sign: doing }, thread, threads) {
    const place = thread === undefined ? id : this.#place;
    const press = (message) => (button) => this.#act({ do: "press", place, thread, message, button });
    const create = (message) => {
      const element = createMessage(message, press(message.id));
      if (thread === undefined) element.querySelector(".body").append(this.#threadLink(message.id));
      return element;
    };
    redrawList(list, messages, create, (element, message) => {
      updateMessage(element, message, this.#view.platform);
      this.#updateLink(
        element,
        threads.find((one) => one.id === message.id),
      );
    });
    redraw(sign, doing, (words) => (words === "" ? [] : [make("strong", {}, this.#view.bot), ` ${words}`]));
  }

  #threadLink(id) {
    const link = make("button.replies", { type: "button", hidden: true });
    link.addEventListener("click", () => {
      this.#thread = id;
      this.update(this.#view);
    });
    return link;
  }

  #updateLink(element, thread) {
    const link = element.querySelector(".replies");
    if (link === null || thread === undefined) return;
    link.hidden = false;
    const replies = thread.messages.length - 1;
    link.textContent = `${replies} ${replies === 1 ? "reply" : "replies"}`;
    link.ariaPressed = String(thread.id === this.#thread);
  }

  #drawThread(place) {
    const { thread: section } = this.#parts;
    const thread = place.threads.find(({ id }) => id === this.#thread);
    section.hidden = thread === undefined;
    this.element.classList.toggle("with-thread", thread !== undefined);
    if (thread === undefined) return;
    redraw(section, [place.id, thread.id], () => this.#threadParts(place, thread));
    this.#drawMessages(this.#parts.threadPane, thread, thread.id, []);
  }

  #threadParts(place, thread) {
    const close = make("button.quiet", { type: "button", ariaLabel: "Close the thread" }, "✕");
    close.addEventListener("click", () => {
      this.#thread = undefined;
      this.update(this.#view);
    });
    const pane = createPane();
    this.#parts.threadPane = pane;
    const commands = ["!run", "!stop", "!help"];
    const box = this.#box({ place, thread: thread.id, mentions: false, label: "Write in the thread", commands });
    return [
      make("header.thread-head", {}, make("h3", {}, "Thread"), make("span", {}, thread.name), close),
      pane.pane,
      box,
    ];
  }

  #channelBox(place) {
    const label = place.direct ? `Write to ${place.name}` : `Write in #${place.name}`;
    return this.#box({ place, mentions: !place.direct, label, commands: ["/run", "/ask", "/help"] });
  }

  #box({ place, thread, ...how }) {
    const { bot, commandsInThreads } = this.#view;
    const send = (text, mention, files) => {
      const [, name, rest] = /^\/([a-z]+)(?:\s+([^]*))?$/.exec(text) ?? [];
      const isCommand = name !== undefined && (thread === undefined || commandsInThreads);
      if (!isCommand) return this.#act({ do: "say", place: place.id, thread, text, mention, files });
      this.#lastCommand = rest ?? "";
      return this.#act({ do: "command", place: place.id, thread, name, text: rest ?? "" });
    };
    return createBox({ send, bot, ...how });
  }

  #form(form) {
    return createForm(form, this.#lastCommand, this.#act);
  }
}

function createPane() {
  const list = make("div.messages", { role: "log" });
  const sign = make("p.sign", { role: "status" });
  const pane = make("div.pane", {}, make("div.inner", {}, list, sign));
  return { pane, list, sign, toEnd: follow(pane, pane.firstElementChild) };
}
