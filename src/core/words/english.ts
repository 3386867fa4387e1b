import { count, megabytes } from "./amount.ts";
import { fileName } from "./file-name.ts";
import type { Phrases } from "./vocabulary.ts";

export const english: Phrases = {
  statuses: {
    queued: (ahead) => `${ahead} ahead of you`,
    waiting: {
      model: "waiting for the model",
      kernel: "starting Python",
      "model-retry": "the model's server is busy, asking again",
      files: "fetching the files",
    },
    turnInKernelQueue: (ahead) => `waiting to run: ${ahead} ahead, the machine is busy`,
    turnAtModel: (ahead) => `waiting for the model: ${ahead} ahead of you`,
    thinking: (characters) => `thinking (${count(characters)} characters)`,
    writing: "writing",
    running: "running",
  },
  notes: {
    pythonRestarted: "Python was started anew: earlier variables are gone, files are still there.",
    trimmed: "The conversation has grown long: the model no longer sees its beginning.",
    answerCut: "The answer ends here because it reached the model's length limit.",
    earlierUnread: (reason) =>
      `What was said here before could not be read, so it is not taken into account: ${reason}`,
    recordDamaged: (turns) =>
      `${turns} earlier ${turns === 1 ? "turn" : "turns"} could not be read and were set aside.`,
    fileNotKept: (name, why) => `The file ${fileName(name)} was not kept. ${why}`,
  },
  refusals: {
    "cut-off": "Not run: this code broke off before its end.",
    "too-long": "Not run: this code is too long for one cell.",
    "same-code": "Not run again: this is the code that ran just now.",
    stopped: "Not run: stopped before the code was complete.",
    "not-started": "Not run: Python could not be started.",
    unknown: "What came of this code could not be kept: it may have run in part or to its end.",
  },
  cellEnds: {
    interrupted: "Stopped. ",
    "timed-out": "Stopped: it ran out of time. ",
    "out-of-memory": "Stopped: it ran out of memory. ",
    "kernel-died": "Python ended while it ran. ",
    "host-gone": "The Jupyter server went away while it ran. ",
    "too-much-output": "Stopped: it printed too much. ",
    "too-many-figures": "Stopped: it made too many figures. ",
    "too-large-figures": "Stopped: its figures were too large. ",
    "folder-overfull": "Stopped: it went on filling the folder, which is full. ",
  },
  lostBefore: "Python had been started anew before this cell: earlier variables were gone. ",
  kept: "Variables are kept.",
  gone: "Variables are gone; the next cell starts a new Python.",
  endings: {
    stopped: "Stopped.",
    outOfSteps: (limit) => `Ended after ${limit} steps without an answer. Ask again to go on.`,
    goingInCircles: "Ended: the model is going in circles with the same code. Say it differently, or give it a hint.",
    ourMistake: (reference) =>
      `A mistake of the bot's own ended this turn (reference ${reference}). The log has the details.`,
  },
  failures: {
    "no-model": (_, syntax) =>
      "No model is connected, so only Python can be answered: set OPENAI_BASE_URL to a model server and start again, " +
      `write Python in a fence, or try ${syntax("run")} and ${syntax("tour")}.`,
    "model-unreachable": ({ url }) => `The model's server cannot be reached${at(url)}. Is it running? Then ask again.`,
    "model-unauthorized": ({ url }) => `The model's server refused the key${at(url)}. Check OPENAI_API_KEY.`,
    "model-not-found": ({ model, url }) =>
      `The server${at(url)} does not serve a model named ${model ?? "so"}. Check MODEL and OPENAI_BASE_URL.`,
    "model-busy": () => "The model's server is too busy to answer. Ask again in a moment.",
    "model-queue-full": () => "So many wait for the model now that this was not taken on. Ask again in a few minutes.",
    "too-many-waiting": ({ limit }) =>
      `You have ${limit} messages waiting already, so this one was not taken on. Send it again when they are answered.`,
    "model-silent": ({ seconds }) =>
      `The model's server sent nothing for ${seconds ?? "many"} seconds. Ask again, or look at the server.`,
    "model-broke-off": () => "The model's answer broke off. Ask again.",
    "model-refused": ({ status: answered, said }) =>
      `The model's server refused the request${answered === undefined ? "" : ` (${answered})`}${said === undefined ? "." : `: ${said}`}`,
    "model-damaged": () =>
      "The model's server sent something that could not be read. Ask again, or look at the server.",
    "model-empty": () => "The model answered with nothing. Ask again, perhaps in other words.",
    "context-too-long": (_, syntax) =>
      `This is more than the model can read at once. Ask for less, or begin afresh with ${syntax("new")}.`,
    "kernel-host-gone": () => "The Jupyter server went away. It is started anew with the next cell.",
    "kernel-not-started": () => "Python could not be started. The log says why.",
    "python-missing": () => "The bot's Python environment is missing or broken. Start the bot again to mend it.",
    "kernels-busy": ({ limit }) =>
      `All ${limit} Pythons of this machine are running something. Ask again when one is done.`,
    "own-kernels-busy": ({ limit }, syntax) =>
      `All ${limit} of your Pythons are running something. Wait for one, or end one with ${syntax("stop")} in its thread.`,
    "disk-full": () => "The disk is full, so this could not be kept. Make room, then ask again.",
    "file-missing": ({ name }) => `There is no file ${fileName(name)} here.`,
    "file-refused": ({ name }) => `${fileName(name)} is not a plain file, so it was not opened.`,
    "file-changed": ({ name }) => `${fileName(name)} changed while it was being read. Try again once it is finished.`,
    "file-too-large": ({ name, limit }) => `${fileName(name)} is too large: at most ${megabytes(Number(limit))}.`,
    "file-not-received": ({ name }) => `${fileName(name)} could not be fetched. Send it again.`,
    "folder-full": ({ name }) =>
      `There is no room for ${fileName(name)}: this thread's folder is full. Delete files in it.`,
    "store-gone": () => "The bot's store cannot be reached, so this could not be kept. Ask again in a moment.",
    "message-empty": () => "There was nothing to read in that message.",
    "message-too-long": ({ characters, limit }) =>
      `That message is too long: ${count(characters)} characters, at most ${count(limit)} can be read. Put long text into a file.`,
    "token-refused": ({ setting, said, page, closed }) => {
      if (closed !== undefined) return gatewayClosed(closed);
      return page !== undefined
        ? `Discord does not let this bot read messages. Open ${page}, switch on "Message Content Intent" under "Privileged Gateway Intents", save, then start again.`
        : `Expected ${setting ?? "the token"} to be one that the platform accepts; it answered: ${said ?? "refused"}.`;
    },
    "platform-unreachable": ({ platform, said }) =>
      `${platform ?? "The platform"} cannot be reached${said === undefined ? "" : ` (${said})`}. Check the network, then start again.`,
    "already-running": () =>
      "The same bot already runs on this store. End the other one first, or give this one a token or a store of its own.",
    "bot-restarted": () => "The bot was ended in the middle of this. Ask again.",
  },
  commands: {
    run: "runs Python at once, without a model",
    again: "does once more what was last asked",
    vars: "shows the variables and the memory in use",
    more: "gives the cell that runs more time",
    stop: "stops what is running here",
    restart: "starts Python anew; variables go, files stay",
    new: "begins a fresh thread: no earlier messages, a new Python",
    model: "says which model answers",
    tour: "plays a short conversation that was written beforehand",
    help: "shows this",
  },
  help: (syntax) =>
    "Ask a question: the model writes Python, it runs, and what it shows comes back here. " +
    `Variables stay from one message to the next. ${syntax("run")} runs Python of your own.`,
  omitted: (characters) => `… ${count(characters)} characters left out …`,
  figure: (number) => `figure ${number}`,
  figureNotShown: (number, reason) => `Figure ${number} could not be shown: ${reason}`,
  fileNotShown: (name, reason) => `${fileName(name)} could not be shown: ${reason}`,
  unshown: {
    gone: "its bytes are gone",
    unread: "the bot could not read it",
    lost: "it did not get through, also when tried again",
    tooLarge: "it is too large to be sent here",
    rightMissing: (right) => `the right ${right} is missing`,
    refused: (said) => `it was not taken (${said})`,
  },
  tables: { variables: ["name", "type", "shape", "size", "value"] },
  noPython: "No Python is running yet: it starts with the first cell.",
  noVariables: "There are no variables yet.",
  variablesHidden: "Python is too busy to show its variables now.",
  idle: (bytes) => `Python is idle and uses ${megabytes(bytes)}.`,
  stillRunning: (seconds, bytes) => `still running: ${count(seconds)} s${bytes === 0 ? "" : `, ${megabytes(bytes)}`}`,
  moreVariables: (more) => `and ${count(more)} more`,
  moreTime: (seconds) => `This cell may now run for ${count(seconds)} s altogether.`,
  nothingToStop: "Nothing is running here.",
  stopping: "Stopping.",
  restarted: "Python was started anew: variables are gone, files are still there.",
  freshThread: "A fresh thread: no earlier messages, a new Python with the first cell.",
  modelInUse: (name, where, contextTokens) =>
    `${name} at ${where} answers; it can read ${count(contextTokens)} tokens at once.`,
  invite: (link) => `To let the bot into a server, open ${link}`,
  awaits: (server) =>
    `DISCORD_GUILD: server ${server} has not let the bot in yet. Let it in, or correct the number; the slash commands come with that.`,
  goesOnWithout: (platform) => `The bot goes on without ${platform}.`,
  noModelInUse: "No model is connected. Set OPENAI_BASE_URL to a model server, and MODEL if it serves several.",
  runWhat: (syntax) => `Write the Python behind the command, such as ${syntax("run")} print(6*7)`,
  unsealed: "Python runs here with all your rights, sealed off from nothing: THREADBOOK_SANDBOX is off.",
  nothingToRepeat: "Nothing was asked here yet that could be done again.",
  tourLabel: "A tour of two minutes. Questions and answers were written beforehand; the Python runs for real.",
  tourEnd: (syntax) =>
    `That was the tour. Connect a model with OPENAI_BASE_URL to ask questions of your own, or try ${syntax("run")}.`,
  tourStops: "(somebody presses Stop)",
  console: {
    hello: (model, syntax) =>
      model === undefined
        ? `Threadbook without a model: ${syntax("run")} runs Python, ${syntax("tour")} shows the rest, ${syntax("help")} helps.`
        : `Threadbook with ${model}. Ask something; ${syntax("help")} helps.`,
    apart: "Another terminal is in the last conversation; this one begins its own.",
    goesOn: (turns, syntax) =>
      `The conversation goes on after ${turns} earlier ${turns === 1 ? "turn" : "turns"}; ${syntax("new")} begins a fresh one.`,
    cutOff: "The last answer was cut off when the bot ended. Ask again for the rest.",
    leaveAgain: "Press Ctrl-C again to leave.",
    linesLeftOut: (lines) => `… ${count(lines)} ${lines === 1 ? "line" : "lines"} left out …`,
    whole: (path) => `All of it: ${path}`,
    wholeNotKept: (reason) => `The whole of it could not be written to a file: ${reason}`,
    historyNotKept: (reason) => `What you type is not kept for the next time: ${reason}`,
  },
  chat: {
    stop: "Stop",
    more: "More time",
    nothingShown: "Done. There was nothing to show.",
    restInFile: (name) => `The rest of this is in ${name}, below.`,
    ranBy: (name) => `${name} ran this:`,
    askedBy: (name) => `${name} asks:`,
    runForm: { title: "Run Python", code: "Code", run: "Run" },
    askWhat: "Write your question behind the command.",
  },
  slack: {
    notInChannel: (bot) => `I cannot write in this channel. Invite me with "/invite @${bot}", then try again.`,
    archived: "This channel is archived, so no answer can be shown in it.",
    missingScope: (scope) =>
      `Slack has not given me the right "${scope}", so I cannot answer. Whoever runs the bot can reinstall the app with it.`,
    refused: (said) => `Slack did not take the answer (${said}).`,
  },
  discord: {
    noThread: (code) =>
      `No thread can be opened: ${noThread(code)}. So the answer is here, and a next question begins anew.`,
    threadMute:
      "I cannot write in the thread: the bot lacks the right Send Messages in Threads here. So the answer is here, and a next question begins anew.",
    untitled: "Notebook",
    ask: "asks a question for all to see, in a thread of its own",
    codeOption: "Python code",
    codeTitle: "Run Python",
    questionOption: "what you want to know",
    attachFiles: "Attach Files",
  },
};

function at(url: string | number | undefined): string {
  return url === undefined ? "" : ` at ${url}`;
}

function noThread(code: number): string {
  if (code === 50001 || code === 50013) return "the bot lacks the right Create Public Threads here";
  return code === 160006 ? "this server has as many as Discord allows" : "this kind of channel has none";
}

function gatewayClosed(closed: string | number): string {
  return closed === 4011
    ? "Discord wants this bot split over several connections by now, because it is in so many servers, and this version knows one alone (4011). Let it leave some, or run a second bot for them."
    : `Discord does not take connections of this version of the bot (${closed}). Update it, then start again.`;
}
