// A list and its map say the same: what has focus on one side is shown on the other.
import { DivIcon, LatLngBounds, LayerGroup, Marker } from "leaflet/dist/leaflet-src.esm.js";
import { DEEPEST, groundIn, pointOf, still, watchSize } from "./map-ground.js";

const CROWDED = 40; // pixels between two pins
const RING = 34;
const NEAR = 16;
const SHAPE = '<svg viewBox="0 0 40 50" aria-hidden="true"><path d="M20 48S37 31 37 19A17 17 0 0 0 3 19c0 12 17 29 17 29z"/><circle cx="20" cy="19" r="6.5"/></svg>';

const Pin = DivIcon.extend({
  createIcon() {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", this.options.words);
    if (this.options.count) button.textContent = this.options.count;
    else button.innerHTML = SHAPE;
    this._setIconStyles(button, "icon");
    return button;
  },
});

export const pinAt = (at, words, count = 0) => new Marker(at, {
  keyboard: false,
  riseOnHover: true,
  icon: new Pin({
    words, count, className: count ? "pin pin--many" : "pin",
    iconSize: count ? [44, 44] : [44, 52], iconAnchor: count ? [22, 22] : [22, 51],
  }),
});

class ListMap {
  constructor(frame, list) {
    this.frame = frame;
    this.items = [...list.children].map((row) => ({ row, link: row.querySelector("a[href]"), at: pointOf(row.dataset) }));
    this.items = this.items.filter((item) => item.at && item.link);
    for (const item of this.items) item.title = item.row.dataset.title || item.link.textContent.trim();
    this.marks = [];
  }

  start() {
    this.map = groundIn(this.frame);
    this.layer = new LayerGroup().addTo(this.map);
    this.showAll();
    this.draw();
    this.map.on("zoomend", () => this.draw());
    this.frame.querySelector("[data-map-all]")?.addEventListener("click", () => this.showAll());
    for (const item of this.items) this.listen(item);
    watchSize(this.map);
  }

  showAll() {
    const all = new LatLngBounds(this.items.map((item) => item.at));
    this.map.fitBounds(all, { padding: [50, 50], maxZoom: NEAR, animate: false });
  }

  /** Pins that would cover each other become one; where the map goes no deeper they stand in a ring. */
  groups() {
    const zoom = this.map.getZoom();
    const found = [];
    for (const item of this.items) {
      const spot = this.map.project(item.at, zoom);
      const near = found.find((group) => group.spot.distanceTo(spot) < CROWDED);
      if (near) near.items.push(item);
      else found.push({ spot, items: [item] });
    }
    return found.flatMap((group) => (zoom < DEEPEST || group.items.length === 1 ? [group] : this.ring(group)));
  }

  ring({ spot, items }) {
    const radius = Math.max(RING, (items.length * CROWDED) / (2 * Math.PI));
    return items.map((item, index) => {
      const angle = (2 * Math.PI * index) / items.length - Math.PI / 2;
      return { spot: spot.add([radius * Math.cos(angle), radius * Math.sin(angle)]), items: [item] };
    });
  }

  draw() {
    const held = this.marks.find((mark) => mark.button === document.activeElement);
    this.layer.clearLayers();
    this.marks = this.groups().map((group) => this.mark(group));
    if (held) this.markOf(held.items[0])?.button.focus({ preventScroll: true });
  }

  mark({ spot, items }) {
    const many = items.length > 1;
    const titles = items.map((item) => item.title);
    const words = many ? `${this.frame.dataset.many.replace("{n}", items.length)} ${titles.join("; ")}` : titles[0];
    const at = many || this.map.getZoom() === DEEPEST ? this.map.unproject(spot, this.map.getZoom()) : items[0].at;
    const marker = pinAt(at, words, many ? items.length : 0).addTo(this.layer);
    const mark = { items, button: marker.getElement() };
    mark.button.addEventListener("click", () => this.choose(mark));
    mark.button.addEventListener("keydown", (event) => this.key(event, mark));
    for (const [name, on] of [["focus", true], ["blur", false], ["mouseenter", true], ["mouseleave", false]]) {
      mark.button.addEventListener(name, () => { for (const item of items) this.light(item, on); });
    }
    return mark;
  }

  markOf(item) {
    return this.marks.find((mark) => mark.items.includes(item));
  }

  light(item, on) {
    item.row.classList.toggle("is-lit", on);
    this.markOf(item)?.button.classList.toggle("is-lit", on);
  }

  /** A pin leads to its item; a group of pins opens. */
  choose(mark) {
    if (mark.items.length > 1) {
      const all = new LatLngBounds(mark.items.map((item) => item.at));
      this.map.fitBounds(all, { padding: [60, 60], maxZoom: DEEPEST, animate: false });
      this.markOf(mark.items[0])?.button.focus({ preventScroll: true });
      return;
    }
    const [item] = mark.items;
    item.row.hidden = false; // one from another page of the list
    for (const other of this.items) other.row.classList.toggle("is-here", other === item);
    item.link.focus({ preventScroll: true });
    item.row.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  key(event, mark) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const { marks } = this;
      marks[(marks.indexOf(mark) + step + marks.length) % marks.length].button.focus();
    } else if (event.key === "Escape") {
      this.map.getContainer().focus({ preventScroll: true });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  listen(item) {
    item.row.addEventListener("mouseenter", () => this.light(item, true));
    item.row.addEventListener("mouseleave", () => this.light(item, false));
    item.row.addEventListener("focusin", () => {
      this.light(item, true);
      this.map.panInside(item.at, { padding: [60, 60], animate: !still });
    });
    item.row.addEventListener("focusout", () => this.light(item, false));
    item.row.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.markOf(item)?.button.focus();
    });
  }
}

// On phones one of the two is shown; both buttons stay in reach.
const addSwitch = (frame, both) => {
  both.dataset.shown = "map";
  const bar = frame.querySelector("[data-map-switch]");
  if (!bar) return;
  const buttons = [...bar.querySelectorAll("[data-show]")];
  const show = (which) => {
    both.dataset.shown = which;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === which));
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.show));
  both.prepend(bar);
  bar.hidden = false;
  show("map");
};

export const startList = (frame) => {
  frame.parentElement.querySelector("[data-map-plain]")?.remove();
  const list = document.getElementById(frame.dataset.mapOf);
  const found = list && new ListMap(frame, list);
  if (!found?.items.length) {
    const none = frame.parentElement.querySelector("[data-map-none]");
    if (none) none.hidden = false;
    return;
  }
  const both = frame.closest(".mapped");
  if (both) {
    both.classList.add("is-live");
    addSwitch(frame, both);
  }
  frame.hidden = false;
  found.start();
};

export const startSpot = (frame) => {
  const at = pointOf(frame.dataset);
  if (!at) return;
  const map = groundIn(frame);
  map.setView(at, NEAR, { animate: false });
  const marker = pinAt(at, frame.dataset.title).addTo(map);
  marker.getElement().addEventListener("click", () => map.setView(at, NEAR, { animate: !still }));
  watchSize(map);
};
