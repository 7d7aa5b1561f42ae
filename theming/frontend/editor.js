// A small toolbar above texts in Markdown. Without this file the text area, the help and the preview remain.

const around = (area, before, after, words) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end) || words;
  area.setRangeText(before + chosen + after, start, end, "end");
  area.setSelectionRange(start + before.length, start + before.length + chosen.length);
};

const lineStart = (area) => area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;

const beforeLines = (area, sign, words) => {
  const start = lineStart(area);
  const end = Math.max(area.selectionEnd, start);
  const chosen = area.value.slice(start, end) || words;
  const marked = chosen.split("\n").map((line) => sign + line).join("\n");
  area.setRangeText(marked, start, end, "end");
};

const block = (area, text) => {
  const at = area.selectionEnd;
  const gap = (piece) => (piece === "" || piece.endsWith("\n\n") ? "" : piece.endsWith("\n") ? "\n" : "\n\n");
  area.setRangeText(`${gap(area.value.slice(0, at))}${text}\n\n`, at, at, "end");
};

const table = ({ head, cell }) => `| ${head} 1 | ${head} 2 |\n|---|---|\n| ${cell} | ${cell} |\n| ${cell} | ${cell} |`;

const MARKS = {
  bold: (area, words) => around(area, "**", "**", words.words),
  italic: (area, words) => around(area, "*", "*", words.words),
  heading: (area, words) => beforeLines(area, "## ", words.head),
  list: (area, words) => beforeLines(area, "- ", words.words),
  quote: (area, words) => beforeLines(area, "> ", words.words),
  link: (area, words) => around(area, "[", "](https://)", words.words),
  table: (area, words) => block(area, table(words)),
};

const changed = (area) => {
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
};

// The short name of a picture is the end of its key.
const keyOf = (item) => item.dataset.picture || item.querySelector("[name=file]")?.value.replaceAll("-", "").slice(-8);
const showsPicture = (item) => Boolean(item.querySelector("img.tray__thumb"));

const putPicture = (area, item, words) => {
  const alt = item.querySelector(".tray__alt input")?.value.trim().replace(/[[\]]/g, "") || words.picture;
  block(area, `![${alt}](bild:${keyOf(item)})`);
  changed(area);
};

const offerPictures = (area, list, words) => {
  for (const item of list.querySelectorAll(".tray__item:not([data-offered])")) {
    item.dataset.offered = "";
    if (!showsPicture(item)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kern-btn btn--quiet btn--small";
    button.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: words.insert }));
    button.addEventListener("click", () => putPicture(area, item, words));
    item.querySelector(".tray__about").append(button);
  }
};

const nextPicture = (area, form, words) => {
  const items = [...form.querySelectorAll(".tray__item")].filter(showsPicture);
  const unused = items.find((item) => !area.value.includes(`bild:${keyOf(item)}`));
  if (unused) putPicture(area, unused, words);
  else form.querySelector("[data-tray] [type=file]")?.click();
};

const walk = (event, buttons) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  const to = { Home: 0, End: buttons.length - 1 }[event.key] ?? (step && (at + step + buttons.length) % buttons.length);
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[at].tabIndex = -1;
  buttons[to].tabIndex = 0;
  buttons[to].focus();
};

for (const editor of document.querySelectorAll("[data-editor]")) {
  const bar = editor.querySelector("[data-editor-bar]");
  const area = editor.querySelector("[data-editor-text]");
  const form = editor.closest("form");
  const buttons = [...bar.querySelectorAll("button")];
  const words = bar.dataset;
  bar.hidden = false;
  buttons.forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
  bar.addEventListener("keydown", (event) => walk(event, buttons));
  bar.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]")?.dataset.mark;
    if (mark === "picture") nextPicture(area, form, words);
    else if (mark) {
      MARKS[mark](area, words);
      changed(area);
    }
  });
  for (const list of form.querySelectorAll("[data-tray-list]")) {
    offerPictures(area, list, words);
    new MutationObserver(() => offerPictures(area, list, words)).observe(list, { childList: true });
  }
}
