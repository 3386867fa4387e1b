import assert from "node:assert/strict";
import { test } from "node:test";
import { playOn, type StageName } from "./stages.ts";

/** Faults on each platform; many more are played by `npm run soak -- faults`. */
const parts: readonly (readonly [StageName, number, number])[] = [
  ["slack", 1, 26],
  ["discord", 1, 24],
  ["console", 1, 20],
];

for (const [platform, seed, faults] of parts) {
  test(`on ${platform} each message is answered once, and as it is recorded, through ${faults} faults`, async () => {
    const { wrong, story } = await playOn(platform, seed, faults);
    assert.deepEqual(wrong, [], `THREADBOOK_SEED=${platform}:${seed} npm run soak -- faults\n${story.join("\n")}`);
  });
}

/** Each of these once lost or doubled an answer. */
const found: readonly (readonly [StageName, number, string])[] = [
  ["slack", 4, "an excuse that a store outage kept from being said is said once the store is back"],
  ["slack", 14, "a follow-up that comes before the mention which it follows is answered"],
  ["slack", 124, "a message that was taken on the second try is excused after a kill"],
  ["discord", 23, "an answer is never found in the place of another one after a kill"],
];

for (const [platform, seed, title] of found) {
  test(title, async () => {
    const { wrong, story } = await playOn(platform, seed, 20);
    assert.deepEqual(wrong, [], story.join("\n"));
  });
}
