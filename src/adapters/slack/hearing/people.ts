import type { Person } from "../../../core/adapter.ts";
import type { Language } from "../../../core/words/sentence.ts";
import { RecentlyUsed } from "../../chat/recently-used.ts";
import { safeLine } from "../../safe-text.ts";
import { personIn } from "../place.ts";
import type { Workspace } from "../wire/workspace.ts";

const keepMs = 3_600_000;
const mostKnown = 2_000;

interface Kept {
  readonly person: Promise<Person>;
  readonly until: number;
}

/** The people of the workspace by their ids, asked for once an hour; those who wrote lately are known. */
export class People {
  readonly #workspace: Workspace;
  readonly #known: RecentlyUsed<Kept>;

  constructor(workspace: Workspace, most = mostKnown) {
    this.#workspace = workspace;
    this.#known = new RecentlyUsed(most);
  }

  /** The person, or what is known of them when Slack does not say who they are, or not soon. */
  async get(user: string): Promise<Person> {
    const { clock, pace } = this.#workspace;
    const waiting = new AbortController();
    const late = clock.wait(pace.name, waiting.signal).then(() => this.#stranger(user));
    const person = await Promise.race([this.#look(user).catch(() => this.#stranger(user)), late]);
    waiting.abort();
    return person;
  }

  #look(user: string): Promise<Person> {
    const { clock } = this.#workspace;
    const kept = this.#known.get(user);
    if (kept !== undefined && kept.until > clock.now()) return kept.person;
    const person = this.#ask(user);
    this.#known.set(user, { person, until: clock.now() + keepMs });
    person.catch(() => this.#known.delete(user));
    return person;
  }

  async #ask(id: string): Promise<Person> {
    const { clients, self } = this.#workspace;
    const { user } = await clients.read.users.info({ user: id, include_locale: true });
    if (user === undefined) return this.#stranger(id);
    const { display_name: shown, real_name: real } = user.profile ?? {};
    const guest = user.is_restricted === true || user.is_ultra_restricted === true;
    const strange = user.is_stranger === true || (user.team_id !== undefined && user.team_id !== self.team);
    const rules = user.is_admin === true || user.is_owner === true;
    return {
      id: personIn(self.team, id),
      name: [shown, real, user.name].map((name) => safeLine(name ?? "")).find((name) => name !== "") ?? id,
      language: languageOfLocale(user.locale),
      ...(user.tz === undefined ? {} : { timeZone: user.tz }),
      standing: strange ? "stranger" : guest ? "guest" : rules ? "moderator" : "member",
    };
  }

  #stranger(user: string): Person {
    return { id: personIn(this.#workspace.self.team, user), name: user, language: "en", standing: "member" };
  }
}

function languageOfLocale(locale: string | undefined): Language {
  return locale?.startsWith("zh") ? "zh" : "en";
}
