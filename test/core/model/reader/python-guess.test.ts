import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readAll, typedCode } from "../../../../src/core/model/reader/read-all.ts";

function isCode(block: string): boolean {
  return readAll(`\`\`\`\n${block}\n\`\`\``).some((part) => part.kind === "code");
}

const PYTHON = [
  "import os",
  "from math import (\n  pi,\n)\nprint(pi)",
  "# 计算平均值\n结果 = sum([1, 2]) / 2\n结果",
  "df.head()",
  "df['a'] = df['b'] * 2",
  "a, b = b, a",
  "x += 1",
  "total: int = 0",
  "@cache\ndef f(): ...",
  "with open('a') as f:\n    print(f.read())",
  "async def main():\n    await go()\n",
  "2 ** 10",
  "[i * 2 for i in range(3)]",
  "plt.plot([1, 2]);\nplt.show();",
  "print(f\"{d['a']}\")",
  "s = '''\nany words in here\n'''\nprint(s)",
  "!pip list",
  "%matplotlib inline\nimport matplotlib.pyplot as plt",
  "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass",
  "if x not in y and not z: print(x)",
  "lines = [\n  'a',\n  'b',\n]",
  "df.plot(\n    x='a',\n    y='b'\n)",
];

const OTHER = [
  "42",
  "-3.14",
  "[1, 2, 3]",
  "{'a': 1, 'b': 2}",
  '{\n  "a": [1, 2]\n}',
  "array([[1, 2],\n       [3, 4]])",
  "Counter({'a': 3})",
  "   a  b\n0  1  2\n1  3  4",
  "Name: score, dtype: float64",
  "The result is 42.",
  "import the data, then plot it",
  "for each row: check it",
  "结果如下:平均值为 5",
  "平均值是 5",
  "Traceback (most recent call last):\n  File \"a.py\", line 1\nNameError: name 'x' is not defined",
  ">>> 1 + 1\n2",
  "In [1]: x = 1",
  "$ python main.py",
  "pip install numpy",
  "cd /tmp && ls -la",
  "git commit -m 'x'",
  "SELECT * FROM t WHERE x = 1",
  "const x = 5;",
  "function f() {\n  return 1;\n}",
  "#include <stdio.h>\nint main() { return 0; }",
  "<html><body></body></html>",
  "key: value\nother: [1, 2]",
  "├── a.py\n└── b.py",
  "2024-01-01",
  "Accuracy: 0.95 (test)",
  "hello",
  "a | b\n--- | ---",
  "# Title\n\nSome words of a page.",
  "#!/bin/bash\nx=1",
  "",
];

describe("a fence without a language", () => {
  for (const block of PYTHON)
    it(`is run when it holds ${JSON.stringify(block)}`, () => assert.equal(isCode(block), true));
  for (const block of OTHER)
    it(`is not run when it holds ${JSON.stringify(block)}`, () => assert.equal(isCode(block), false));

  it("is judged in bounded time, however long and odd its statements are", () => {
    for (const block of [
      `x = ${"(".repeat(100_000)}`,
      `x = '${"\\'".repeat(100_000)}`,
      `x = ${'"a" '.repeat(50_000)}`,
      "a.".repeat(100_000),
    ])
      assert.equal(typeof isCode(block), "boolean");
  });
});

describe("Python that a person typed", () => {
  it("is joined from all its blocks, and other blocks are left out", () => {
    assert.equal(typedCode("hi\n```python\na = 1\n```\n```bash\nls\n```\n```py\nprint(a)\n```"), "a = 1\n\nprint(a)");
  });
  it("is nothing where a person only wrote words", () => assert.equal(typedCode("what is `x`?"), undefined));
});
