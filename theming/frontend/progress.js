// The progress of an order: the server sends what changed, and each part takes the place of its forerunner.

const show = ({ id, html }) => {
  const there = document.getElementById(id);
  if (!there || there.contains(document.activeElement)) return; // nobody loses the button they are about to press
  const template = document.createElement("template");
  template.innerHTML = html;
  there.replaceWith(template.content.firstElementChild);
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
