// Maps: beside lists, for one point, and for choosing one. Pages that have one load this file.
import { startList, startSpot } from "./map-list.js";
import { startPick } from "./map-pick.js";

for (const frame of document.querySelectorAll("[data-map-of]")) startList(frame);
for (const frame of document.querySelectorAll("[data-map-spot]")) startSpot(frame);
for (const field of document.querySelectorAll("[data-pick]")) startPick(field);
