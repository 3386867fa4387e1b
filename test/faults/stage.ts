import type { Adapter } from "../../src/core/adapter.ts";
import type { House } from "../../src/core/house.ts";
import type { DeliveryId, ThreadId } from "../../src/core/ids.ts";
import type { TurnView } from "../../src/core/view.ts";
import type { Means } from "../../src/main/open-platforms.ts";
import type { Random } from "./random.ts";

/** A message of a person. */
export interface Said {
  readonly id: DeliveryId;
  readonly thread: ThreadId;
  readonly text: string;
  /** The platform's own name of where the answer has to stand. */
  readonly place: string;
  /** Which life of the bot it was said to; 0 where to none, or where it may have come late. */
  readonly life?: number;
}

/** What went wrong on purpose. */
export interface Harm {
  readonly what: string;
  /** Whether what people say may come later for it than what they say behind it. */
  readonly breaks: boolean;
}

/** Connections of the bot to the platform: how many there were so far, and how many are open. */
export interface Links {
  readonly made: number;
  readonly open: number;
}

/** A message of the bot. */
export interface Shown {
  /** The message that it answers; undefined where it answers none. */
  readonly answers: DeliveryId | undefined;
  /** Its name within the answer. */
  readonly key: string;
  readonly text: string;
  /** Whether it has a button, as while the answer goes on. */
  readonly going: boolean;
  readonly place: string;
  /** Where it stays as it was when the bot was killed: what the next life said at its start. */
  readonly cut?: string | undefined;
}

/** Where people talk with the bot, simulated, with what can go wrong there. */
export interface Stage extends AsyncDisposable {
  readonly platform: string;
  /** What an answer looks like at its end; `ownCode` where the person's message shows its code. */
  looks(view: TurnView, ownCode: boolean): readonly string[];
  /** The platform's clock. */
  readonly now: () => number;
  /** The adapter of a new life. */
  open(means: Means): Promise<Adapter>;
  /** What a life says once it hears people. */
  welcome?(house: House): Promise<void>;
  /** A person begins a conversation, in a channel or in private; undefined where nobody is there to hear it. */
  begin(text: string, where: "channel" | "direct"): Promise<Said | undefined>;
  /** A person goes on in a conversation; undefined where it is not there to go on in. */
  goOn(thread: Said, text: string): Promise<Said | undefined>;
  /** Somebody says what is not meant for the bot. */
  chatter(): Promise<void>;
  /** All messages of the bot, oldest first. */
  shown(): readonly Shown[];
  /** Something goes wrong. */
  harm(random: Random): Harm;
  links(): Links;
  /** Every connection to the bot breaks, as when it was killed. */
  cut(): void;
  /** Nothing goes wrong any more. */
  calm(): void;
}
