import assert from "node:assert/strict";
import { test } from "node:test";
import { fenced, PlayedThread } from "../fakes/turn.ts";
import { liveHost } from "../kernel/jupyter/live-host.ts";
import { printed } from "./printed.ts";

/** The program of the original article: a small table of students, looked at from all sides. */
const program = `import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns

data = {
    "姓名": ["张三", "李四", "王五", "赵六", "钱七", "孙八"],
    "年龄": [18, 19, 20, 18, 21, 19],
    "数学": [88, 92, 79, 95, 67, 84],
    "英语": [90, 85, 78, 92, 71, 88],
}
df = pd.DataFrame(data)
df.info()
print(df.describe())

df[["年龄", "数学", "英语"]].hist(bins=5, figsize=(9, 4))
plt.suptitle("直方图")
plt.show()

df[["数学", "英语"]].plot(kind="box", title="箱线图")
plt.show()

sns.pairplot(df)
plt.show()
`;

test("the article's own program: its text and all three figures come back, in order", async () => {
  await using host = liveHost();
  const thread = new PlayedThread(host);
  const { view } = await thread.ask([fenced(program), "三张图分别是直方图、箱线图和成对关系图。"]);
  assert.deepEqual(view.ending, { why: "answered" });
  const text = printed(view);
  assert.match(text, /RangeIndex: 6 entries/);
  assert.match(text, /std/);
  assert.doesNotMatch(text, /findfont|missing from/i);
  const pictures = view.blocks.flatMap((block) =>
    block.kind === "cell"
      ? block.outputs.flatMap((output) =>
          output.kind === "display" && output.shown.picture !== undefined ? [output.shown.picture] : [],
        )
      : [],
  );
  assert.equal(pictures.length, 3);
  assert.match(pictures[0]?.alt ?? "", /直方图/);
  assert.match(pictures[1]?.alt ?? "", /箱线图/);
  for (const picture of pictures) assert.ok(picture.width > 300 && thread.blobs.kept.has(picture.hash));
});
