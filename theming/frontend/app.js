// What is nicer with JavaScript. Every page works without it.

const MENUS = "details.menu[open], details.mainnav__more[open]";

const announce = (button, words) => {
  const label = button.querySelector(".kern-label");
  const before = label.textContent;
  label.textContent = words;
  setTimeout(() => { label.textContent = before; }, 4000);
};

const share = async (button) => {
  const link = { title: document.title, url: new URL(button.dataset.share, location.href).href };
  if (navigator.share) {
    await navigator.share(link).catch(() => {}); // closing the sheet is no error
    return;
  }
  await navigator.clipboard.writeText(link.url);
  announce(button, button.dataset.copied);
};

const switchMode = async (event) => {
  const form = event.target;
  const chosen = event.submitter;
  event.preventDefault();
  const fields = new FormData(form, chosen);
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
  if (!answer.ok && answer.type !== "opaqueredirect") {
    form.submit();
    return;
  }
  document.documentElement.dataset.kernTheme = chosen.value;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-share]");
  if (button) share(button);
  for (const menu of document.querySelectorAll(MENUS)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(MENUS)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-modes]")) switchMode(event);
});

// Buttons that only JavaScript can serve come hidden.
for (const button of document.querySelectorAll("[data-share][hidden]")) {
  if (navigator.share || navigator.clipboard) button.hidden = false;
}

// Bring people who sent something wrong to the list of what to mend.
document.querySelector(".problems")?.focus();
