import { type GuildMember, PermissionFlagsBits, type PermissionsBitField, type User } from "discord.js";
import type { Person } from "../../core/adapter.ts";
import { type PersonId, personId } from "../../core/ids.ts";
import type { Language } from "../../core/words/sentence.ts";
import { safeLine } from "../safe-text.ts";

interface Known {
  /** Their name in the server, where they have one. */
  readonly nick?: string | null | undefined;
  readonly rights?: Readonly<PermissionsBitField> | null | undefined;
  /** Of the person, or else of the server, such as `zh-CN`. */
  readonly locale?: string | null | undefined;
}

/** A person as Discord knows them. */
export function personOf(user: User, { nick, rights, locale }: Known): Person {
  const moderates = rights?.has(PermissionFlagsBits.ManageMessages) ?? false;
  return {
    id: idOf(user.id),
    name: safeLine(nick ?? user.displayName) || user.id,
    language: languageFor(locale),
    standing: moderates ? "moderator" : "member",
  };
}

export function idOf(user: string): PersonId {
  return personId("discord", user);
}

function languageFor(locale: string | null | undefined): Language {
  return locale?.startsWith("zh") ? "zh" : "en";
}

/** What the client knows of a member without asking; rights need the roles of a server that it knows. */
export function knownOf(member: GuildMember | null, locale: string | undefined): Known {
  return { nick: member?.displayName, rights: member?.permissions, locale };
}
