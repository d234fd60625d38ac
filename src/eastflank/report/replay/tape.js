// The tape of a run: asked for an hour, it says what moves, what waits and what has closed.
import { Buckets } from "./buckets.js";

const MODE_BITS = 7;
const LOADED = 8;
const BACKWARD = 16;
const TURNED = 32;
const ROOM_KM = 5;

export class Tape {
  constructor({ header, arrays }) {
    Object.assign(this, { header, arrays });
    this.lastTick = Math.round((header.last_h - header.first_h) * header.ticks_per_h);
    this.legs = new Buckets(arrays.leg_from, arrays.leg_to, this.lastTick);
    this.waits = new Buckets(arrays.wait_from, arrays.wait_to, this.lastTick);
    this.halts = new Buckets(arrays.halt_from, arrays.halt_to, this.lastTick);
    this.lengths = courseLengths(arrays.course_at, arrays.course_xy);
    this.setsOf = setsByUnit(header.sets, header.units.length);
    this.closures = closureSteps(header.units);
    this.point = new Float32Array(2);
  }

  tick(hour) {
    return (hour - this.header.first_h) * this.header.ticks_per_h;
  }

  // Calls take(leg, mode, loaded, moving, x, y) for each lift under way; x and y in kilometres.
  eachVehicle(hour, take) {
    const tick = this.tick(hour);
    const { leg_kind: kind, leg_work: work } = this.arrays;
    this.legs.at(tick, (leg) => {
      this.place(leg, tick);
      const bits = kind[leg];
      take(leg, bits & MODE_BITS, (bits & LOADED) > 0, work[leg] <= tick, this.point[0], this.point[1]);
    });
  }

  // Calls take(halt, cause, loaded, node) for each train that stands aside, for a crew or a locomotive.
  eachHalt(hour, take) {
    const { halt_cause: cause, halt_loaded: loaded, halt_node: node } = this.arrays;
    this.halts.at(this.tick(hour), (halt) => take(halt, cause[halt], loaded[halt] > 0, node[halt]));
  }

  // The window that holds all railways and roads, or where there are none all places.
  extent() {
    const { course_at: at, course_xy: xy } = this.arrays;
    const { links, nodes, per_km: scale } = this.header;
    const held = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
    const hold = (x, y) => {
      Object.assign(held, { west: Math.min(held.west, x), east: Math.max(held.east, x) });
      Object.assign(held, { south: Math.min(held.south, y), north: Math.max(held.north, y) });
    };
    for (const [, course] of links) {
      for (let i = at[course]; i < at[course + 1]; i += 1) hold(xy[2 * i] / scale, xy[2 * i + 1] / scale);
    }
    if (!links.length) for (const { x, y } of nodes) hold(x, y);
    const room = ROOM_KM + 0.03 * Math.max(held.east - held.west, held.north - held.south);
    return { west: held.west - room, east: held.east + room, south: held.south - room, north: held.north + room };
  }

  place(leg, tick) {
    const { leg_kind, leg_work, leg_to, leg_course, leg_reach } = this.arrays;
    const hours = leg_to[leg] - leg_work[leg];
    let share = hours > 0 ? Math.min(1, Math.max(0, (tick - leg_work[leg]) / hours)) : 0;
    if (leg_kind[leg] & TURNED) share = (leg_reach[leg] / 255) * (1 - Math.abs(2 * share - 1));
    if (leg_kind[leg] & BACKWARD) share = 1 - share;
    this.along(leg_course[leg], share);
  }

  // Sets this.point to the place at a share of the length of a course.
  along(course, share) {
    const { course_at: at, course_xy: xy } = this.arrays;
    const first = at[course];
    const last = at[course + 1] - 1;
    const goal = share * this.lengths[last];
    let i = first;
    while (i < last - 1 && this.lengths[i + 1] < goal) i += 1;
    const next = Math.min(i + 1, last);
    const step = this.lengths[next] - this.lengths[i];
    const part = step > 0 ? (goal - this.lengths[i]) / step : 0;
    const scale = this.header.per_km;
    this.point[0] = (xy[2 * i] + part * (xy[2 * next] - xy[2 * i])) / scale;
    this.point[1] = (xy[2 * i + 1] + part * (xy[2 * next + 1] - xy[2 * i + 1])) / scale;
  }

  // Lots that wait at each node; a part of a lot counts as that part.
  queues(hour) {
    const sums = new Float64Array(this.header.nodes.length);
    const { wait_node: node, wait_part: part } = this.arrays;
    this.waits.at(this.tick(hour), (wait) => { sums[node[wait]] += part[wait] / this.header.parts; });
    return sums;
  }

  // What waits at a node: [cause, lots, units], the most first.
  waitsAt(hour, place) {
    const found = new Map();
    const { wait_node, wait_part, wait_cause, wait_unit } = this.arrays;
    this.waits.at(this.tick(hour), (wait) => {
      if (wait_node[wait] !== place) return;
      const cause = this.header.causes[wait_cause[wait]];
      const row = found.get(cause) ?? { cause, lots: 0, units: new Set() };
      row.lots += wait_part[wait] / this.header.parts;
      row.units.add(wait_unit[wait]);
      found.set(cause, row);
    });
    return [...found.values()].sort((one, other) => other.lots - one.lots);
  }

  // Trains that halt at a node: [cause, trains, units].
  haltsAt(hour, place) {
    const found = new Map();
    this.eachHalt(hour, (halt, number, loaded, node) => {
      if (node !== place) return;
      const cause = this.header.halts[number];
      const row = found.get(cause) ?? { cause, trains: 0, units: new Set() };
      row.trains += 1;
      for (const unit of this.header.sets[this.arrays.halt_set[halt]]) row.units.add(unit);
      found.set(cause, row);
    });
    return [...found.values()];
  }

  lotsWaiting(hour) {
    return this.queues(hour).reduce((sum, lots) => sum + lots, 0);
  }

  nodesOfUnit(hour, unit) {
    const nodes = new Set();
    const { wait_node, wait_unit } = this.arrays;
    this.waits.at(this.tick(hour), (wait) => { if (wait_unit[wait] === unit) nodes.add(wait_node[wait]); });
    return nodes;
  }

  troopsClosed(hour) {
    let troops = 0;
    for (const [closed, sum] of this.closures) {
      if (closed > hour) break;
      troops = sum;
    }
    return troops;
  }

  cutsAt(hour) {
    return this.header.cuts.filter((cut) => cut.from_h <= hour && (cut.to_h === null || hour < cut.to_h));
  }
}

function courseLengths(at, xy) {
  const lengths = new Float32Array(xy.length / 2);
  for (let course = 0; course < at.length - 1; course += 1) {
    for (let i = at[course] + 1; i < at[course + 1]; i += 1) {
      const east = xy[2 * i] - xy[2 * i - 2];
      const north = xy[2 * i + 1] - xy[2 * i - 1];
      lengths[i] = lengths[i - 1] + Math.hypot(east, north);
    }
  }
  return lengths;
}

function setsByUnit(sets, units) {
  const found = Array.from({ length: units }, () => new Set());
  sets.forEach((members, set) => members.forEach((unit) => found[unit].add(set)));
  return found;
}

function closureSteps(units) {
  const closed = units.filter((unit) => unit.closed_h !== null);
  closed.sort((one, other) => one.closed_h - other.closed_h);
  let sum = 0;
  return closed.map((unit) => [unit.closed_h, (sum += unit.troops)]);
}
