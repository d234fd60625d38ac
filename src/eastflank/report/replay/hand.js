// Pointer and keys: moving the map, choosing what lies under the pointer.
import { queueRadius } from "./map.js";

const CLICK_PX = 5;
const NEAR_PX = 9;
const TAG_PX = 6;

export function handle(canvas, view, { redraw, pick }) {
  const held = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, [event.offsetX, event.offsetY]);
    canvas.setPointerCapture(event.pointerId);
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return;
    const before = [...held.values()].map((at) => [...at]);
    const [x, y] = held.get(event.pointerId);
    held.set(event.pointerId, [event.offsetX, event.offsetY]);
    moved += Math.hypot(event.offsetX - x, event.offsetY - y);
    if (held.size === 2) view.zoomBy(apart([...held.values()]) / Math.max(1, apart(before)));
    else view.moveBy(event.offsetX - x, event.offsetY - y);
    redraw();
  });
  const release = (event) => {
    const clicked = held.delete(event.pointerId) && event.type === "pointerup" && moved < CLICK_PX;
    if (clicked) pick(event.offsetX, event.offsetY);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
    event.preventDefault();
    view.zoomBy(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    redraw();
  }, { passive: false });
}

function apart([[x1, y1], [x2, y2]]) {
  return Math.hypot(x1 - x2, y1 - y2);
}

// The unit whose lift lies under the pointer, else the place.
export function under(view, tape, hour, x, y) {
  let [least, unit] = [NEAR_PX, null];
  tape.eachVehicle(hour, (leg, mode, isLoaded, isMoving, east, north) => {
    const members = tape.header.sets[tape.arrays.leg_set[leg]];
    const away = Math.hypot(view.x(east) - x, view.y(north) - y);
    if (isMoving && isLoaded && members.length && away < least) [least, unit] = [away, members[0]];
  });
  tape.eachHalt(hour, (halt, cause, isLoaded, node) => {
    const members = tape.header.sets[tape.arrays.halt_set[halt]];
    const place = tape.header.nodes[node];
    const away = Math.hypot(view.x(place.x) + TAG_PX - x, view.y(place.y) - TAG_PX - y);
    if (members.length && away < Math.min(TAG_PX, least)) [least, unit] = [away, members[0]];
  });
  if (unit !== null) return { unit, node: null };
  return { unit: null, node: placeUnder(view, tape, tape.queues(hour), x, y) };
}

function placeUnder(view, tape, sums, x, y) {
  let [least, found] = [Infinity, null];
  tape.header.nodes.forEach((node, place) => {
    const away = Math.hypot(view.x(node.x) - x, view.y(node.y) - y);
    if (away < Math.max(NEAR_PX, queueRadius(sums[place])) && away < least) [least, found] = [away, place];
  });
  return found;
}
