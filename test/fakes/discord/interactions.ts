import type { Message, User } from "./entities.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { interactionWire } from "./wire/interactions.ts";
import type { World } from "./world.ts";

export interface Modal {
  readonly customId: string;
  readonly title: string;
  /** The custom ids of its text fields. */
  readonly fields: readonly string[];
}

/** Something that a person did which the bot has to acknowledge within 3 s, and may answer for 15 minutes. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: "command" | "button" | "modal";
  readonly user: User;
  readonly channel: string;
  /** The message whose button was pressed. */
  readonly on?: Message;
  readonly at: number;
  acknowledged?: "answered" | "deferred" | "updated" | "modal";
  acknowledgedAt?: number;
  /** What the bot answered first. */
  original?: Message;
  readonly followUps: Message[];
  modal?: Modal;
}

export interface RegisteredCommand {
  readonly id?: string;
  readonly name: string;
  readonly options?: readonly { readonly name: string; readonly type: number; readonly required?: boolean }[];
}

/** What people do with commands, buttons and forms. */
export class Interactions {
  commands: readonly RegisteredCommand[] = [];
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #byToken = new Map<string, Interaction>();

  constructor(world: World, gateway: Gateway) {
    this.#world = world;
    this.#gateway = gateway;
  }

  byToken(token: string): Interaction | undefined {
    return this.#byToken.get(token);
  }

  all(): readonly Interaction[] {
    return [...this.#byToken.values()];
  }

  /** @param data as Discord writes it for this kind */
  begin(begun: Pick<Interaction, "kind" | "user" | "channel" | "on">, data: object): Interaction {
    const id = this.#world.id();
    const interaction: Interaction = { ...begun, id, token: `token-${id}`, at: this.#world.now(), followUps: [] };
    this.#byToken.set(interaction.token, interaction);
    this.#gateway.dispatch("INTERACTION_CREATE", interactionWire(this.#world, interaction, data));
    this.#world.changes.tell({ kind: "interaction", id });
    return interaction;
  }
}
