import type { Language } from "../words/sentence.ts";

/** One question of the tour with the answers that were written for it. */
export interface TourTurn {
  readonly language: Language;
  readonly question: string;
  /** One for each step, as a model would write it. */
  readonly answers: readonly string[];
  /** Stops the turn this long after its cell began. */
  readonly stopAfterMs?: number;
}

export const tourTurns: readonly TourTurn[] = [
  {
    language: "en",
    question: "Make up daily temperatures for a year in a city by the sea, and plot them with the monthly mean.",
    answers: [
      `I will make a year of daily temperatures and draw the monthly mean over them.

\`\`\`python
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt

rng = np.random.default_rng(7)
days = pd.date_range("2025-01-01", "2025-12-31")
season = 14 - 9 * np.cos(2 * np.pi * (days.day_of_year - 20) / 365)
weather = pd.DataFrame({"temperature": season + rng.normal(0, 2.5, len(days))}, index=days)
monthly = weather["temperature"].resampel("MS").mean()
monthly.round(1)
\`\`\``,
      `A slip of the pen: the method is called \`resample\`.

\`\`\`python
monthly = weather["temperature"].resample("MS").mean()

plt.figure(figsize=(9, 4))
plt.plot(weather.index, weather["temperature"], color="#9ecae1", linewidth=1, label="each day")
plt.step(monthly.index, monthly, where="post", color="#08519c", linewidth=2, label="mean of the month")
plt.title("A made-up year by the sea")
plt.ylabel("temperature (°C)")
plt.legend()
plt.show()
print(monthly.agg(["min", "max"]).round(1))
\`\`\``,
      "There it is: pale blue is each day, dark blue the mean of each month. The coldest and the warmest month's means stand under the code.",
    ],
  },
  {
    language: "zh",
    question: "接着刚才的数据：哪个季节的气温波动最大？请画箱线图。",
    answers: [
      `变量还在，直接按季节分组即可。

\`\`\`python
names = {12: "冬", 1: "冬", 2: "冬", 3: "春", 4: "春", 5: "春", 6: "夏", 7: "夏", 8: "夏", 9: "秋", 10: "秋", 11: "秋"}
weather["季节"] = weather.index.month.map(names)
seasons = ["春", "夏", "秋", "冬"]

plt.figure(figsize=(7, 4))
plt.boxplot([weather.loc[weather["季节"] == name, "temperature"] for name in seasons], tick_labels=seasons)
plt.title("各季节的气温")
plt.ylabel("气温（°C）")
plt.show()
weather.groupby("季节")["temperature"].std().reindex(seasons).round(2)
\`\`\``,
      "上面的表是各季节的标准差，数值最大的季节波动最大：春秋两季气温变化快，所以比夏冬两季更分散。",
    ],
  },
  {
    language: "en",
    question: "How many days were warmer than 20 °C? Words will do.",
    answers: [
      `\`\`\`python
int((weather["temperature"] > 20).sum())
\`\`\``,
      "The number above is the count of days over 20 °C. The table of the first question was still there: each thread keeps its own Python.",
    ],
  },
  {
    language: "en",
    question: "And what if the code never ends?",
    stopAfterMs: 2000,
    answers: [
      `Then somebody stops it, and the variables stay.

\`\`\`python
import itertools

for number in itertools.count(1):
    if number % 20_000_000 == 0:
        print("still counting:", number)
\`\`\``,
    ],
  },
  {
    language: "en",
    question: "Is the table still there?",
    answers: [
      `\`\`\`python
weather.describe().round(1)
\`\`\``,
      "It is: stopping a cell does not lose the variables.",
    ],
  },
];
