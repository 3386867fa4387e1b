import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
export const PYTHON = join(root, ".threadbook", "python", "bin", "python");

export interface Contestant {
  readonly name: string;
  /** Its program; the limit of a cell in seconds follows. */
  readonly command: readonly string[];
  /** Draws a figure in the way that has a chance to be seen here. */
  readonly figure: string;
  /** At most so many of its kernels are weighed: none where none stays, few where another's are the same program. */
  readonly weighed: number;
}

const SHOWN = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()";
const SAVED = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.savefig('figure.png')";

export const contestants: readonly Contestant[] = [
  { name: "threadbook", command: [process.execPath, program("ours.ts")], figure: SHOWN, weighed: Infinity },
  peer("careful client", "careful.py"),
  { ...peer("JupyterNotebook", "notebook.py"), weighed: 12 },
  peer("exec server", "exec_server.py"),
  { ...peer("interpreter", "interpreter_server.py"), weighed: 12 },
  { ...peer("python file.py", "script_file.py"), figure: SAVED, weighed: 0 },
];

function peer(name: string, file: string): Contestant {
  return { name, command: [PYTHON, program(join("peers", file))], figure: SHOWN, weighed: Infinity };
}

function program(file: string): string {
  return join(import.meta.dirname, file);
}
