import { fencesInLines } from "../../chat/typed-fences.ts";

/** Slack knows no languages of code; people write these behind a fence all the same. */
const languages = new Set("python python3 py py3 ipython bash sh shell json sql javascript html xml yaml".split(" "));
const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The people whom a text of Slack names. */
export function namedIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g), ([, user = ""]) => user))];
}

/**
 * A text of Slack as its writer saw it: names, channels and links in words, entities as characters, code blocks in lines
 * of their own.
 * @param names of people by their ids
 */
export function readText(text: string, names: ReadonlyMap<string, string>): string {
  const plain = text
    .replaceAll(/<([^<>]*)>/g, (_whole, inside: string) => readReference(inside, names))
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    .replaceAll("\u00a0", " ");
  return fencesInLines(plain, (word) => languages.has(word.toLowerCase()));
}

/** The text behind a mention of the bot with which it begins. */
export function withoutMention(text: string, bot: string): string {
  const mention = new RegExp(`^\\s*<@${bot}(?:\\|[^>]*)?>[:,]?[ \\t]*`);
  return text.replace(mention, "");
}

function readReference(inside: string, names: ReadonlyMap<string, string>): string {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return `@${names.get(target.slice(1)) ?? (label || target.slice(1))}`;
  if (target.startsWith("#")) return `#${label || target.slice(1)}`;
  if (target.startsWith("!")) return label === "" ? `@${target.slice(1)}` : label;
  const address = target.replace(/^mailto:|^tel:/, "");
  // Slack makes links of what looks like one, such as `pd.read` or `a.py`: what was typed is the label.
  return label === "" || address.endsWith(label) ? label || address : `${label} (${address})`;
}
