// Choosing a point: the map moves below a cross; names are suggested while people type.
import { centreOf, groundIn, pointOf, still, watchSize } from "./map-ground.js";
import { suggestIn } from "./map-suggest.js";
import { LatLng } from "leaflet/dist/leaflet-src.esm.js";

const NEAR = 16;
const STEP = 24; // pixels per arrow key: fine enough for a bench
const DECIMALS = 5;
const SECTOR = 45; // degrees

/** The form's field of that name, made where the form does not bring it along. */
const hidden = (form, name) => {
  const there = form.elements[name];
  if (there) return there;
  const made = Object.assign(document.createElement("input"), { type: "hidden", name });
  form.append(made);
  return made;
};

class Pick {
  constructor(field) {
    this.field = field;
    this.name = field.querySelector("input[type=text]");
    this.lat = hidden(this.name.form, "lat");
    this.lon = hidden(this.name.form, "lon");
    this.centre = centreOf(field);
    this.point = pointOf({ lat: this.lat.value, lon: this.lon.value });
    this.part = (name) => field.querySelector(`[data-pick-${name}]`);
    this.quiet = false;
    this.zooming = false;
  }

  start() {
    this.part("bar").hidden = false;
    this.part("plain")?.remove();
    this.part("open").addEventListener("click", () => this.open(this.part("map").hidden));
    this.part("drop").addEventListener("click", () => this.drop());
    this.part("here").hidden = !navigator.geolocation;
    this.part("here").addEventListener("click", () => this.locate());
    suggestIn(this.field, this.name, (found) => this.goTo(new LatLng(found.lat, found.lon)));
    this.write();
    if (this.point) this.open(true);
  }

  open(wanted) {
    this.part("map").hidden = !wanted;
    const button = this.part("open");
    button.setAttribute("aria-expanded", String(wanted));
    button.querySelector(".kern-label").textContent = wanted ? button.dataset.close : button.dataset.open;
    if (wanted && !this.map) this.build();
    this.write();
  }

  build() {
    this.map = groundIn(this.field, { free: true, step: STEP });
    if (this.point) this.map.setView(this.point, NEAR, { animate: false });
    this.map.on("zoomstart", () => { this.zooming = true; });
    this.map.on("moveend", () => this.moved());
    this.map.on("click", (event) => this.map.panTo(event.latlng, { animate: !still }));
    this.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.set(this.map.getCenter());
    });
    watchSize(this.map, (change) => this.quietly(change));
  }

  quietly(change) {
    this.quiet = true;
    change();
    this.quiet = false;
  }

  /** The cross lies on another spot. Looking closer alone chooses nothing. */
  moved() {
    const onlyLooked = this.zooming && !this.point;
    this.zooming = false;
    if (!this.quiet && !onlyLooked) this.set(this.map.getCenter());
  }

  goTo(point) {
    this.open(true);
    this.quietly(() => this.map.setView(point, NEAR, { animate: false }));
    this.zooming = false;
    this.set(point);
  }

  set(point) {
    this.point = point;
    this.write();
  }

  drop() {
    this.point = null;
    this.write(this.said.dataset.gone);
    this.part("open").focus();
  }

  locate() {
    const { dataset } = this.said;
    this.said.textContent = dataset.seeking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.goTo(new LatLng(coords.latitude, coords.longitude)),
      (failed) => { this.said.textContent = failed.code === failed.PERMISSION_DENIED ? dataset.denied : dataset.lost; },
      { enableHighAccuracy: true, timeout: 12_000 },
    );
  }

  get said() {
    return this.part("said");
  }

  write(words = "") {
    const { point } = this;
    this.lat.value = point ? point.lat.toFixed(DECIMALS) : "";
    this.lon.value = point ? point.lng.toFixed(DECIMALS) : "";
    this.part("drop").hidden = !point;
    this.field.classList.toggle("is-set", Boolean(point));
    this.said.textContent = words || this.description();
  }

  /** Where the point is, for those who do not see the map. */
  description() {
    const { point, centre, said: { dataset } } = this;
    if (!point) return this.part("map").hidden ? "" : dataset.none;
    if (!centre) return dataset.set;
    const metres = point.distanceTo(centre);
    const km = (metres / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
    if (metres > Number(this.field.dataset.reach) * 1000) return dataset.far;
    if (metres < 50) return dataset.centre;
    const east = (point.lng - centre.lng) * Math.cos((centre.lat * Math.PI) / 180);
    const angle = (Math.atan2(east, point.lat - centre.lat) * 180) / Math.PI;
    const wind = dataset.winds.split(",")[(Math.round(angle / SECTOR) + 8) % 8];
    return dataset.setAt.replace("{km}", km).replace("{wind}", wind);
  }
}

export const startPick = (field) => new Pick(field).start();
