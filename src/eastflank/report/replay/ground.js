// What stands still: land, water, borders, names, railways and roads. Drawn once for each view.
const LAND = "#f3f1ec";
const LAND_OUTSIDE = "#dcdad4";
const WATER = "#e3ecf2";
const BORDER = "#b9b5ab";
const LINES = { rail: ["#8798aa", 0.9], road: ["#d3c6b4", 0.8] };
const NAME = "#8b95a1";

export class Ground {
  constructor({ header, arrays }) {
    this.names = header.names;
    this.rings = arrays;
    this.canvas = document.createElement("canvas");
  }

  draw(view, tape) {
    this.canvas.width = view.canvas.width;
    this.canvas.height = view.canvas.height;
    const pen = this.canvas.getContext("2d");
    pen.scale(view.ratio, view.ratio);
    pen.fillStyle = WATER;
    pen.fillRect(0, 0, view.width, view.height);
    this.land(pen, view);
    this.lines(pen, view, tape);
    this.countries(pen, view);
  }

  land(pen, view) {
    const { ring_at: at, ring_xy: xy, ring_outside: outside } = this.rings;
    for (const side of [0, 1]) {
      pen.beginPath();
      for (let ring = 0; ring < outside.length; ring += 1) {
        if (outside[ring] === side) trace(pen, view, xy, at[ring], at[ring + 1], 1);
      }
      pen.fillStyle = side ? LAND_OUTSIDE : LAND;
      pen.fill();
      pen.strokeStyle = BORDER;
      pen.lineWidth = 0.7;
      pen.stroke();
    }
  }

  lines(pen, view, tape) {
    const { course_at: at, course_xy: xy } = tape.arrays;
    for (const [mode, [colour, width]] of Object.entries(LINES).reverse()) {
      pen.beginPath();
      for (const [its, course] of tape.header.links) {
        if (its === mode) trace(pen, view, xy, at[course], at[course + 1], tape.header.per_km);
      }
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke();
    }
  }

  countries(pen, view) {
    pen.fillStyle = NAME;
    pen.font = "600 10px system-ui, sans-serif";
    pen.textAlign = "center";
    for (const [name, x, y] of this.names) pen.fillText(name.split("").join("\u200a"), view.x(x), view.y(y));
  }
}

export function trace(pen, view, xy, first, end, scale) {
  for (let i = first; i < end; i += 1) {
    const x = view.x(xy[2 * i] / scale);
    const y = view.y(xy[2 * i + 1] / scale);
    if (i === first) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
}
