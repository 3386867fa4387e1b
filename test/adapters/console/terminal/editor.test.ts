import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { edit, emptyLine, insert, promptFoot, withText } from "../../../../src/adapters/console/terminal/editor.ts";

function press(text: string, ...keys: readonly string[]): string {
  let line = withText(emptyLine, text);
  for (const key of keys) {
    const [ctrl, meta] = [key.startsWith("ctrl+"), key.startsWith("meta+")];
    line =
      edit(line, { name: key.replace(/^(ctrl|meta)\+/, ""), sequence: key.length === 1 ? key : "\x1b", ctrl, meta }) ??
      line;
  }
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
}

describe("the prompt", () => {
  it("moves and deletes by what a person sees as one character", () => {
    assert.equal(press("a👩‍👩‍👧", "backspace"), "a|");
    assert.equal(press("中文", "left", "backspace"), "|文");
    assert.equal(press("中文", "home", "delete", "x"), "x|文");
  });

  it("knows the keys of a shell", () => {
    assert.equal(press("one two  three", "ctrl+w"), "one two  |");
    assert.equal(press("one two", "ctrl+a", "meta+f", "ctrl+k"), "one|");
    assert.equal(press("one two", "ctrl+u", "ctrl+y", "ctrl+y"), "one twoone two|");
    assert.equal(press("a\nbc", "ctrl+a", "x"), "a\nx|bc");
  });

  it("takes no control character in", () => {
    assert.equal(insert(emptyLine, "a\x1b[31m\x07b\u202e").text, "ab");
  });

  it("shows the rows around the cursor, however long the text is", () => {
    const line = withText(emptyLine, "长文本\n".repeat(200_000));
    const { rows, cursor } = promptFoot(line, { columns: 40, rows: 24 }, { text: "› ", style: "person" });
    assert.ok(rows.length <= 8);
    assert.ok(cursor.row < rows.length);
  });
});
