// Uploading while people still write: several at once, with progress, also from the phone's camera.
// Without this file the same form sends its files along when it is submitted.

const send = (url, file, onProgress) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  const fields = new FormData();
  fields.append("file", file);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  });
  request.addEventListener("loadend", () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
    resolve(request.status === 201 ? answer : { problem: answer.problem || "" });
  });
  request.open("POST", url);
  request.send(fields);
});

const show = (tray, answer) => {
  const item = tray.querySelector("[data-tray-item]").content.cloneNode(true);
  const alt = item.querySelector(".tray__alt");
  item.querySelector("[name=file]").value = answer.key;
  item.querySelector("[name=drop]").value = answer.key;
  item.querySelector(".tray__name").textContent = answer.name;
  if (answer.picture) {
    item.querySelector("img").src = answer.preview;
    alt.querySelector("input").name = `alt-${answer.key}`;
  } else {
    item.querySelector("img").remove();
    alt.remove();
  }
  tray.querySelector("[data-tray-list]").append(item);
};

const take = async (tray, input) => {
  const status = tray.querySelector("[data-tray-status]");
  const problems = [];
  for (const file of [...input.files]) {
    const progress = (part) => { status.textContent = `${status.dataset.busy}: ${file.name} – ${Math.round(part * 100)} %`; };
    progress(0);
    const answer = await send(tray.dataset.tray, file, progress);
    if (answer.key) show(tray, answer);
    else problems.push(`${file.name}: ${answer.problem || status.dataset.failed}`);
  }
  input.value = "";
  status.textContent = problems.join(" ") || status.dataset.done;
  status.classList.toggle("tray__problem", problems.length > 0);
};

for (const tray of document.querySelectorAll("[data-tray]")) {
  const input = tray.querySelector("[type=file]");
  input.addEventListener("change", () => take(tray, input));
}
