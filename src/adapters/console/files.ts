import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import type { Blobs } from "../../core/store/blobs.ts";
import type { Figure } from "../../core/turn.ts";
import { consolePictureBounds, type FittedPicture, fitPicture } from "../picture.ts";
import { safeText } from "../safe-text.ts";

export interface KeptFigure {
  /** As a person types it: relative where it lies in the working folder. */
  readonly path: string;
  readonly picture: FittedPicture;
}

/** Puts what a terminal cannot show whole into files: figures, and long output. */
export class Files {
  readonly #blobs: Blobs;
  readonly #dataFolder: string;
  readonly #workingFolder: string;
  readonly #figures = new Map<string, Promise<KeptFigure | string>>();

  constructor(blobs: Blobs, dataFolder: string, workingFolder: string) {
    this.#blobs = blobs;
    this.#dataFolder = dataFolder;
    this.#workingFolder = workingFolder;
  }

  /** @returns a clause in English that says why, where the figure could not be kept */
  figure(figure: Figure): Promise<KeptFigure | string> {
    const known = this.#figures.get(figure.hash);
    if (known !== undefined) return known;
    const keeping = this.#keepFigure(figure).catch(reason);
    this.#figures.set(figure.hash, keeping);
    return keeping;
  }

  /** @returns the path, or why the text could not be kept */
  async text(text: string): Promise<{ readonly path: string } | string> {
    const name = `output-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.txt`;
    return this.#write("outputs", name, text).then((path) => ({ path }), reason);
  }

  async #keepFigure(figure: Figure): Promise<KeptFigure | string> {
    const bytes = await this.#blobs.get(figure.hash);
    if (bytes === undefined) return "its bytes are gone";
    const picture = await fitPicture(bytes, consolePictureBounds);
    if (picture.kind === "refused") return picture.detail;
    const ending = picture.mime === "image/png" ? "png" : "jpg";
    const name = `${readable(figure.alt ?? "")}-${figure.hash.slice(0, 8)}.${ending}`;
    return { path: await this.#write("figures", name, picture.bytes), picture };
  }

  async #write(folder: string, name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.#dataFolder, folder, name);
    await mkdir(join(this.#dataFolder, folder), { recursive: true });
    await writeFile(`${path}.part`, content);
    await rename(`${path}.part`, path);
    const near = relative(this.#workingFolder, path);
    return near.startsWith("..") || isAbsolute(near) ? path : near;
  }
}

/** At most so many characters of a figure's title, in whole words where there are several. */
const mostOfName = 24;

function readable(alt: string): string {
  const words =
    safeText(alt)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.join("-");
  const short = name.length > mostOfName ? name.slice(0, mostOfName + 1).replace(/-[^-]*$/, "") : name;
  return (
    short
      .slice(0, mostOfName)
      .toWellFormed()
      .replace(/\ufffd$/u, "") || "figure"
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
