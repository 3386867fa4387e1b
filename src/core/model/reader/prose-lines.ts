import { CodeBlock } from "./code-block.ts";
import { type Fence, INLINE_TAG_LIMIT, inlineFence, openingFence, STRUCTURE_LIMIT } from "./fence.ts";
import { Header } from "./header.ts";
import { bodyOf, type Heard, type Mode, type Next, prose } from "./heard.ts";
import { ProseBlock } from "./prose-block.ts";
import { Thinking } from "./thinking.ts";
import { UntaggedBlock } from "./untagged-block.ts";

const LEAD = /^[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)、])[ \t]+)?/;
const MARKER_HEAD = /^(?:[-*+•]|\d{1,9}[.)、]?)$/;
const FENCE_HEAD = /^(?:`{1,2}|~{1,2}|`{1,2}|(?:`{3,}|~{3,}|`{3,})[^`]*)$/;
const HEADERS = ["python", "interpreter"];
const HEADER = /^[ \t]*(?:python|interpreter)[ \t]*$/;
/** GLM-4's header where the special token before it was dropped: right behind the sentence. */
const HEADER_BEHIND = /(?<=[。!?!?.::…;;][ ]?)python[ \t]{0,3}$/;
const HEADER_BEHIND_HEAD = /(?<=[。!?!?.::…;;][ ]?)(?:p|py|pyt|pyth|pytho|python[ \t\r]{0,4})$/;
const THINK = ["<think>", "<thinking>"];
const OPENS_THINKING = /^[ \t]*<think(?:ing)?>/;
const HIDDEN = ["</think>", "</thinking>", "<|begin_of_box|>", "<|end_of_box|>"];
const HIDDEN_TAGS = /<\/think(?:ing)?>|<\|(?:begin|end)_of_box\|>/g;
const RUN_LIMIT = 40;

/** Reads what stands outside of blocks, and gives words out as soon as they cannot be the beginning of a block. */
export class ProseLines implements Mode {
  /** Whether words came before; blank lines at an answer's start are not shown. */
  #begun: boolean;
  /** The last two characters that went out of this line. */
  #before = "";

  constructor(begun: boolean) {
    this.#begun = begun;
  }

  line(line: string, fresh: boolean, out: Heard[]): Next {
    if (fresh) this.#before = "";
    const body = bodyOf(line);
    const thought = fresh ? OPENS_THINKING.exec(line) : null;
    if (thought) return this.#think(line, thought[0], out);
    const fence = fresh ? openingFence(body) : undefined;
    if (fence) return { mode: this.#block(fence, line, out), rest: "" };
    if (fresh && body.length <= STRUCTURE_LIMIT && HEADER.test(body)) return { mode: this.#header(line), rest: "" };
    const inline = inlineFence(body, this.#before);
    if (inline) {
      this.#say(line.slice(0, inline.at), out);
      return { mode: this.#block(inline.fence, line.slice(inline.at), out), rest: "" };
    }
    const behind = HEADER_BEHIND.exec((this.#before + body).slice(-20));
    if (behind) {
      const at = body.length - behind[0].length;
      this.#say(line.slice(0, at), out);
      return { mode: this.#header(line.slice(at)), rest: "" };
    }
    this.#say(line, out);
    this.#before = "";
    return { mode: this, rest: "" };
  }

  part(line: string, fresh: boolean, out: Heard[]): Next {
    if (fresh) {
      this.#before = "";
      const thought = OPENS_THINKING.exec(line);
      if (thought) return this.#think(line, thought[0], out);
      if (line.length <= STRUCTURE_LIMIT + 2 && mayOpen(line)) return { mode: this, rest: line };
    }
    const keep = Math.min(this.#fenceHead(line), this.#headerHead(line), tagHead(line));
    this.#say(line.slice(0, keep), out);
    return { mode: this, rest: line.slice(keep) };
  }

  end(): Next {
    return { mode: this, rest: "" };
  }

  #think(line: string, tag: string, out: Heard[]): Next {
    out.push({ kind: "thinking", raw: tag });
    return { mode: new Thinking(() => new ProseLines(this.#begun), true), rest: line.slice(tag.length) };
  }

  #header(line: string): Mode {
    return new Header(line, () => new ProseLines(true));
  }

  #block(fence: Fence, opening: string, out: Heard[]): Mode {
    const after = () => new ProseLines(true);
    if (fence.language === "python") return new CodeBlock(fence, opening, after);
    if (fence.language === "untagged") return new UntaggedBlock(fence, opening, after);
    this.#say(opening, out);
    return new ProseBlock(fence, after);
  }

  #say(raw: string, out: Heard[]): void {
    if (raw === "") return;
    this.#before = (this.#before + raw).slice(-2);
    const words = raw.replace(HIDDEN_TAGS, "");
    const text = this.#begun ? words : words.trimStart();
    if (text !== "") this.#begun = true;
    out.push(prose(raw, text));
  }

  /** Where a fence behind words may have begun. */
  #fenceHead(line: string): number {
    const tail = line.slice(-(INLINE_TAG_LIMIT + RUN_LIMIT + 2));
    const found = /(`+)([^`]*)$/.exec(tail);
    if (!found) return line.length;
    const [all, run = "", info = ""] = found;
    const at = line.length - all.length;
    const continues = (this.#before + line).charAt(this.#before.length + at - 1) === "`";
    if (continues || run.length > RUN_LIMIT || (info !== "" && run.length < 3)) return line.length;
    return info.length <= INLINE_TAG_LIMIT + 1 ? at : line.length;
  }

  #headerHead(line: string): number {
    const found = HEADER_BEHIND_HEAD.exec((this.#before + line).slice(-20));
    return found ? Math.max(0, line.length - found[0].length) : line.length;
  }
}

/** Whether a line that begins so may yet become a fence or a header. */
function mayOpen(line: string): boolean {
  const rest = line.replace(LEAD, "");
  if (rest === "" || MARKER_HEAD.test(rest) || FENCE_HEAD.test(rest)) return true;
  if (THINK.some((tag) => tag.startsWith(rest))) return true;
  return HEADERS.some((header) => header.startsWith(rest.trimEnd())) && line.trim() === rest.trim();
}

/** Where a tag that people do not see, or half a line end, may have begun. */
function tagHead(line: string): number {
  const at = line.lastIndexOf("<");
  if (at >= 0 && HIDDEN.some((tag) => tag.startsWith(line.slice(at)))) return at;
  return line.endsWith("\r") ? line.length - 1 : line.length;
}
