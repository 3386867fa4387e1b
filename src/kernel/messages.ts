import { withoutControlCodes } from "./control-codes.ts";

/** Every display has its id in the record; those of IPython have 32 characters. */
const ID_CHARACTERS = 200;

/** One thing shown, still as the kernel sent it. */
export interface Display {
  readonly data: Readonly<Record<string, unknown>>;
  readonly alt?: string;
  readonly id?: string;
}

/** What the bot takes of a Jupyter message; messages of other kinds and damaged ones are none. */
export type KernelMessage =
  | { readonly kind: "busy" | "idle" | "taken" }
  | { readonly kind: "stream"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "display"; readonly result: boolean; readonly display: Display }
  | { readonly kind: "update"; readonly display: Display }
  | { readonly kind: "clear"; readonly wait: boolean }
  | { readonly kind: "error"; readonly name: string; readonly value: string; readonly traceback: string }
  /** `at` is the kernel's clock in milliseconds since 1970. */
  | { readonly kind: "reply"; readonly status: string; readonly at: number; readonly content: Record<string, unknown> }
  | { readonly kind: "restarting" | "dead" };

export interface Received {
  /** Id of the request that this belongs to; empty where it belongs to none. */
  readonly parent: string;
  readonly message: KernelMessage;
}

/** Reads a message of the Jupyter protocol 5.x: jupyter-client.readthedocs.io/en/stable/messaging.html. */
export function readMessage(raw: unknown): Received | undefined {
  const envelope = record(raw);
  const header = record(envelope["header"]);
  const message = readContent(text(header["msg_type"]), record(envelope["content"]), header);
  return message && { parent: text(record(envelope["parent_header"])["msg_id"]), message };
}

function readContent(
  type: string,
  content: Record<string, unknown>,
  header: Record<string, unknown>,
): KernelMessage | undefined {
  switch (type) {
    case "status":
      return readStatus(text(content["execution_state"]));
    case "execute_input":
      return { kind: "taken" };
    case "stream":
      return {
        kind: "stream",
        stream: content["name"] === "stderr" ? "stderr" : "stdout",
        text: text(content["text"]),
      };
    case "display_data":
    case "execute_result":
      return { kind: "display", result: type === "execute_result", display: readDisplay(content) };
    case "update_display_data":
      return { kind: "update", display: readDisplay(content) };
    case "clear_output":
      return { kind: "clear", wait: content["wait"] === true };
    case "error":
      return {
        kind: "error",
        name: text(content["ename"]),
        value: text(content["evalue"]),
        traceback: lines(content["traceback"]),
      };
    case "execute_reply":
      return { kind: "reply", status: text(content["status"]), at: Date.parse(text(header["date"])), content };
    default:
      return undefined;
  }
}

function readStatus(state: string): KernelMessage | undefined {
  if (state === "busy" || state === "idle" || state === "dead" || state === "restarting") return { kind: state };
  return state === "autorestarting" ? { kind: "restarting" } : undefined;
}

function readDisplay(content: Record<string, unknown>): Display {
  const alt = text(record(record(content["metadata"])["threadbook"])["alt"]);
  const id = withoutControlCodes(
    text(record(content["transient"])["display_id"]).slice(0, ID_CHARACTERS),
  ).toWellFormed();
  return { data: record(content["data"]), ...(alt === "" ? {} : { alt }), ...(id === "" ? {} : { id }) };
}

export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Jupyter allows a text to come as a list of its parts. */
export function joined(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join("") : text(value);
}

function lines(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join("\n") : text(value);
}
