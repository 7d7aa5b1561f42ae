// Quoting without a new page: the passage that people marked, else the whole comment, goes into the reply box.

const LONGEST = 600;

const marked = (text) => {
  const selection = document.getSelection();
  const inside = selection.rangeCount > 0 && text.contains(selection.getRangeAt(0).commonAncestorContainer);
  return inside ? selection.toString().trim() : "";
};

const said = (text) => {
  const own = text.cloneNode(true);
  for (const quoted of own.querySelectorAll("blockquote")) quoted.remove();
  const parts = [...own.children].map((part) => part.innerText.trim());
  const whole = parts.filter(Boolean).join("\n\n");
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST).replace(/\s\S*$/, "")} …` : whole;
};

const lines = (link) => {
  const text = link.closest("article").querySelector(".say__text");
  return [link.dataset.quote, ...(marked(text) || said(text)).split("\n").map((line) => `> ${line}`.trimEnd())];
};

const quote = (passage, box) => {
  const before = box.value.trim() ? `${box.value.trimEnd()}\n\n` : "";
  box.value = `${before}${passage.join("\n")}\n\n`;
};

/** The reply box of a thread; it comes from the server when it is asked for the first time. */
const boxOf = (thread) => new Promise((found) => {
  const there = thread.querySelector("details.say__do");
  if (there) {
    found(there);
    return;
  }
  const watcher = new MutationObserver(() => {
    const box = thread.querySelector("details.say__do");
    if (!box) return;
    watcher.disconnect();
    found(box);
  });
  watcher.observe(thread, { childList: true, subtree: true });
  thread.querySelector("[data-reply]").click();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-quote]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const thread = link.closest("[data-thread]");
  if (!thread.querySelector("details.say__do, [data-reply]")) return; // the link leads to a page that holds the quotation
  event.preventDefault();
  const passage = lines(link);
  const reply = await boxOf(thread);
  const box = reply.querySelector("textarea");
  quote(passage, box);
  reply.open = true;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
});
