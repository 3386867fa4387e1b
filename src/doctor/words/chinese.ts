import { count } from "../../core/words/amount.ts";
import type { DoctorWords } from "./vocabulary.ts";

export const chinese: DoctorWords = {
  signs: { ok: "正常", warning: "注意", wrong: "有误" },
  subjects: {
    settings: "设置",
    node: "Node",
    python: "Python",
    fonts: "字体",
    kernel: "内核",
    sandbox: "沙箱",
    model: "模型",
    store: "存储",
    disk: "磁盘",
    watch: "监测端口",
    slack: "Slack",
    discord: "Discord",
  },
  settings: {
    right: (given) => (given === 0 ? "未设置任何项，使用默认值" : `已设置 ${given} 项，均有效`),
    wrong: (faults) => `${faults} 处有误，机器人无法启动`,
  },
  node: {
    own: (version) => `${version}，项目自带`,
    machines: (version, path) => `${version}，不是项目自带的，而是 ${path}`,
    old: (version, least) => `${version} 版本过旧，需要 ${least} 或更高`,
    startByNpm: "用 npm start 和 npm run doctor 启动，会使用项目自带的 Node（若有适合本机的版本）。",
  },
  python: {
    right: (version, packages, files) =>
      `${version}，${packages} 个包与锁定文件一致，${count(files)} 个文件均与安装时相同`,
    missing: "环境不存在，或安装未完成",
    otherLock: "环境与当前的 requirements.txt 不一致",
    changed: (version, changed, files) => `${version}，但 ${count(files)} 个文件中有 ${count(changed)} 个与安装时不同`,
    broken: (reason) => `环境无法运行：${reason}`,
    installByNpm: "运行 npm start 即可安装。",
    renew: "重新安装：rm -r .threadbook/python，然后 npm start",
  },
  fonts: {
    draws: (path) => `图中的中文使用 ${path}`,
    blank: (path) => `${path} 不含汉字：图中的中文会显示为方框`,
    none: "找不到中文字体：图中的中文会显示为方框",
    unknown: "无法向 matplotlib 查询字体",
  },
  kernel: {
    drew: (seconds) => `已启动一个内核并画出一张图，${seconds.toFixed(1)} 秒后得到 PNG`,
    noFigure: (outcome) => `已启动一个内核，但没有得到 PNG（单元结束方式：${outcome}）`,
    raised: (error) => `已启动一个内核，但画图失败：${error}`,
  },
  sandbox: {
    on: (by, memory) =>
      `已启用（${by}）：文件、网络、进程和系统调用均已隔离；内存由${memory === "groups" ? "系统" : "看门狗"}限制`,
    unbounded: (by) =>
      `已启用（${by}）：文件、网络、进程和系统调用均已隔离；但会话文件夹的大小和其全部进程的总内存没有上限`,
    off: "未启用：Python 拥有启动机器人的用户的全部权限",
    refused: "这台机器无法隔离 Python，因此机器人不会启动",
    unknown: "无法询问 Python 能否被隔离",
  },
  model: {
    none: (wanted) =>
      `本机上没有找到模型${wanted === undefined ? "" : ` ${wanted}`}：只能使用 /run 和 /tour。请将 OPENAI_BASE_URL 设为模型服务器的地址`,
    answers: (name, where, { firstWordMs, streams, stops }, contextTokens) =>
      [
        `${where} 的 ${name} 有应答，${(firstWordMs / 1000).toFixed(1)} 秒后出现第一个字`,
        ...(streams ? ["支持流式输出"] : []),
        ...(stops === true ? ["遵守停止词"] : []),
        ...(stops === undefined ? ["未能测试停止词：它没有按要求数数"] : []),
        ...(contextTokens === undefined ? [] : [`可读 ${count(contextTokens)} 个 token`]),
      ].join("，"),
    serves: (names) => `该服务器提供：${names.join("、")}`,
    inOnePiece: "它不支持流式输出：回答一次性到达，每一步完成之前看不到任何内容。",
    talksOn: "它不遵守停止词：GLM 可能会一直说下去并编造结果。请检查服务器的选项。",
    contextUnknown: "服务器没有说明上下文长度，按 8,192 个 token 计算。请设置 THREADBOOK_CONTEXT_TOKENS。",
    contextTooLarge: (wanted, served) =>
      `THREADBOOK_CONTEXT_TOKENS 为 ${count(wanted)}，但服务器只能读 ${count(served)}：长对话会失败。`,
  },
  store: {
    right: (where) => `${where} 可以打开、可以保存，占用互斥有效`,
    forgets: (where) => `${where} 可以打开，但取不回已保存的内容`,
    claimsTwice: (where) => `${where} 可以打开，但同一项可被两个进程同时占用`,
    damaged: (file, why) =>
      `${file} 无法作为数据库读取（${why}）：机器人启动时会将它移开并新建一个。如有备份，请先放回`,
    setAside: (file, movedTo, why) => `无法读取 ${file}（${why}），已移到 ${movedTo}。`,
  },
  watch: {
    free: (host, port) => `${host} 的端口 ${port} 可用`,
    inUse: (host, port) => `${host} 的端口 ${port} 正由运行中的机器人使用`,
    refused: (host, port, why) =>
      `无法使用 ${host} 的端口 ${port}（${why}），因此机器人不会启动：请将 THREADBOOK_WATCH_PORT 设为空闲的端口`,
  },
  disk: {
    free: (bytes, where) => `${where} 可写，剩余 ${gigabytes(bytes)}`,
    scarce: (bytes, where) => `${where} 仅剩 ${gigabytes(bytes)}：请至少腾出 2 GB`,
    notWritable: (where, code) => `${where} 无法写入（${code}）：请检查所有者和权限`,
  },
  slack: {
    right: (bot, team, scopes) => `${team} 中的 ${bot}：两个令牌均有效，${scopes} 项权限齐全`,
    refused: "机器人令牌被拒绝",
    noSocket: (bot, team) => `${team} 中的 ${bot}：机器人令牌有效，应用令牌被拒绝`,
    scopesMissing: (bot, team, missing, needed) =>
      `${team} 中的 ${bot}：两个令牌均有效，但 ${needed} 项权限缺少 ${missing} 项`,
    botRefused: (said) =>
      `SLACK_BOT_TOKEN：Slack 答复 ${said}。请在 OAuth & Permissions 的 Bot User OAuth Token 处重新复制。`,
    appRefused: (said) =>
      `SLACK_APP_TOKEN：Slack 答复 ${said}。它需要 connections:write 权限；请在 Basic Information 的 App-Level Tokens 处新建。`,
    missingScope: (scope) => `缺少权限：${scope}`,
    addScopes: "请将 config/slack-manifest.json 粘贴到 App Manifest，然后将应用重新安装到工作区。",
  },
  discord: {
    right: (bot, guild) =>
      `${bot}：令牌有效，Message Content 已开启${guild === undefined ? "" : `，是 ${guild} 的成员`}`,
    refused: "令牌被拒绝",
    copyToken: "DISCORD_TOKEN：请在 Developer Portal 的 Bot 页面用 Reset Token 新建。",
    unreadable: (me, application) => `无法读懂 Discord 的答复（users/@me：${me}，applications/@me：${application}）`,
    lacks: (bot) => `${bot}：令牌有效，但仍有欠缺`,
    intentMissing:
      "缺少 intent：Message Content。请在 Developer Portal 的 Bot 页面 Privileged Gateway Intents 中开启 Message Content Intent。",
    notInGuild: (guild) => `DISCORD_GUILD：机器人不是服务器 ${guild} 的成员。请邀请它，或更正编号。`,
  },
  unreachable: (platform, cause) => `无法连接 ${platform}（${cause}）：请检查网络`,
  tooSlow: (seconds) => `${seconds} 秒内没有应答`,
  broke: (reason) => `无法检查：${reason}`,
  summary: (wrong, warnings) => {
    if (wrong > 0) return `${wrong} 项有误${warnings > 0 ? `，${warnings} 项需注意` : ""}。`;
    return warnings > 0 ? `已配置的都能工作，${warnings} 项需注意。` : "一切正常。";
  },
};

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
