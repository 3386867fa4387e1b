import { count } from "../../core/words/amount.ts";
import type { DoctorWords } from "./vocabulary.ts";

export const english: DoctorWords = {
  signs: { ok: "ok", warning: "warning", wrong: "wrong" },
  subjects: {
    settings: "settings",
    node: "Node",
    python: "Python",
    fonts: "fonts",
    kernel: "kernel",
    sandbox: "sandbox",
    model: "model",
    store: "store",
    disk: "disk",
    watch: "watch port",
    slack: "Slack",
    discord: "Discord",
  },
  settings: {
    right: (given) => (given === 0 ? "none is set, the defaults hold" : `${given} set, each as it should be`),
    wrong: (faults) => `${faults} wrong; the bot does not start`,
  },
  node: {
    own: (version) => `${version}, the project's own`,
    machines: (version, path) => `${version}, not the project's own but ${path}`,
    old: (version, least) => `${version} is too old, ${least} or newer is needed`,
    startByNpm: "npm start and npm run doctor bring the project's own Node where one is packaged for this machine.",
  },
  python: {
    right: (version, packages, files) =>
      `${version}, ${packages} packages as locked, all ${count(files)} files as they were installed`,
    missing: "the environment is not there, or was never installed to its end",
    otherLock: "the environment is of another requirements.txt than the one in force",
    changed: (version, changed, files) =>
      `${version}, but ${count(changed)} of ${count(files)} files are not as they were installed`,
    broken: (reason) => `the environment does not run: ${reason}`,
    installByNpm: "npm start installs it.",
    renew: "To install it anew: rm -r .threadbook/python, then npm start",
  },
  fonts: {
    draws: (path) => `Chinese in figures is drawn with ${path}`,
    blank: (path) => `${path} has no Chinese characters: Chinese in figures is drawn as boxes`,
    none: "no font that draws Chinese was found: Chinese in figures is drawn as boxes",
    unknown: "matplotlib could not be asked for its fonts",
  },
  kernel: {
    drew: (seconds) => `one was started and drew a figure, ${seconds.toFixed(1)} s to the PNG`,
    noFigure: (outcome) => `one was started, but gave no PNG (the cell ended: ${outcome})`,
    raised: (error) => `one was started, but could not draw a figure: ${error}`,
  },
  sandbox: {
    on: (by, memory) =>
      `on, by ${by}: files, network, processes and system calls are sealed off; memory is bounded by ${memory === "groups" ? "the system" : "a watchdog"}`,
    unbounded: (by) =>
      `on, by ${by}: files, network, processes and system calls are sealed off; a thread's folder and the memory of all its processes together have no bound`,
    off: "off: Python has all rights of the user who starts the bot",
    refused: "Python cannot be sealed off here, so the bot does not start",
    unknown: "Python could not be asked whether it can be sealed off",
  },
  model: {
    none: (wanted) =>
      `no model${wanted === undefined ? "" : ` named ${wanted}`} was found on this machine: only /run and /tour work. Set OPENAI_BASE_URL to a model server`,
    answers: (name, where, { firstWordMs, streams, stops }, contextTokens) =>
      [
        `${name} at ${where} answers, first word after ${(firstWordMs / 1000).toFixed(1)} s`,
        ...(streams ? ["streams"] : []),
        ...(stops === true ? ["keeps to stop strings"] : []),
        ...(stops === undefined ? ["stop strings could not be tried: it did not count as asked"] : []),
        ...(contextTokens === undefined ? [] : [`reads ${count(contextTokens)} tokens`]),
      ].join(", "),
    serves: (names) => `Served there: ${names.join(", ")}`,
    inOnePiece: "It does not stream: the answer came in one piece, so people see nothing until a step is complete.",
    talksOn: "It does not keep to stop strings: a GLM may talk on and make up results. Check the server's options.",
    contextUnknown: "The server does not say how much it reads; 8,192 tokens are taken. Set THREADBOOK_CONTEXT_TOKENS.",
    contextTooLarge: (wanted, served) =>
      `THREADBOOK_CONTEXT_TOKENS is ${count(wanted)}, but the server reads ${count(served)}: long conversations will fail.`,
  },
  store: {
    right: (where) => `${where} opens, keeps what it is given, and gives each claim to one owner`,
    forgets: (where) => `${where} opens, but does not give back what was kept`,
    claimsTwice: (where) => `${where} opens, but lets two owners claim the same`,
    damaged: (file, why) =>
      `${file} cannot be read as a database (${why}): a bot that starts moves it aside and begins a fresh one. Put a copy of it back first, if there is one`,
    setAside: (file, movedTo, why) => `${file} could not be read (${why}); it was moved to ${movedTo}.`,
  },
  watch: {
    free: (host, port) => `port ${port} is free on ${host}`,
    inUse: (host, port) => `a bot that runs has port ${port} on ${host}`,
    refused: (host, port, why) =>
      `port ${port} cannot be had on ${host} (${why}), so the bot does not start: set THREADBOOK_WATCH_PORT to one that is free`,
  },
  disk: {
    free: (bytes, where) => `${gigabytes(bytes)} free at ${where}, which can be written to`,
    scarce: (bytes, where) => `only ${gigabytes(bytes)} free at ${where}: make room, 2 GB at least`,
    notWritable: (where, code) => `${where} cannot be written to (${code}): check its owner and its permissions`,
  },
  slack: {
    right: (bot, team, scopes) => `${bot} in ${team}: both tokens are accepted, all ${scopes} scopes are granted`,
    refused: "the bot token is refused",
    noSocket: (bot, team) => `${bot} in ${team}: the bot token is accepted, the app token is refused`,
    scopesMissing: (bot, team, missing, needed) =>
      `${bot} in ${team}: both tokens are accepted, ${missing} of ${needed} scopes missing`,
    botRefused: (said) =>
      `SLACK_BOT_TOKEN: Slack answers ${said}. Copy it again from OAuth & Permissions, Bot User OAuth Token.`,
    appRefused: (said) =>
      `SLACK_APP_TOKEN: Slack answers ${said}. It needs the scope connections:write; make one under Basic Information, App-Level Tokens.`,
    missingScope: (scope) => `scope missing: ${scope}`,
    addScopes: "Paste config/slack-manifest.json under App Manifest, then install the app to the workspace again.",
  },
  discord: {
    right: (bot, guild) =>
      `${bot}: the token is accepted, Message Content is on${guild === undefined ? "" : `, a member of ${guild}`}`,
    refused: "the token is refused",
    copyToken: "DISCORD_TOKEN: make a new one in the Developer Portal under Bot, Reset Token.",
    unreadable: (me, application) =>
      `Discord's answers could not be read (users/@me: ${me}, applications/@me: ${application})`,
    lacks: (bot) => `${bot}: the token is accepted, but something is missing`,
    intentMissing:
      "intent missing: Message Content. In the Developer Portal: Bot, Privileged Gateway Intents, Message Content Intent.",
    notInGuild: (guild) =>
      `DISCORD_GUILD: the bot is not a member of server ${guild}. Invite it, or correct the number.`,
  },
  unreachable: (platform, cause) => `${platform} cannot be reached (${cause}): check the network`,
  tooSlow: (seconds) => `gave no answer within ${seconds} s`,
  broke: (reason) => `could not be looked at: ${reason}`,
  summary: (wrong, warnings) => {
    if (wrong > 0) return `${wrong} wrong${warnings > 0 ? `, ${plural(warnings)}` : ""}.`;
    return warnings > 0 ? `All that is configured works, with ${plural(warnings)}.` : "All is well.";
  },
};

function plural(warnings: number): string {
  return `${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
