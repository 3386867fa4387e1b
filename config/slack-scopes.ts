import { readFile } from "node:fs/promises";
import { z } from "zod";

const schema = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** What the bot must be allowed to do in Slack, as its manifest asks for it. */
export async function botScopes(): Promise<readonly string[]> {
  const manifest = await readFile(new URL("slack-manifest.json", import.meta.url), "utf8");
  return schema.parse(JSON.parse(manifest)).oauth_config.scopes.bot;
}
