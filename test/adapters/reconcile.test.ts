import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Posted, reconcile, type Wanted } from "../../src/adapters/reconcile.ts";
import { FakeChannel } from "../fakes/fake-channel.ts";

const medium = new FakeChannel();

function wanted(key: string, body: string, open = false): Wanted<string> {
  return { key, body, open };
}

function posted(key: string, body: string, rest: Partial<Posted<string>> = {}): Posted<string> {
  return { key, body, open: false, state: "visible", sure: true, ...rest };
}

function plan(from: readonly Posted<string>[], to: readonly Wanted<string>[]): readonly string[] {
  return reconcile(from, to, medium).map((operation) =>
    [operation.kind, operation.key, ...("addition" in operation ? [operation.addition] : [])].join(" "),
  );
}

describe("reconciling", () => {
  it("does nothing when all is shown", () => {
    assert.deepEqual(plan([posted("1", "a")], [wanted("1", "a")]), []);
  });

  it("posts what is missing in order, up to the first upload, which others must wait for", () => {
    assert.deepEqual(plan([], [wanted("1", "a"), wanted("2", "figure"), wanted("3", "b")]), ["post 1", "post 2"]);
    const pending = [posted("1", "a"), posted("2", "figure", { state: "pending" })];
    assert.deepEqual(plan(pending, [wanted("1", "a"), wanted("2", "figure"), wanted("3", "b")]), ["watch 2"]);
  });

  it("still edits what stands before a pending upload", () => {
    const pending = [posted("1", "a"), posted("2", "figure", { state: "pending" })];
    assert.deepEqual(plan(pending, [wanted("1", "b"), wanted("2", "figure")]), ["edit 1", "watch 2"]);
  });

  it("appends to an open message that grew, and edits a closed one", () => {
    assert.deepEqual(plan([posted("1", "a", { open: true })], [wanted("1", "ab", true)]), ["append 1 b"]);
    assert.deepEqual(plan([posted("1", "a")], [wanted("1", "ab", true)]), ["edit 1"]);
  });

  it("does not append after a change that may not have arrived", () => {
    assert.deepEqual(plan([posted("1", "a", { open: true, sure: false })], [wanted("1", "ab", true)]), ["edit 1"]);
  });

  it("closes in the same call that brings the last of a message", () => {
    assert.deepEqual(reconcile([posted("1", "a", { open: true })], [wanted("1", "ab")], medium), [
      { kind: "append", key: "1", addition: "b", body: "ab", open: false },
    ]);
    assert.deepEqual(plan([posted("1", "a", { open: true })], [wanted("1", "a")]), ["close 1"]);
  });

  it("posts a changed upload anew, and all behind it after it", () => {
    assert.deepEqual(plan([posted("1", "figure1"), posted("2", "a")], [wanted("1", "figure2"), wanted("2", "a")]), [
      "delete 2",
      "delete 1",
      "post 1",
    ]);
  });

  it("posts the excess of a message that others follow at the end, never between", () => {
    assert.deepEqual(
      plan([posted("1", "a"), posted("2", "b")], [wanted("1", "a"), wanted("1.more", "c"), wanted("2", "b")]),
      ["post 1.more"],
    );
  });

  it("looks first for what may have been posted", () => {
    assert.deepEqual(plan([posted("1", "a", { state: "intended" })], [wanted("1", "a"), wanted("2", "b")]), ["find 1"]);
  });

  it("deletes what is no longer wanted", () => {
    assert.deepEqual(plan([posted("1", "a"), posted("2", "b")], [wanted("2", "b")]), ["delete 1"]);
  });
});
