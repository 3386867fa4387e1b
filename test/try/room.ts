import { z } from "zod";

/** A file of a message, to be fetched by its key. */
export interface FileView {
  readonly key: string;
  readonly name: string;
  readonly mime: string;
  readonly alt: string;
  readonly sizeBytes: number;
}

export interface MessageView {
  readonly id: string;
  readonly by: string;
  readonly bot: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Markdown, with names in place of ids. */
  readonly text: string;
  readonly buttons: readonly string[];
  readonly files: readonly FileView[];
  readonly reactions: readonly string[];
  readonly edited: boolean;
  /** Whether the platform itself says that an answer is on its way. */
  readonly waiting: boolean;
  /** Whether one person alone sees it. */
  readonly secret: boolean;
}

/** Messages in a row, oldest first, and what the bot is seen doing there. */
export interface Conversation {
  readonly id: string;
  readonly name: string;
  readonly messages: readonly MessageView[];
  readonly sign: string;
}

export interface PlaceView extends Conversation {
  readonly direct: boolean;
  /** A thread has the id of the message that it hangs on, and begins with it. */
  readonly threads: readonly Conversation[];
}

/** A form that the bot brought up. */
export interface FormView {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly { readonly id: string; readonly label: string }[];
}

/** A simulated platform as the page shows it. */
export interface RoomView {
  readonly platform: "slack" | "discord";
  readonly bot: string;
  readonly person: string;
  /** Whether slash commands can be used inside threads. */
  readonly commandsInThreads: boolean;
  readonly places: readonly PlaceView[];
  readonly forms: readonly FormView[];
}

const where = { place: z.string(), thread: z.string().optional() };
const upload = z.object({ name: z.string(), mime: z.string(), base64: z.base64() });

/** What the person in front of the page does in a room. */
export const actSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("say"), ...where, text: z.string(), mention: z.boolean(), files: z.array(upload) }),
  z.object({ do: z.literal("command"), ...where, name: z.string(), text: z.string() }),
  z.object({ do: z.literal("press"), ...where, message: z.string(), button: z.int() }),
  z.object({ do: z.literal("submit"), form: z.string(), values: z.record(z.string(), z.string()) }),
  z.object({ do: z.literal("dismiss"), form: z.string() }),
]);
export type Act = z.infer<typeof actSchema>;
export type Deed<Kind extends Act["do"]> = Extract<Act, { readonly do: Kind }>;

/** A simulated platform, and somebody in it who does what the page is told. */
export interface Room {
  readonly platform: RoomView["platform"];
  view(): RoomView;
  /** Calls `changed` after each change until the returned function is called. */
  watch(changed: () => void): () => void;
  /** Rejects with what the person would see when it is not possible. */
  perform(act: Act): Promise<void>;
  file(key: string): { readonly mime: string; readonly bytes: Uint8Array } | undefined;
}
