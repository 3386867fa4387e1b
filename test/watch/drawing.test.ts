import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyView } from "../../src/core/view.ts";
import { Drawing, viewShown } from "../../src/watch/drawing.ts";

/** An answer whose views are drawn at these seconds. */
function drawn(...seconds: readonly number[]) {
  let time = 0;
  const delays: number[] = [];
  const drawing = new Drawing(
    () => time,
    (delay) => delays.push(delay),
  );
  const views = seconds.map((second) => {
    time = second;
    const view = emptyView("en");
    drawing.draw(view);
    return view;
  });
  const show = (at: number, second: number) => {
    time = second;
    const view = views[at];
    if (view !== undefined) viewShown(view);
  };
  return { delays, show };
}

test("a view that a newer one replaced has waited until the newer one is shown", () => {
  const { delays, show } = drawn(1, 2, 3);
  show(2, 5);
  assert.deepEqual(delays, [4]);
});

test("what was shown does not wait any more", () => {
  const { delays, show } = drawn(1, 2, 3);
  show(0, 4);
  show(2, 5);
  assert.deepEqual(delays, [3, 3]);
});

test("each further piece of one view counts from when that was drawn", () => {
  const { delays, show } = drawn(1, 2);
  show(1, 3);
  show(1, 6);
  assert.deepEqual(delays, [2, 4]);
});

test("a view that nobody drew is passed over", () => {
  assert.doesNotThrow(() => viewShown(emptyView("en")));
});
