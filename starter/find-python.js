import { Refusal } from "./refusal.js";
import { runTool } from "./run-tool.js";

const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
const probe = `
import sys
from importlib.util import find_spec
print(sys._base_executable)
print(sys.version_info[0], sys.version_info[1], *(int(bool(find_spec(name))) for name in ("venv", "ensurepip", "pip")))
`;

/**
 * The first Python on the PATH that can make an environment; of a virtual environment, the Python that it came from.
 * @returns {Promise<{ command: string, version: string, withPip: boolean }>} `withPip`: its venv brings pip along
 * @throws {Refusal} naming what to install
 */
export async function findPython(signal, probeOne = probePython) {
  const old = [];
  const bare = [];
  for (const command of names) {
    const found = await probeOne(command, signal);
    signal.throwIfAborted();
    if (found === undefined) continue;
    const version = `${found.major}.${found.minor}`;
    if (found.major !== 3 || found.minor < 11) old.push(version);
    else if (found.venv && (found.ensurepip || found.pip))
      return { command: found.executable, version, withPip: found.ensurepip };
    else bare.push(version);
  }
  throw new Refusal(bare.length > 0 ? sayBare(bare[0]) : sayMissing(old));
}

async function probePython(command, signal) {
  const { code, lines } = await runTool(command, ["-I", "-c", probe], { cwd: "/", signal });
  const numbers = lines.at(-1)?.match(/^(\d+) (\d+) ([01]) ([01]) ([01])$/);
  if (code !== 0 || numbers == null) return undefined;
  const [major, minor, venv, ensurepip, pip] = numbers.slice(1).map(Number);
  return { major, minor, executable: lines.at(-2), venv: venv === 1, ensurepip: ensurepip === 1, pip: pip === 1 };
}

function sayBare(version) {
  return (
    `Python ${version} is here, but cannot make an environment: its venv or pip package is missing. ` +
    `On Debian or Ubuntu: sudo apt install python${version}-venv. Then try again.`
  );
}

function sayMissing(old) {
  const found = old.length === 0 ? "none was found" : `found only ${[...new Set(old)].join(", ")}`;
  return (
    `Threadbook needs Python 3.11 or newer, and ${found}. Install it ` +
    "(Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python) and try again."
  );
}
