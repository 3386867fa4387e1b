import { count, megabytes } from "./amount.ts";
import { fileName } from "./file-name.ts";
import type { Phrases } from "./vocabulary.ts";

export const chinese: Phrases = {
  statuses: {
    queued: (ahead) => `前面还有 ${ahead} 条`,
    waiting: {
      model: "正在等待模型",
      kernel: "正在启动 Python",
      "model-retry": "模型服务正忙，正在重试",
      files: "正在接收文件",
    },
    turnInKernelQueue: (ahead) => `等待运行：机器正忙，前面还有 ${ahead} 个`,
    turnAtModel: (ahead) => `等待模型：前面还有 ${ahead} 个`,
    thinking: (characters) => `正在思考（${count(characters)} 字）`,
    writing: "正在写",
    running: "正在运行",
  },
  notes: {
    pythonRestarted: "Python 已重新启动：先前的变量已清空，文件仍在。",
    trimmed: "对话已经很长：模型不再看到最早的部分。",
    answerCut: "回答到此为止：已达到模型的长度上限。",
    earlierUnread: (reason) => `无法读取这里先前的消息，因此未予考虑：${reason}`,
    recordDamaged: (turns) => `有 ${turns} 轮先前的记录无法读取，已另行保存。`,
    fileNotKept: (name, why) => `文件 ${fileName(name)} 没有保存。${why}`,
  },
  refusals: {
    "cut-off": "未运行：这段代码没有写完。",
    "too-long": "未运行：这段代码太长，一个单元放不下。",
    "same-code": "未再次运行：这就是刚刚运行过的代码。",
    stopped: "未运行：代码写完之前已停止。",
    "not-started": "未运行：Python 无法启动。",
    unknown: "这段代码的结果没能保存：它可能只运行了一部分，也可能已运行完。",
  },
  cellEnds: {
    interrupted: "已停止。",
    "timed-out": "已停止：超过时间限制。",
    "out-of-memory": "已停止：内存不足。",
    "kernel-died": "运行时 Python 退出了。",
    "host-gone": "运行时 Jupyter 服务中断了。",
    "too-much-output": "已停止：输出太多。",
    "too-many-figures": "已停止：图太多。",
    "too-large-figures": "已停止：图太大。",
    "folder-overfull": "已停止：文件夹已满，仍在继续写入。",
  },
  lostBefore: "这个单元运行之前 Python 已重新启动：先前的变量已不在。",
  kept: "变量已保留。",
  gone: "变量已丢失，下一个单元会启动新的 Python。",
  endings: {
    stopped: "已停止。",
    outOfSteps: (limit) => `进行了 ${limit} 步仍没有答案，到此结束。可以继续提问。`,
    goingInCircles: "到此结束：模型在反复写同样的代码。请换个说法，或给它一点提示。",
    ourMistake: (reference) => `机器人自身出错，本轮结束（编号 ${reference}）。日志里有详细信息。`,
  },
  failures: {
    "no-model": (_, syntax) =>
      "没有连接模型，只能运行 Python：请把 OPENAI_BASE_URL 设为模型服务的地址后重新启动，" +
      `或在代码围栏里写 Python，也可以试试 ${syntax("run")} 和 ${syntax("tour")}。`,
    "model-unreachable": ({ url }) => `无法连接模型服务${at(url)}。请确认它在运行，然后再问一次。`,
    "model-unauthorized": ({ url }) => `模型服务拒绝了密钥${at(url)}。请检查 OPENAI_API_KEY。`,
    "model-not-found": ({ model, url }) =>
      `模型服务${at(url)}没有名为 ${model ?? "该名称"} 的模型。请检查 MODEL 和 OPENAI_BASE_URL。`,
    "model-busy": () => "模型服务太忙，暂时无法回答。请稍后再问。",
    "model-queue-full": () => "现在等待模型的人太多，这条消息未被受理。请过几分钟再问。",
    "too-many-waiting": ({ limit }) => `你已有 ${limit} 条消息在等待，这一条未被受理。请等它们得到回答后再发。`,
    "model-silent": ({ seconds }) => `模型服务 ${seconds ?? "多"} 秒没有任何回应。请再问一次，或检查服务。`,
    "model-broke-off": () => "模型的回答中断了。请再问一次。",
    "model-refused": ({ status: answered, said }) =>
      `模型服务拒绝了请求${answered === undefined ? "" : `（${answered}）`}${said === undefined ? "。" : `：${said}`}`,
    "model-damaged": () => "模型服务发来的内容无法读取。请再问一次，或检查服务。",
    "model-empty": () => "模型没有给出任何内容。请再问一次，也可以换个说法。",
    "context-too-long": (_, syntax) => `内容超过了模型一次能读的长度。请问得少一些，或用 ${syntax("new")} 重新开始。`,
    "kernel-host-gone": () => "Jupyter 服务中断了，下一个单元会重新启动它。",
    "kernel-not-started": () => "Python 无法启动，原因见日志。",
    "python-missing": () => "机器人的 Python 环境缺失或损坏。重新启动机器人即可修复。",
    "kernels-busy": ({ limit }) => `这台机器的 ${limit} 个 Python 都在运行。请等其中一个结束后再问。`,
    "own-kernels-busy": ({ limit }, syntax) =>
      `你的 ${limit} 个 Python 都在运行。请等其中一个结束，或在它的会话里用 ${syntax("stop")} 停止。`,
    "disk-full": () => "磁盘已满，无法保存。请腾出空间后再问一次。",
    "file-missing": ({ name }) => `这里没有文件 ${fileName(name)}。`,
    "file-refused": ({ name }) => `${fileName(name)} 不是普通文件，没有打开。`,
    "file-changed": ({ name }) => `读取时 ${fileName(name)} 发生了变化。请等它写完后再试。`,
    "file-too-large": ({ name, limit }) => `${fileName(name)} 太大：最多 ${megabytes(Number(limit))}。`,
    "file-not-received": ({ name }) => `没能取到 ${fileName(name)}。请重新发送。`,
    "folder-full": ({ name }) => `放不下 ${fileName(name)}：本会话的文件夹已满。请删除其中的一些文件。`,
    "store-gone": () => "无法访问机器人的存储，内容没有保存。请稍后再问一次。",
    "message-empty": () => "这条消息里没有可读的内容。",
    "message-too-long": ({ characters, limit }) =>
      `这条消息太长：共 ${count(characters)} 个字符，最多能读 ${count(limit)} 个。长文本请放进文件。`,
    "token-refused": ({ setting, said, page, closed }) => {
      if (closed !== undefined) return gatewayClosed(closed);
      return page !== undefined
        ? `Discord 不让机器人读取消息内容。请打开 ${page}，在“Privileged Gateway Intents”下开启“Message Content Intent”，保存后重新启动。`
        : `${setting ?? "令牌"} 应是平台接受的令牌；平台的答复是：${said ?? "拒绝"}。`;
    },
    "platform-unreachable": ({ platform, said }) =>
      `无法连接 ${platform ?? "平台"}${said === undefined ? "" : `（${said}）`}。请检查网络后重新启动。`,
    "already-running": () => "同一个机器人已经在这个存储上运行。请先结束另一个，或者换一个令牌或存储。",
    "bot-restarted": () => "机器人中途被结束，这一轮没有完成。请再问一次。",
  },
  commands: {
    run: "直接运行 Python，不经过模型",
    again: "把上一个问题再做一次",
    vars: "显示变量和内存用量",
    more: "让正在运行的单元多运行一段时间",
    stop: "停止这里正在运行的内容",
    restart: "重新启动 Python；变量清空，文件保留",
    new: "开始新的会话：没有先前的消息，全新的 Python",
    model: "显示由哪个模型回答",
    tour: "播放一段预先写好的演示对话",
    help: "显示本说明",
  },
  help: (syntax) =>
    `直接提问：模型会写 Python，运行后把结果显示在这里。变量会一直保留。${syntax("run")} 可以运行你自己的 Python。`,
  omitted: (characters) => `… 省略了 ${count(characters)} 个字符 …`,
  figure: (number) => `图 ${number}`,
  figureNotShown: (number, reason) => `图 ${number} 无法显示：${reason}`,
  fileNotShown: (name, reason) => `${fileName(name)} 无法显示：${reason}`,
  unshown: {
    gone: "它的数据已不在了",
    unread: "机器人无法读取它",
    lost: "多次尝试仍未送达",
    tooLarge: "它太大，无法发送到这里",
    rightMissing: (right) => `缺少“${right}”权限`,
    refused: (said) => `未被接受（${said}）`,
  },
  tables: { variables: ["名称", "类型", "形状", "大小", "值"] },
  noPython: "Python 尚未启动：第一个单元运行时才会启动。",
  noVariables: "还没有变量。",
  variablesHidden: "Python 正忙，暂时看不到变量。",
  idle: (bytes) => `Python 空闲，占用 ${megabytes(bytes)}。`,
  stillRunning: (seconds, bytes) => `仍在运行：${count(seconds)} 秒${bytes === 0 ? "" : `，${megabytes(bytes)}`}`,
  moreVariables: (more) => `另有 ${count(more)} 个`,
  moreTime: (seconds) => `这个单元现在总共可以运行 ${count(seconds)} 秒。`,
  nothingToStop: "这里没有正在运行的内容。",
  stopping: "正在停止。",
  restarted: "Python 已重新启动：变量已清空，文件仍在。",
  freshThread: "新的会话：没有先前的消息，第一个单元会启动全新的 Python。",
  modelInUse: (name, where, contextTokens) =>
    `由 ${name}（${where}）回答，一次最多能读 ${count(contextTokens)} 个 token。`,
  invite: (link) => `邀请机器人加入服务器：${link}`,
  awaits: (server) => `DISCORD_GUILD：服务器 ${server} 还没有邀请机器人。请邀请它，或更正编号；之后斜杠命令就会出现。`,
  goesOnWithout: (platform) => `机器人将在没有 ${platform} 的情况下继续运行。`,
  noModelInUse: "没有连接模型。请把 OPENAI_BASE_URL 设为模型服务的地址；如果有多个模型，再设置 MODEL。",
  runWhat: (syntax) => `请把 Python 写在命令后面，例如 ${syntax("run")} print(6*7)`,
  unsealed: "这里的 Python 拥有你的全部权限，没有隔离：THREADBOOK_SANDBOX 设为 off。",
  nothingToRepeat: "这里还没有可以再做一次的问题。",
  tourLabel: "两分钟的演示。问题和回答是预先写好的，Python 是真实运行的。",
  tourEnd: (syntax) => `演示到此结束。用 OPENAI_BASE_URL 连接模型就可以自己提问，也可以试试 ${syntax("run")}。`,
  tourStops: "（有人按下了停止）",
  console: {
    hello: (model, syntax) =>
      model === undefined
        ? `Threadbook 未连接模型：${syntax("run")} 运行 Python，${syntax("tour")} 看演示，${syntax("help")} 看说明。`
        : `Threadbook 已连接 ${model}。请提问；${syntax("help")} 看说明。`,
    apart: "另一个终端正在使用上次的会话；这里开始新的会话。",
    goesOn: (turns, syntax) => `接着之前的 ${turns} 轮对话；${syntax("new")} 开始新的会话。`,
    cutOff: "机器人结束时，最后一次回答中断了。需要的话请再问一次。",
    leaveAgain: "再按一次 Ctrl-C 离开。",
    linesLeftOut: (lines) => `… 省略了 ${count(lines)} 行 …`,
    whole: (path) => `完整内容：${path}`,
    wholeNotKept: (reason) => `完整内容无法写入文件：${reason}`,
    historyNotKept: (reason) => `输入的内容无法留到下次使用：${reason}`,
  },
  chat: {
    stop: "停止",
    more: "延长时间",
    nothingShown: "已完成，没有可显示的内容。",
    restInFile: (name) => `其余内容见下方的 ${name}。`,
    ranBy: (name) => `${name} 运行了：`,
    askedBy: (name) => `${name} 提问：`,
    runForm: { title: "运行 Python", code: "代码", run: "运行" },
    askWhat: "请把问题写在命令后面。",
  },
  slack: {
    notInChannel: (bot) => `我无法在这个频道里发言。请先用“/invite @${bot}”邀请我，然后再试。`,
    archived: "这个频道已归档，无法在其中显示回答。",
    missingScope: (scope) => `Slack 没有授予我“${scope}”权限，因此无法回答。请让管理员带此权限重新安装应用。`,
    refused: (said) => `Slack 没有接受这个回答（${said}）。`,
  },
  discord: {
    noThread: (code) => `无法新建子区：${noThread(code)}。因此在这里回答，下一个问题会重新开始。`,
    threadMute: "无法在子区里发言：机器人在这里缺少“在子区中发送消息”权限。因此在这里回答，下一个问题会重新开始。",
    untitled: "笔记本",
    ask: "公开提一个问题，并为它新建子区",
    codeOption: "Python 代码",
    codeTitle: "运行 Python",
    questionOption: "想知道什么",
    attachFiles: "附加文件",
  },
};

function at(url: string | number | undefined): string {
  return url === undefined ? "" : `（${url}）`;
}

function noThread(code: number): string {
  if (code === 50001 || code === 50013) return "机器人在这里缺少“创建公共子区”权限";
  return code === 160006 ? "本服务器的子区数已达 Discord 上限" : "这类频道没有子区";
}

function gatewayClosed(closed: string | number): string {
  return closed === 4011
    ? "机器人加入的服务器过多，Discord 要求分成多个连接，而本版本只支持一个连接（4011）。请让它退出一些服务器，或另开一个机器人。"
    : `Discord 不接受本版本机器人的连接（${closed}）。请更新后重新启动。`;
}
