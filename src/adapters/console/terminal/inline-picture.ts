import type { FittedPicture } from "../../picture.ts";
import type { Inline } from "../lines/line.ts";
import type { Size } from "./screen.ts";

type Protocol = "kitty" | "iterm2";
type Environment = Readonly<Record<string, string | undefined>>;

/** Kitty takes base64 in pieces of at most 4096 characters (kitty graphics protocol, "Remote client"). */
const kittyPiece = 4096;
/** Pieces below the megabyte at which tmux drops a sequence (iTerm2, "Images"). */
const iterm2Piece = 900_000;

/** What pictures the terminal says it can show; inside of tmux and screen, which do not pass them on, none. */
export function pictureProtocol(environment: Environment): Protocol | undefined {
  const { TERM = "", TERM_PROGRAM = "", TMUX, KITTY_WINDOW_ID } = environment;
  if (TMUX !== undefined || /^(screen|tmux)/.test(TERM)) return undefined;
  if (KITTY_WINDOW_ID !== undefined || /kitty|ghostty/.test(`${TERM} ${TERM_PROGRAM.toLowerCase()}`)) return "kitty";
  return TERM_PROGRAM === "iTerm.app" || TERM_PROGRAM === "WezTerm" ? "iterm2" : undefined;
}

/**
 * A picture in the terminal's own protocol, in a box of character cells that are taken to be twice as high as wide.
 * @param id a number from 1 that no other picture in the terminal has
 */
export function inlinePicture(picture: FittedPicture, protocol: Protocol, id: number, size: Size): Inline | undefined {
  if (protocol === "kitty" && picture.mime !== "image/png") return undefined;
  const { columns, rows } = box(picture, size);
  if (rows < 2) return undefined;
  const content = Buffer.from(picture.bytes).toString("base64");
  return {
    rows,
    sequence: protocol === "kitty" ? kitty(content, id, columns, rows) : iterm2(content, picture, columns, rows),
  };
}

function box({ width, height }: FittedPicture, size: Size): Size {
  const highest = Math.min(size.rows - 6, 24, Math.ceil(height / 20));
  const columns = Math.min(size.columns - 4, Math.round((highest * 2 * width) / height));
  return { columns, rows: Math.min(highest, Math.ceil((columns * height) / (2 * width))) };
}

// https://sw.kovidgoyal.net/kitty/graphics-protocol: q=2 keeps the terminal from answering, C=1 leaves the cursor.
function kitty(content: string, id: number, columns: number, rows: number): string {
  const pieces = piecesOf(content, kittyPiece);
  const about = `a=T,f=100,t=d,i=${id},p=1,q=2,C=1,c=${columns},r=${rows}`;
  return pieces
    .map((piece, at) => `\x1b_G${at === 0 ? `${about},` : ""}m=${at === pieces.length - 1 ? 0 : 1};${piece}\x1b\\`)
    .join("");
}

// https://iterm2.com/documentation-images.html: a file at once, or in parts from version 3.5 on.
function iterm2(content: string, { bytes }: FittedPicture, columns: number, rows: number): string {
  const about = `inline=1;size=${bytes.length};width=${columns};height=${rows};preserveAspectRatio=1`;
  if (content.length <= iterm2Piece) return `\x1b]1337;File=${about}:${content}\x07`;
  const parts = piecesOf(content, iterm2Piece).map((piece) => `\x1b]1337;FilePart=${piece}\x07`);
  return `\x1b]1337;MultipartFile=${about}\x07${parts.join("")}\x1b]1337;FileEnd\x07`;
}

function piecesOf(content: string, length: number): readonly string[] {
  return Array.from({ length: Math.ceil(content.length / length) }, (_, at) =>
    content.slice(at * length, (at + 1) * length),
  );
}
