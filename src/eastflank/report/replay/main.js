// The replay of a report: reads the blocks of the page, and puts map, curve, clock and panel in step.
import { readBlock } from "./block.js";
import { Clock, told } from "./clock.js";
import { Curve } from "./curve.js";
import { Ground } from "./ground.js";
import { handle, under } from "./hand.js";
import { MapLayer } from "./map.js";
import { Panel } from "./panel.js";
import { drawStill } from "./still.js";
import { Tape } from "./tape.js";
import { View } from "./view.js";

const WIDE = { west: -1550, east: 1050, south: -750, north: 950 };
const TALL = { west: -780, east: 700, south: -850, north: 1150 }; // of a narrow window
const CORRIDOR_KM = 190;
const IS_NARROW = window.matchMedia("(max-width: 60rem)");
const STEP_H = 1;
const DAY_H = 24;

class Replay {
  constructor(root, newGround, tapes) {
    Object.assign(this, { root, tapes, tape: tapes[0], chosen: { unit: null, node: null } });
    this.view = new View(this.part("map"));
    this.map = new MapLayer(this.view, newGround());
    this.curve = new Curve(this.part("curve"));
    this.clock = new Clock(
      Math.min(...tapes.map((tape) => tape.header.first_h)),
      Math.max(...tapes.map((tape) => tape.header.last_h)),
      () => this.draw(),
    );
    this.panel = new Panel(root, (chosen) => this.choose(chosen));
    this.view.fit();
    this.view.show(this.home());
    this.controls();
    this.panel.units(this.tape);
    this.still = drawStill(root, newGround, tapes, { wide: this.home(), corridor: this.corridor() });
    this.clock.set(0);
  }

  // The eastern flank, or all of a network whose middle lies elsewhere.
  home() {
    const all = this.tape.extent();
    const [x, y] = [(all.west + all.east) / 2, (all.south + all.north) / 2];
    if (x < WIDE.west || x > WIDE.east || y < WIDE.south || y > WIDE.north) return all;
    return this.view.width < this.view.height ? TALL : WIDE;
  }

  part(name) { return this.root.querySelector(`.replay-${name}`); }

  controls() {
    const slider = this.part("slider");
    Object.assign(slider, { min: this.clock.first, max: this.clock.last, step: 0.25 });
    slider.addEventListener("input", () => this.clock.set(Number(slider.value)));
    this.part("play").addEventListener("click", () => this.clock.toggle());
    this.part("speed").addEventListener("change", (event) => { this.clock.hoursPerSecond = Number(event.target.value); });
    this.part("in").addEventListener("click", () => this.zoom(1.5));
    this.part("out").addEventListener("click", () => this.zoom(1 / 1.5));
    this.part("wide").addEventListener("click", () => this.look(this.tape.extent()));
    this.part("corridor").addEventListener("click", () => this.look(this.corridor()));
    this.part("corridor").hidden = !this.corridor();
    this.part("runs").replaceChildren(...this.tapes.map((tape) => this.switchTo(tape)));
    this.part("curve").addEventListener("pointerdown", (event) => this.clock.set(this.curve.hourAt(event.offsetX)));
    this.root.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => { if (this.view.fit()) this.draw(); }).observe(this.view.canvas);
    handle(this.view.canvas, this.view, {
      redraw: () => this.draw(),
      pick: (x, y) => this.choose(under(this.view, this.tape, this.clock.hour, x, y)),
    });
  }

  switchTo(tape) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: tape.header.name });
    button.addEventListener("click", () => this.play(tape));
    return button;
  }

  play(tape) {
    const unit = this.chosen.unit === null ? null : this.tape.header.units[this.chosen.unit].id;
    const found = tape.header.units.findIndex((each) => each.id === unit);
    this.tape = tape;
    this.panel.units(tape);
    this.choose({ unit: found < 0 ? null : found, node: this.chosen.node });
  }

  choose(chosen) {
    this.chosen = chosen;
    this.draw();
    const isChosen = chosen.unit !== null || chosen.node !== null;
    if (isChosen && IS_NARROW.matches) this.part("detail").scrollIntoView({ block: "nearest" });
  }

  zoom(factor) {
    this.view.zoomBy(factor);
    this.draw();
  }

  look(window) {
    this.view.show(window);
    this.draw();
  }

  // A window around the links that some run closes.
  corridor() {
    for (const tape of this.tapes) {
      const courses = tape.header.cuts.flatMap((cut) => cut.courses);
      if (!courses.length) continue;
      const middles = courses.map((course) => { tape.along(course, 0.5); return [...tape.point]; });
      const [x, y] = [0, 1].map((axis) => middles.reduce((sum, at) => sum + at[axis], 0) / middles.length);
      return { west: x - CORRIDOR_KM, east: x + CORRIDOR_KM, south: y - CORRIDOR_KM, north: y + CORRIDOR_KM };
    }
    return null;
  }

  key(event) {
    if (event.target.matches("input, select") && event.target !== this.part("slider")) return;
    const steps = { ArrowRight: STEP_H, ArrowLeft: -STEP_H, PageUp: DAY_H, PageDown: -DAY_H };
    const hours = steps[event.key] * (event.shiftKey ? DAY_H : 1);
    if (hours) this.clock.set(this.clock.hour + hours);
    else if (event.key === "Home") this.clock.set(this.clock.first);
    else if (event.key === "End") this.clock.set(this.clock.last);
    else if (event.key === " " && event.target.tagName !== "BUTTON") this.clock.toggle();
    else if (event.key === "+") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "Escape") this.choose({ unit: null, node: null });
    else return;
    event.preventDefault();
  }

  draw() {
    const { hour } = this.clock;
    this.map.draw(this.tape, hour, this.chosen);
    this.curve.draw(this.tapes, this.tape, hour);
    this.tell(hour);
    this.panel.show(this.tape, hour, this.chosen);
    this.root.replayState = this.state();
  }

  tell(hour) {
    this.part("slider").value = hour;
    this.part("slider").setAttribute("aria-valuetext", told(hour));
    this.part("time").textContent = told(hour);
    this.part("play").textContent = this.clock.isPlaying ? "❚❚ Pause" : "▶ Play";
    const { loaded, empty, crews, aside, locomotives } = this.map.counts;
    this.part("count-crew").textContent = crews;
    this.part("count-aside").textContent = aside;
    this.part("count-locomotive").textContent = locomotives;
    this.tape.header.modes.forEach((mode, i) => {
      const count = this.part(`count-${mode.name}`);
      if (count) count.textContent = `${loaded[i]} + ${empty[i]}`;
    });
    this.part("count-waiting").textContent = Math.round(this.map.sums.reduce((sum, lots) => sum + lots, 0));
    this.part("closed").textContent = `${this.tape.troopsClosed(hour).toLocaleString("en")} of ${this.tape.header.force.toLocaleString("en")} troops closed`;
    const cuts = this.tape.cutsAt(hour);
    this.part("cut").hidden = !cuts.length;
    this.part("cut").textContent = cuts.length ? `✕ ${cuts.map((cut) => cut.told).join(", ")}` : "";
    [...this.part("runs").children].forEach((button, i) => button.setAttribute("aria-pressed", this.tapes[i] === this.tape));
  }

  // What is shown, in plain values: for tests and for whoever is curious.
  state() {
    const { hour, isPlaying, frames } = this.clock;
    return {
      still: this.still, run: this.tape.header.name, hour, isPlaying, frames, counts: this.map.counts,
      waiting: this.map.sums.reduce((sum, lots) => sum + lots, 0),
      closed: this.tape.troopsClosed(hour), cuts: this.tape.cutsAt(hour).map((cut) => cut.id),
      unit: this.chosen.unit === null ? null : this.tape.header.units[this.chosen.unit].id,
      node: this.chosen.node === null ? null : this.tape.header.nodes[this.chosen.node].name,
    };
  }
}

async function start(root) {
  const blocks = [...root.querySelectorAll("script.replay-tape")];
  const land = await readBlock(root.querySelector("script.replay-ground"));
  const tapes = [];
  for (const block of blocks) tapes.push(new Tape(await readBlock(block)));
  root.querySelector(".replay-stage").hidden = false;
  root.querySelector(".replay-loading").hidden = true;
  root.replay = new Replay(root, () => new Ground(land), tapes);
}

const replayRoot = document.querySelector("#replay");
if (replayRoot) {
  start(replayRoot).catch((error) => {
    replayRoot.querySelector(".replay-loading").textContent = `The replay cannot be shown in this browser (${error.message}). All else on the page stands without it.`;
  });
}
