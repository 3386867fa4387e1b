import { type Address, deliveryOf, threadOf } from "../../src/adapters/discord/address.ts";
import { DiscordAdapter } from "../../src/adapters/discord/discord-adapter.ts";
import { discordPictureBounds } from "../../src/adapters/discord/discord-options.ts";
import { nonceOf } from "../../src/adapters/discord/message-body.ts";
import { discordManner } from "../../src/adapters/discord/replies.ts";
import type { Adapter } from "../../src/core/adapter.ts";
import type { DeliveryId } from "../../src/core/ids.ts";
import { deskOf, logOf, type Means } from "../../src/main/open-platforms.ts";
import type { Message } from "../fakes/discord/entities.ts";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { buttonsOf } from "../fakes/discord/person.ts";
import type { Fault } from "../fakes/discord/rest/faults.ts";
import { fastClock } from "../fakes/fast-clock.ts";
import { chatLooks } from "./chat-looks.ts";
import type { Random } from "./random.ts";
import type { Harm, Links, Said, Shown, Stage } from "./stage.ts";

const routes = [
  /^POST .*\/messages$/,
  /^PATCH .*\/messages\/\d+$/,
  /^POST .*\/threads$/,
  /^GET .*\/messages/,
  /^(?:POST|PATCH) /,
  /\/typing$/,
];
const faults: readonly Fault[] = [
  { kind: "lost-request" },
  { kind: "lost-answer" },
  { kind: "lost-answer" },
  { kind: "refused", status: 500, code: 0 },
  { kind: "refused", status: 503, code: 0 },
  { kind: "limited" },
];

/** Discord, simulated, with a person who talks in a channel and in private. */
export class DiscordStage implements Stage {
  readonly platform = "discord";
  readonly looks = chatLooks(discordManner);
  readonly now;
  readonly #discord: FakeDiscord;
  readonly #clock;
  readonly #ada;
  /** The nonce of each message that an answer may have. */
  readonly #nonces = new Map<string, { readonly answers: DeliveryId; readonly key: string }>();

  private constructor(discord: FakeDiscord, clock: ReturnType<typeof fastClock>) {
    this.#discord = discord;
    this.#clock = clock;
    this.now = clock.now;
    this.#ada = discord.person("Ada");
  }

  static async start(): Promise<DiscordStage> {
    const clock = fastClock(60);
    return new DiscordStage(await FakeDiscord.open({ now: clock.now }), clock);
  }

  open(means: Means): Promise<Adapter> {
    const { token, url: apiUrl } = this.#discord;
    const clock = this.#clock;
    const desk = { ...deskOf(means), pictureBounds: discordPictureBounds, clock };
    return DiscordAdapter.open({ token, apiUrl, desk, clock, log: logOf("discord", means) });
  }

  async begin(text: string, where: "channel" | "direct"): Promise<Said> {
    const { general, mention } = this.#discord;
    if (where === "direct") return this.#kept(await this.#ada.says(this.#ada.direct().id, text));
    return this.#kept(await this.#ada.says(general.id, `${mention} ${text}`));
  }

  async goOn({ place }: Said, text: string): Promise<Said | undefined> {
    if (!this.#discord.world.channels.has(place)) return undefined;
    return this.#kept(await this.#ada.says(place, text));
  }

  async chatter(): Promise<void> {
    await this.#ada.says(this.#discord.general.id, "nothing for the bot");
  }

  shown(): readonly Shown[] {
    return this.#discord.answers().map((message) => {
      const { answers, key = "" } = this.#nonces.get(String(message.nonce)) ?? {};
      const { content: text, channel: place } = message;
      return { answers, key, text, going: buttonsOf(message).length > 0, place };
    });
  }

  harm(random: Random): Harm {
    const { gateway, faults: planned } = this.#discord;
    const what = random.pick(["call", "call", "call", "call", "again", "drop", "reconnect"]);
    if (what === "drop") gateway.drop();
    if (what === "reconnect") gateway.reconnect();
    if (what === "again") gateway.repeat();
    if (what !== "call") return { what: `discord ${what}`, breaks: what !== "again" };
    const [route, fault] = [random.pick(routes), random.pick(faults)];
    planned.plan(route, fault);
    return { what: `discord ${route.source} ${fault.kind}`, breaks: false };
  }

  /** A client has one connection at a time. */
  links(): Links {
    const { identified, resumed } = this.#discord.gateway;
    return { made: identified + resumed, open: 1 };
  }

  /** The client closes its own. */
  cut(): void {}

  calm(): void {
    this.#discord.faults.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#discord.close();
  }

  #kept(message: Message): Said {
    const { world } = this.#discord;
    const { id, channel } = message;
    const { kind } = world.channel(channel);
    const thread = kind === "text" ? id : channel;
    const guild = kind === "dm" ? {} : { guild: world.guild };
    const address: Address = { ...guild, thread, channel, message: id, command: false };
    const answers = deliveryOf(address);
    for (let place = 1; place <= 9; place++) {
      for (let removed = 0; removed < 4; removed++) {
        const { nonce } = nonceOf(answers, `m${place}`, `${removed}`);
        this.#nonces.set(nonce, { answers, key: `m${place}` });
      }
    }
    return { id: answers, thread: threadOf(address), text: message.content, place: thread };
  }
}
