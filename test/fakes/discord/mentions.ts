import type { World } from "./world.ts";

/** What a request may say about who is pinged. */
export interface AllowedMentions {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
  readonly replied_user?: boolean;
}

export function mentionedUsers(world: World, content: string): readonly string[] {
  const ids = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? "");
  return [...new Set(ids)].filter((id) => world.users.has(id));
}

export function mentionedRoles(world: World, content: string): readonly string[] {
  return content.includes(`<@&${world.botRole}>`) ? [world.botRole] : [];
}

/** Who hears a sound: without `allowed_mentions` everyone whom the content names. */
export function pinged(world: World, content: string, allowed: AllowedMentions | undefined): readonly string[] {
  const parses = (kind: string) => allowed === undefined || (allowed.parse ?? []).includes(kind);
  const users = mentionedUsers(world, content).filter((id) => parses("users") || allowed?.users?.includes(id));
  const roles = mentionedRoles(world, content).filter((id) => parses("roles") || allowed?.roles?.includes(id));
  const everyone = /@(?:everyone|here)/.test(content) && parses("everyone") ? ["everyone"] : [];
  return [...users, ...roles, ...everyone];
}
