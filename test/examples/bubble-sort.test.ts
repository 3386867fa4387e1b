import assert from "node:assert/strict";
import { test } from "node:test";
import { fenced, PlayedThread } from "../fakes/turn.ts";
import { liveHost } from "../kernel/jupyter/live-host.ts";
import { printed } from "./printed.ts";

test("the article's smoke test: a bubble sort is written, run and answered", async () => {
  await using host = liveHost();
  const thread = new PlayedThread(host);
  const { view } = await thread.ask([
    `好的，下面是冒泡排序：

${fenced(`def bubble_sort(items):
    items = list(items)
    for end in range(len(items) - 1, 0, -1):
        for at in range(end):
            if items[at] > items[at + 1]:
                items[at], items[at + 1] = items[at + 1], items[at]
    return items

print(bubble_sort([64, 34, 25, 12, 22, 11, 90]))`)}`,
    "排序完成。",
  ]);
  assert.deepEqual(view.ending, { why: "answered" });
  assert.equal(printed(view), "[11, 12, 22, 25, 34, 64, 90]\n");
  const again = await thread.ask([fenced("bubble_sort('notebook')"), "也可以排字母。"]);
  assert.equal(printed(again.view), "['b', 'e', 'k', 'n', 'o', 'o', 'o', 't']");
});
