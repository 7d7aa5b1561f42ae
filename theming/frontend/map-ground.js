// What every map has: ground, buttons, the keyboard, and hands that must still be able to scroll the page.
import { LatLng, LatLngBounds, Map as Chart, TileLayer } from "leaflet/dist/leaflet-src.esm.js";

export const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const coarse = matchMedia("(pointer: coarse)").matches;
export const DEEPEST = 18;
const VILLAGE = 14;
const HINT_MS = 1600;

const numbers = (text) => text.split(",").map(Number);

export const pointOf = (data) => {
  const lat = Number.parseFloat(data.lat);
  const lon = Number.parseFloat(data.lon);
  return Number.isFinite(lat) && Number.isFinite(lon) ? new LatLng(lat, lon) : null;
};

export const centreOf = (frame) => (frame.dataset.centre ? new LatLng(...numbers(frame.dataset.centre)) : null);

const edgeOf = (frame) => {
  const [south, west, north, east] = numbers(frame.dataset.edge);
  return new LatLngBounds([south, west], [north, east]);
};

// One finger and the wheel belong to the page; a hint says how the map moves.
const leaveScrolling = (map, frame) => {
  const hint = frame.querySelector("[data-map-hint]");
  const ground = map.getContainer();
  let timer = 0;
  const say = (words) => {
    hint.textContent = words;
    hint.classList.add("is-on");
    clearTimeout(timer);
    timer = setTimeout(() => hint.classList.remove("is-on"), HINT_MS);
  };
  ground.addEventListener("touchmove", (event) => {
    if (event.touches.length === 1) say(hint.dataset.touch);
    else hint.classList.remove("is-on");
  }, { passive: true });
  ground.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      map.scrollWheelZoom.enable();
    } else {
      map.scrollWheelZoom.disable();
      say(navigator.platform.startsWith("Mac") ? hint.dataset.wheelMac : hint.dataset.wheel);
    }
  }, { passive: true, capture: true });
};

const addTiles = (map, frame, edge) => {
  if (!frame.dataset.tiles) return;
  const missing = frame.querySelector("[data-map-missing]");
  const tiles = new TileLayer(frame.dataset.tiles, { bounds: edge, maxZoom: DEEPEST, minZoom: 5 });
  tiles.on("tileerror", () => { missing.hidden = false; });
  tiles.on("tileload", () => { missing.hidden = true; });
  tiles.addTo(map);
};

/** Build the map of a frame. `free`: one finger moves it, because people opened it for that. */
export const groundIn = (frame, { free = false, step = 80 } = {}) => {
  const edge = edgeOf(frame);
  const map = new Chart(frame.querySelector("[data-map-ground]"), {
    attributionControl: false, zoomControl: false, boxZoom: false, scrollWheelZoom: false,
    dragging: free || !coarse, keyboardPanDelta: step, maxBounds: edge, maxZoom: DEEPEST, minZoom: 5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  const centre = centreOf(frame);
  if (centre) map.setView(centre, VILLAGE, { animate: false });
  else map.fitBounds(edge, { animate: false });
  addTiles(map, frame, edge);
  if (!free) leaveScrolling(map, frame);
  frame.querySelector("[data-map-in]").addEventListener("click", () => map.zoomIn(1, { animate: !still }));
  frame.querySelector("[data-map-out]").addEventListener("click", () => map.zoomOut(1, { animate: !still }));
  return map;
};

/** Tell the map when its frame changes size, without calling that a move. */
export const watchSize = (map, around = (change) => change()) => {
  new ResizeObserver(() => around(() => map.invalidateSize({ animate: false }))).observe(map.getContainer());
};
