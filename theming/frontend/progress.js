// The progress of an order: the server sends what changed, and each part takes the place of its forerunner.

const PRESSED = "a, button, summary, input";

const show = ({ id, html }) => {
  const there = document.getElementById(id);
  if (!there) return;
  const held = [...there.querySelectorAll(PRESSED)].indexOf(document.activeElement);
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  there.replaceWith(fresh);
  if (held >= 0) fresh.querySelectorAll(PRESSED)[held]?.focus(); // nobody loses where they are
};

for (const box of document.querySelectorAll("[data-progress]")) {
  const source = new EventSource(box.dataset.progress);
  source.addEventListener("part", (event) => show(JSON.parse(event.data)));
  source.addEventListener("end", () => {
    source.close();
    box.dataset.over = "yes";
  });
  addEventListener("pagehide", () => source.close());
}
