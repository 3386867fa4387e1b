import { closingFence, type Fence, namesLanguage, openingFence } from "./fence.ts";
import { bodyOf, type End, type Heard, type Mode, type Next, prose } from "./heard.ts";
import { PythonStrings } from "./python-strings.ts";

/** A fence inside a string that is not closed yet: the block's end, should the string turn out never to end. */
interface Doubt {
  /** Lines of code before it. */
  readonly lines: number;
  readonly raws: string[];
  inner: boolean;
}

/** Reads a block of Python until the fence that closes it. */
export class CodeBlock implements Mode {
  readonly #after: () => Mode;
  readonly #fence: Fence;
  readonly #lines: string[] = [];
  readonly #strings = new PythonStrings();
  /** The opening fence and blank lines, until there is code. */
  #opening: string;
  #begun = false;
  #quoted: boolean;
  /** A cell magic's text is not Python. */
  #magic = false;
  /** A tagged fence inside a string or a magic waits for its partner. */
  #inner = false;
  #doubt: Doubt | undefined;

  constructor(fence: Fence, opening: string, after: () => Mode) {
    this.#fence = fence;
    this.#opening = opening;
    this.#quoted = fence.quoted;
    this.#after = after;
  }

  part(line: string): Next {
    return { mode: this, rest: line };
  }

  line(line: string, _fresh: boolean, out: Heard[]): Next {
    const text = this.#unquoted(bodyOf(line));
    if (text === undefined) return this.#close("", line, out);
    const closing = closingFence(text, this.#fence);
    if (closing) return this.#atFence(line, text, closing.info, out);
    return this.#code(line, text, out);
  }

  end(why: End, out: Heard[]): Next {
    if (this.#doubt && why === "stop") return this.#closeAtDoubt(out);
    this.#settleDoubt(out);
    if (!this.#begun) out.push(prose(this.#opening));
    else if (why === "stop") out.push({ kind: "code-closed", raw: "", code: this.#whole() });
    else out.push({ kind: "code-cut", raw: "", code: this.#whole() });
    return { mode: this.#after(), rest: "" };
  }

  #atFence(line: string, text: string, info: string, out: Heard[]): Next {
    const bare = info.trim() === "";
    if (this.#strings.inString) return this.#fenceInString(line, text, bare, out);
    if (this.#magic && (this.#inner || (!bare && namesLanguage(info)))) {
      this.#inner = !bare;
      return this.#code(line, text, out);
    }
    if (bare) return this.#close(line, "", out);
    // The model opens the next block without having closed this one, or goes on behind the fence.
    if (namesLanguage(info)) return this.#close("", line, out);
    const words = line.lastIndexOf(info.trimStart());
    return this.#close(line.slice(0, words), line.slice(words), out);
  }

  /** Fences inside a string come in pairs; the first without a partner may be the end of a block that lacks quotes. */
  #fenceInString(line: string, text: string, bare: boolean, out: Heard[]): Next {
    if (!bare && this.#doubt?.inner && openingFence(text)?.language === "python") {
      this.#doubt.raws.push(line);
      return this.#closeAtDoubt(out);
    }
    if (!bare) this.#inner = true;
    else if (this.#inner) this.#inner = false;
    else if (this.#doubt) this.#doubt.inner = !this.#doubt.inner;
    else this.#doubt = { lines: this.#lines.length, raws: [], inner: true };
    return this.#code(line, text, out);
  }

  #code(line: string, text: string, out: Heard[]): Next {
    const code = this.#dedented(text);
    if (!this.#begun && code.trim() === "") {
      this.#opening += line;
      return { mode: this, rest: "" };
    }
    if (!this.#begun) this.#magic = code.trimStart().startsWith("%%");
    const backtick = this.#magic ? -1 : this.#strings.line(code);
    if (backtick >= 0 && closingFence(code.slice(backtick), this.#fence)?.info.trim() === "") {
      const cut = line.lastIndexOf(code.slice(backtick).trimEnd());
      this.#say(line.slice(0, cut), code.slice(0, backtick), out);
      return this.#close(line.slice(cut), "", out);
    }
    this.#say(line, code, out);
    return { mode: this, rest: "" };
  }

  #say(raw: string, code: string, out: Heard[]): void {
    this.#begun = true;
    this.#lines.push(code);
    if (this.#doubt) {
      this.#doubt.raws.push(raw);
      if (!this.#strings.inString) this.#settleDoubt(out);
      return;
    }
    out.push({ kind: "code", raw: this.#opening + raw, text: `${code}\n` });
    this.#opening = "";
  }

  /** The string ended, so what looked like fences was inside it. */
  #settleDoubt(out: Heard[]): void {
    if (!this.#doubt) return;
    const text = this.#lines.slice(this.#doubt.lines).join("\n");
    out.push({ kind: "code", raw: this.#doubt.raws.join(""), text: `${text}\n` });
    this.#doubt = undefined;
    this.#inner = false;
  }

  #closeAtDoubt(out: Heard[]): Next {
    const { lines, raws } = this.#doubt ?? { lines: this.#lines.length, raws: [] };
    this.#doubt = undefined;
    this.#lines.length = lines;
    const [fence = "", ...rest] = raws;
    return this.#close(fence, rest.join(""), out);
  }

  #close(raw: string, rest: string, out: Heard[]): Next {
    this.#settleDoubt(out);
    if (this.#begun) out.push({ kind: "code-closed", raw, code: this.#whole() });
    else if (this.#opening + raw) out.push(prose(this.#opening + raw));
    return { mode: this.#after(), rest };
  }

  #whole(): string {
    return this.#lines.join("\n").trimEnd();
  }

  /** @returns undefined where the quotation, and the block with it, has ended */
  #unquoted(text: string): string | undefined {
    if (!this.#quoted) return text;
    const bare = /^[ \t]*>(?!>>)[ \t]?(.*)$/.exec(text)?.[1];
    if (bare !== undefined || this.#begun) return bare;
    this.#quoted = false;
    return text;
  }

  #dedented(text: string): string {
    const width = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    return text.slice(Math.min(width, this.#fence.indent));
  }
}
