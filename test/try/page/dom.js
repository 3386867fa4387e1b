/**
 * An element with properties and children; text becomes text nodes, never markup.
 * @param {string} tag such as `p` or `p.small.own`
 */
export function make(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  Object.assign(element, properties);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const drawn = new WeakMap();

/** Fills an element anew only where `value` is another than the last time, so that a press or a selection lasts. */
export function redraw(element, value, draw) {
  const text = JSON.stringify(value) ?? "";
  if (drawn.get(element) === text) return;
  drawn.set(element, text);
  element.replaceChildren(...draw(value));
}

/** Brings the children of `list` to the items, in their order: each is made once, and updated from then on. */
export function redrawList(list, items, create, update) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const child = known.get(item.id) ?? create(item);
    child.dataset.key = item.id;
    return child;
  });
  for (const child of known.values()) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, at) => {
    if (list.children[at] !== child) list.insertBefore(child, list.children[at] ?? null);
    update(child, items[at]);
  });
}

const nearPixels = 90;

/** Keeps a pane at its end while it grows, until somebody scrolls up. */
export function follow(pane, content) {
  let following = true;
  let before = 0;
  // What grows while the pane moves by itself is no wish of the person's: only a way up is.
  pane.addEventListener("scroll", () => {
    const near = pane.scrollHeight - pane.scrollTop - pane.clientHeight < nearPixels;
    following = near || (following && pane.scrollTop >= before);
    before = pane.scrollTop;
  });
  const toEnd = () => {
    if (following) pane.scrollTop = pane.scrollHeight;
  };
  const watch = new ResizeObserver(toEnd);
  watch.observe(content);
  watch.observe(pane);
  return () => {
    following = true;
    toEnd();
  };
}
