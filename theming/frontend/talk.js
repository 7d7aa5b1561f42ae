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

const quote = (link, box) => {
  const text = link.closest("article").querySelector(".say__text");
  const lines = (marked(text) || said(text)).split("\n").map((line) => `> ${line}`.trimEnd());
  const before = box.value.trim() ? `${box.value.trimEnd()}\n\n` : "";
  box.value = `${before}${[link.dataset.quote, ...lines].join("\n")}\n\n`;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quote]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const reply = link.closest("[data-thread]").querySelector("details.say__do");
  if (!reply) return; // the link leads to a page that holds the quotation
  event.preventDefault();
  const box = reply.querySelector("textarea");
  quote(link, box);
  reply.open = true;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
});
