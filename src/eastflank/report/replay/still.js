// What is printed in place of the replay: the map at a telling hour, and the corridor if one is cut.
import { told } from "./clock.js";
import { MapLayer } from "./map.js";
import { View } from "./view.js";

const WIDE = { width: 1040, height: 690, ratio: 2 };
const NEAR = { width: 500, height: 420, ratio: 2 };
const NOBODY = { unit: null, node: null };
const STEP_H = 6;
const AFTER_H = 24; // after a cut: its news has come, and what it holds up has begun to wait
const WITHIN_H = 240;

// The run that is cut, else the first; the hour at which most lots wait, of a cut soon after it.
export function tellingHour(tapes) {
  const tape = tapes.find((each) => each.header.cuts.length) ?? tapes[0];
  const { cuts, first_h: first, last_h: last } = tape.header;
  const from = cuts.length ? Math.min(last, cuts[0].from_h + AFTER_H) : first;
  const to = cuts.length ? Math.min(last, cuts[0].from_h + WITHIN_H) : last;
  let [best, most] = [from, -1];
  for (let hour = from; hour <= to; hour += STEP_H) {
    const lots = tape.lotsWaiting(hour);
    if (lots > most && (!cuts.length || tape.cutsAt(hour).length)) [best, most] = [hour, lots];
  }
  return { tape, hour: best };
}

export function drawStill(root, newGround, tapes, { wide, corridor }) {
  const { tape, hour } = tellingHour(tapes);
  const drawn = picture(root.querySelector(".replay-still"), WIDE, newGround(), wide, tape, hour);
  const near = root.querySelector(".replay-still-corridor");
  if (corridor) picture(near, NEAR, newGround(), corridor, tape, hour);
  else near.remove();
  const cuts = tape.cutsAt(hour);
  root.querySelector(".replay-still-told").replaceChildren(...sentences(tape, hour, drawn, cuts.map((cut) => cut.told)));
  root.classList.add("has-still");
  return { run: tape.header.name, hour, cuts: cuts.map((cut) => cut.id) };
}

function picture(canvas, size, ground, window, tape, hour) {
  const view = new View(canvas, size);
  view.fit();
  view.show(window);
  const layer = new MapLayer(view, ground);
  layer.draw(tape, hour, NOBODY);
  return layer;
}

function sentences(tape, hour, { counts, sums }, cuts) {
  const moving = tape.header.modes.map((mode, i) => (mode.told ? `${counts.loaded[i]} + ${counts.empty[i]} ${mode.seen}` : ""))
    .filter((told) => told).join(", ");
  const lots = Math.round(sums.reduce((sum, each) => sum + each, 0)).toLocaleString("en");
  const halts = `${counts.crews} trains change crews (C), ${counts.aside} stand aside (A), ${counts.locomotives} wait for a locomotive (L).`;
  return [
    line("strong", `${tape.header.name}, ${told(hour)} UTC${cuts.length ? `: ${cuts.join(", ")}` : ""}`),
    line("p", `${tape.troopsClosed(hour).toLocaleString("en")} of ${tape.header.force.toLocaleString("en")} troops are closed; ${lots} lots wait.`),
    line("p", `Under way, loaded + empty: ${moving}. ${halts}`),
  ];
}

function line(kind, text) {
  return Object.assign(document.createElement(kind), { textContent: text });
}
