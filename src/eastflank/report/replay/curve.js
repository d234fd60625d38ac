// Troops closed over time: the run that is shown, the others behind it, the hour in step.
const EDGE = { left: 38, right: 10, top: 14, bottom: 18 };
const SHOWN = "#005a8e";
const OTHER = "#8b95a1";
const CUT = "#b00020";
const DAY_H = 24;

export class Curve {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  draw(tapes, shown, hour) {
    if (!this.canvas.clientWidth) return;
    this.fit();
    const { pen } = this;
    this.first = Math.min(...tapes.map((tape) => tape.header.first_h));
    this.last = Math.max(...tapes.map((tape) => tape.header.last_h));
    this.most = Math.max(1, ...tapes.map((tape) => tape.header.force));
    pen.clearRect(0, 0, this.width, this.height);
    this.axes(shown);
    tapes.filter((tape) => tape !== shown).forEach((tape) => this.steps(tape, OTHER, 1.6, [5, 3]));
    this.steps(shown, SHOWN, 2.4, []);
    this.now(shown, hour);
  }

  fit() {
    const ratio = window.devicePixelRatio || 1;
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  x(hour) { return EDGE.left + ((hour - this.first) / (this.last - this.first)) * (this.width - EDGE.left - EDGE.right); }

  y(troops) { return this.height - EDGE.bottom - (troops / this.most) * (this.height - EDGE.top - EDGE.bottom); }

  hourAt(x) {
    const share = (x - EDGE.left) / (this.width - EDGE.left - EDGE.right);
    return this.first + Math.min(1, Math.max(0, share)) * (this.last - this.first);
  }

  line(x1, y1, x2, y2, colour, width = 1, dash = []) {
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.setLineDash(dash);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
    pen.setLineDash([]);
  }

  axes(shown) {
    const { pen } = this;
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = "#55606c";
    for (const share of [0, 0.5, 1]) {
      const troops = share * this.most;
      this.line(EDGE.left, this.y(troops), this.width - EDGE.right, this.y(troops), "#d5dae0");
      pen.textAlign = "right";
      pen.fillText(thousands(troops), EDGE.left - 5, this.y(troops) + 3.5);
    }
    pen.textAlign = "center";
    const step = dayStep((this.last - this.first) / DAY_H);
    for (let day = Math.ceil(this.first / DAY_H / step) * step; day * DAY_H <= this.last; day += step) {
      pen.fillText(`C${day < 0 ? "" : "+"}${day}`, this.x(day * DAY_H), this.height - 4);
    }
    const { day, troops } = shown.header.target;
    const goal = this.x(day * DAY_H);
    this.line(goal, this.y(0), goal, this.y(troops), "#1b2430", 1, [2, 2]);
    this.line(EDGE.left, this.y(troops), goal, this.y(troops), "#1b2430", 1, [2, 2]);
    for (const cut of shown.header.cuts) {
      this.line(this.x(cut.from_h), this.y(0), this.x(cut.from_h), this.y(this.most), CUT, 1.6);
      pen.fillStyle = CUT;
      pen.textAlign = "left";
      pen.fillText("cut", this.x(cut.from_h) + 3, EDGE.top + 6);
    }
  }

  steps(tape, colour, width, dash) {
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(this.x(tape.header.first_h), this.y(0));
    let before = 0;
    for (const [hour, troops] of tape.closures) {
      pen.lineTo(this.x(hour), this.y(before));
      pen.lineTo(this.x(hour), this.y(troops));
      before = troops;
    }
    pen.lineTo(this.x(tape.header.last_h), this.y(before));
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.stroke();
    pen.setLineDash([]);
  }

  now(tape, hour) {
    const { pen } = this;
    const [x, y] = [this.x(hour), this.y(tape.troopsClosed(hour))];
    this.line(x, EDGE.top, x, this.height - EDGE.bottom, "#1b2430", 1.2);
    pen.beginPath();
    pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.fillStyle = SHOWN;
    pen.fill();
  }
}

export function thousands(troops) {
  return troops >= 10000 ? `${Math.round(troops / 1000)}k` : `${Math.round(troops)}`;
}

function dayStep(days) {
  return [1, 2, 5, 10, 20, 30].find((step) => days / step <= 7) ?? 60;
}
