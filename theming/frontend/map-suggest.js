// A text field that suggests names of places (combobox with a list, as ARIA's authoring practices describe it).

const WAIT_MS = 250;
const SHORTEST = 2;

class Suggest {
  constructor(field, input, choose) {
    this.field = field;
    this.input = input;
    this.choose = choose;
    this.list = field.querySelector("[data-pick-list]");
    this.status = field.querySelector("[data-pick-status]");
    this.found = [];
    this.at = -1;
    this.timer = 0;
    this.asked = 0;
  }

  start() {
    const { input, list } = this;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.take([...list.children].indexOf(row));
    });
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked += 1;
    const mine = this.asked;
    if (words.length < SHORTEST) {
      this.close();
      return;
    }
    const answer = await fetch(`${this.field.dataset.addresses}?${new URLSearchParams({ q: words })}`).catch(() => null);
    const { results = [] } = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (mine === this.asked && document.activeElement === this.input) this.show(results);
  }

  show(results) {
    this.found = results;
    this.at = -1;
    this.list.replaceChildren(...results.map((each, index) => this.row(each, index)));
    this.list.hidden = !results.length;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const { dataset } = this.status;
    this.status.textContent = results.length ? dataset.some.replace("{n}", results.length) : "";
  }

  row(each, index) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.append(Object.assign(document.createElement("b"), { textContent: each.name }));
    if (each.detail) row.append(" ", Object.assign(document.createElement("span"), { textContent: each.detail }));
    return row;
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1; // an answer on its way comes too late
    this.show([]);
  }

  mark(at) {
    const rows = [...this.list.children];
    this.at = (at + rows.length) % rows.length;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    rows[this.at].scrollIntoView({ block: "nearest" });
  }

  take(at) {
    const chosen = this.found[at];
    this.input.value = chosen.name;
    this.close();
    this.choose(chosen);
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at < 0 ? -1 : this.at - 1);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
}

export const suggestIn = (field, input, choose) => new Suggest(field, input, choose).start();
