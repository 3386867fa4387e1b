import { make } from "./dom.js";

const ideas = [
  "Plot a damped oscillation and mark its peaks.",
  "Simulate 10,000 throws of two dice and show how often each sum came.",
  "/run sum(range(101))",
];

/** What an empty channel offers to write. @param box whose text a press becomes */
export function createIdeas(box) {
  const buttons = ideas.map((idea) => make("button", { type: "button" }, idea));
  const list = make("div.ideas", {}, make("p", {}, "Nothing was said here yet. For example:"), ...buttons);
  list.addEventListener("click", ({ target }) => {
    const idea = target.closest("button")?.textContent;
    const text = box.querySelector("textarea");
    if (idea === undefined) return;
    text.value = idea;
    text.focus();
  });
  return list;
}
