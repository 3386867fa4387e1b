import { safeText } from "../../safe-text.ts";
import type { Span, Style } from "../lines/line.ts";

type Paint = (span: Span) => string;

/** Select-graphic-rendition codes: in 256 colours, code keeps to yellow and its neighbours; in 16, to yellow alone. */
const rich: Readonly<Record<Style, string>> = {
  person: "1;38;5;75",
  prose: "38;5;114",
  strong: "1;38;5;114",
  result: "38;5;247",
  stderr: "38;5;138",
  error: "38;5;174",
  "error-name": "1;38;5;203",
  own: "38;5;73",
  dim: "38;5;242",
  "table-head": "1;38;5;252",
  code: "38;5;221",
  "code-keyword": "1;38;5;214",
  "code-string": "38;5;186",
  "code-number": "38;5;216",
  "code-comment": "3;38;5;137",
  "code-name": "1;38;5;227",
  "code-builtin": "38;5;179",
  "code-meta": "38;5;172",
};

const plain: Readonly<Record<Style, string>> = {
  person: "1;34",
  prose: "32",
  strong: "1;32",
  result: "90",
  stderr: "90",
  error: "31",
  "error-name": "1;31",
  own: "36",
  dim: "90",
  "table-head": "1;90",
  code: "33",
  "code-keyword": "1;33",
  "code-string": "33",
  "code-number": "33",
  "code-comment": "2;33",
  "code-name": "1;33",
  "code-builtin": "33",
  "code-meta": "33",
};

/** Turns text into what the terminal is given; the last place before writing, so here all foreign control codes end. */
export function paintFor(environment: Readonly<Record<string, string | undefined>>): Paint {
  const { NO_COLOR, TERM, COLORTERM } = environment;
  if ((NO_COLOR ?? "") !== "" || TERM === "dumb") return ({ text }) => safeText(text);
  const codes = /256|kitty|direct/.test(TERM ?? "") || (COLORTERM ?? "") !== "" ? rich : plain;
  return ({ text, style }) => (text === "" ? "" : `\x1b[${codes[style]}m${safeText(text)}\x1b[0m`);
}

export type { Paint };
