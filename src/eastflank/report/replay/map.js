// What changes: vehicles, queues, the cut, and what was chosen.
import { trace } from "./ground.js";

const CUT = "#b00020";
const CHOSEN = "#111820";
const HIGHLIGHT = "#ffd400";
const QUEUE = "rgba(40, 48, 60, 0.30)";
const QUEUE_EDGE = "rgba(27, 36, 48, 0.75)";
const LEAST_QUEUE = 0.5;
const NAMED_QUEUES = 8;
const GOLDEN_ANGLE = 2.39996;
const SPREAD = 1.9;
// How a halt is counted and lettered, by the number of its cause: all others are for locomotives.
const HALTS = [["crews", "C"], ["aside", "A"], ["locomotives", "L"]];

export class MapLayer {
  constructor(view, ground) {
    Object.assign(this, { view, ground });
    this.pen = view.canvas.getContext("2d");
    this.counts = {};
  }

  draw(tape, hour, chosen) {
    const { view, pen } = this;
    if (!view.width) return;
    if (view.changed || this.drawn !== tape) this.ground.draw(view, tape);
    view.changed = false;
    this.drawn = tape;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.ground.canvas, 0, 0);
    pen.scale(view.ratio, view.ratio);
    this.queues(tape, hour, chosen);
    this.cuts(tape, hour);
    this.vehicles(tape, hour, chosen);
    if (chosen.unit !== null) this.unitAtHalt(tape, hour, chosen.unit);
    this.names(tape, chosen);
  }

  queues(tape, hour, chosen) {
    const { pen, view } = this;
    this.sums = tape.queues(hour);
    pen.fillStyle = QUEUE;
    pen.strokeStyle = QUEUE_EDGE;
    pen.lineWidth = 0.8;
    tape.header.nodes.forEach((node, place) => {
      if (this.sums[place] < LEAST_QUEUE) return;
      pen.beginPath();
      pen.arc(view.x(node.x), view.y(node.y), queueRadius(this.sums[place]), 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    });
    if (chosen.node === null) return;
    const node = tape.header.nodes[chosen.node];
    ring(pen, view.x(node.x), view.y(node.y), queueRadius(this.sums[chosen.node]) + 3, CHOSEN);
  }

  cuts(tape, hour) {
    const { pen, view } = this;
    const { course_at: at, course_xy: xy } = tape.arrays;
    for (const cut of tape.cutsAt(hour)) {
      pen.beginPath();
      for (const course of cut.courses) trace(pen, view, xy, at[course], at[course + 1], tape.header.per_km);
      pen.strokeStyle = CUT;
      pen.lineWidth = 3;
      pen.setLineDash([7, 3]);
      pen.stroke();
      pen.setLineDash([]);
      for (const course of cut.courses) {
        tape.along(course, 0.5);
        cross(pen, view.x(tape.point[0]), view.y(tape.point[1]));
      }
      for (const place of cut.nodes) cross(pen, view.x(tape.header.nodes[place].x), view.y(tape.header.nodes[place].y));
    }
  }

  vehicles(tape, hour, chosen) {
    const { pen, view } = this;
    const sets = chosen.unit === null ? null : tape.setsOf[chosen.unit];
    const { modes } = tape.header;
    const loaded = modes.map(() => new Path2D());
    const empty = modes.map(() => new Path2D());
    const marked = new Path2D();
    const standing = new Map();
    this.counts = { loaded: modes.map(() => 0), empty: modes.map(() => 0), standing: 0, crews: 0, aside: 0, locomotives: 0 };
    tape.eachVehicle(hour, (leg, mode, isLoaded, isMoving, east, north) => {
      let x = view.x(east);
      let y = view.y(north);
      this.counts[isLoaded ? "loaded" : "empty"][mode] += 1;
      if (!isMoving) [x, y] = this.stand(standing, x, y);
      if (x < -9 || y < -9 || x > view.width + 9 || y > view.height + 9) return;
      shape((isLoaded ? loaded : empty)[mode], modes[mode].symbol, x, y, isMoving ? 2.9 : 1.9);
      if (sets && sets.has(tape.arrays.leg_set[leg])) { marked.moveTo(x + 7, y); marked.arc(x, y, 7, 0, 2 * Math.PI); }
    });
    const tags = [];
    tape.eachHalt(hour, (halt, cause, isLoaded, node) => {
      const place = tape.header.nodes[node];
      const [x, y] = this.stand(standing, view.x(place.x), view.y(place.y));
      this.counts[isLoaded ? "loaded" : "empty"][0] += 1;
      const [counted, letter] = HALTS[Math.min(cause, HALTS.length - 1)];
      this.counts[counted] += 1;
      shape((isLoaded ? loaded : empty)[0], modes[0].symbol, x, y, 2.4);
      const isIts = sets && sets.has(tape.arrays.halt_set[halt]);
      if (isIts) { marked.moveTo(x + 7, y); marked.arc(x, y, 7, 0, 2 * Math.PI); }
      if (!sets || isIts) tags.push([x, y, letter]);
    });
    pen.globalAlpha = sets ? 0.35 : 1;
    this.fill(modes, loaded, empty);
    pen.globalAlpha = 1;
    this.mark(marked);
    for (const [x, y, letter] of tags) tag(pen, x + 6, y - 6, letter);
  }

  // Lifts that stand at one place are laid out around it, so that their number is seen.
  stand(standing, x, y) {
    const key = Math.round(x) * 8192 + Math.round(y);
    const before = standing.get(key) ?? 0;
    standing.set(key, before + 1);
    this.counts.standing += 1;
    const away = before ? 2 + SPREAD * Math.sqrt(before) : 0;
    return [x + away * Math.cos(before * GOLDEN_ANGLE), y + away * Math.sin(before * GOLDEN_ANGLE)];
  }

  fill(modes, loaded, empty) {
    const { pen } = this;
    modes.forEach((mode, i) => {
      pen.strokeStyle = mode.colour;
      pen.fillStyle = "#ffffff";
      pen.lineWidth = 0.9;
      pen.fill(empty[i]);
      pen.stroke(empty[i]);
    });
    modes.forEach((mode, i) => {
      pen.fillStyle = mode.colour;
      pen.fill(loaded[i]);
    });
  }

  mark(path) {
    const { pen } = this;
    pen.strokeStyle = CHOSEN;
    pen.lineWidth = 4;
    pen.stroke(path);
    pen.strokeStyle = HIGHLIGHT;
    pen.lineWidth = 2.2;
    pen.stroke(path);
  }

  unitAtHalt(tape, hour, unit) {
    const path = new Path2D();
    const put = (place, size) => {
      const { x: east, y: north } = tape.header.nodes[place];
      const [x, y] = [this.view.x(east), this.view.y(north)];
      path.moveTo(x + size, y);
      path.arc(x, y, size, 0, 2 * Math.PI);
    };
    for (const place of tape.nodesOfUnit(hour, unit)) put(place, 9);
    this.mark(path);
    const goal = tape.header.units[unit].to;
    if (goal >= 0) flag(this.pen, this.view.x(tape.header.nodes[goal].x), this.view.y(tape.header.nodes[goal].y));
  }

  names(tape, chosen) {
    const { nodes } = tape.header;
    const longest = [...nodes.keys()].filter((place) => this.sums[place] >= 5);
    longest.sort((one, other) => this.sums[other] - this.sums[one]);
    const told = new Set(longest.slice(0, NAMED_QUEUES));
    if (chosen.node !== null) told.add(chosen.node);
    if (chosen.unit !== null && tape.header.units[chosen.unit].to >= 0) told.add(tape.header.units[chosen.unit].to);
    const taken = [];
    for (const place of told) {
      const lots = this.sums[place];
      this.label(nodes[place], lots >= 1 ? `${nodes[place].name} ${Math.round(lots)}` : nodes[place].name, queueRadius(lots), taken);
    }
  }

  label(node, text, gap, taken) {
    const { pen, view } = this;
    const [x, y] = [view.x(node.x) + gap + 4, view.y(node.y) + 4];
    if (x < 0 || y < 0 || x > view.width || y > view.height) return;
    pen.font = "600 11px system-ui, sans-serif";
    const box = [x, y - 11, x + pen.measureText(text).width, y + 3];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
    taken.push(box);
    pen.textAlign = "left";
    pen.lineJoin = "round";
    pen.strokeStyle = "rgba(255, 255, 255, 0.9)";
    pen.lineWidth = 3;
    pen.strokeText(text, x, y);
    pen.fillStyle = CHOSEN;
    pen.fillText(text, x, y);
  }
}

export function queueRadius(lots) {
  return lots < LEAST_QUEUE ? 3 : 2 + 1.35 * Math.sqrt(lots);
}

// Each mode has its own shape, by its corners; one without corners is round.
export function shape(path, corners, x, y, size) {
  if (corners.length) polygon(path, x, y, size, corners);
  else { path.moveTo(x + size, y); path.arc(x, y, size, 0, 2 * Math.PI); }
}

function polygon(path, x, y, size, corners) {
  corners.forEach(([right, down], i) => {
    if (i) path.lineTo(x + size * right, y + size * down);
    else path.moveTo(x + size * right, y + size * down);
  });
  path.closePath();
}

function ring(pen, x, y, size, colour) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke();
}

// A letter beside a train that halts: C for a new crew, A aside, L for a locomotive.
function tag(pen, x, y, letter) {
  pen.fillStyle = "#ffffff";
  pen.fillRect(x - 4.5, y - 4.5, 9, 9);
  pen.strokeStyle = CHOSEN;
  pen.lineWidth = 1;
  pen.strokeRect(x - 4.5, y - 4.5, 9, 9);
  pen.font = "700 8px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillStyle = CHOSEN;
  pen.fillText(letter, x, y + 2.9);
}

function cross(pen, x, y) {
  for (const [colour, width] of [["#ffffff", 5], [CUT, 2.6]]) {
    pen.beginPath();
    pen.moveTo(x - 5, y - 5);
    pen.lineTo(x + 5, y + 5);
    pen.moveTo(x + 5, y - 5);
    pen.lineTo(x - 5, y + 5);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
}

function flag(pen, x, y) {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x, y - 20);
  pen.lineTo(x + 13, y - 15.5);
  pen.lineTo(x, y - 11);
  pen.fillStyle = HIGHLIGHT;
  pen.fill();
  pen.strokeStyle = CHOSEN;
  pen.lineWidth = 1.6;
  pen.stroke();
}
