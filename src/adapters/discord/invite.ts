import { OAuth2Scopes, PermissionsBitField, PermissionFlagsBits as Rights } from "discord.js";

/** All that the bot must be allowed to do; nothing of it is for moderators. */
const rights = new PermissionsBitField([
  Rights.ViewChannel,
  Rights.SendMessages,
  Rights.SendMessagesInThreads,
  Rights.CreatePublicThreads,
  Rights.AttachFiles,
  Rights.ReadMessageHistory,
]);

/** The link by which somebody lets the bot into a server, with exactly these rights. */
export function inviteLink(application: string): string {
  const link = new URL("https://discord.com/oauth2/authorize");
  link.searchParams.set("client_id", application);
  link.searchParams.set("scope", `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`);
  link.searchParams.set("permissions", `${rights.bitfield}`);
  return link.href;
}
