// From kilometres on the map to points of the canvas, moved and scaled by hand.
const FURTHEST = 0.06;
const NEAREST = 6;

export class View {
  // A view of its place in the page, or of a fixed size: { width, height, ratio }.
  constructor(canvas, fixed = null) {
    Object.assign(this, { canvas, fixed });
    this.centre = [0, 0];
    this.scale = 0.3;
    this.changed = true;
  }

  // Fits the canvas to its place in the page; true if its size changed. A hidden one keeps its size.
  fit() {
    const { width, height, ratio } = this.fixed ?? measured(this.canvas);
    if (!width || !height) return false;
    if (this.width === width && this.height === height && this.ratio === ratio) return false;
    Object.assign(this, { width, height, ratio, changed: true });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    return true;
  }

  show({ west, east, south, north }) {
    this.centre = [(west + east) / 2, (south + north) / 2];
    this.scale = Math.min(this.width / (east - west), this.height / (north - south));
    this.changed = true;
  }

  x(km) { return this.width / 2 + (km - this.centre[0]) * this.scale; }

  y(km) { return this.height / 2 - (km - this.centre[1]) * this.scale; }

  moveBy(right, down) {
    this.centre = [this.centre[0] - right / this.scale, this.centre[1] + down / this.scale];
    this.changed = true;
  }

  zoomBy(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(NEAREST, Math.max(FURTHEST, this.scale * factor));
    const east = this.centre[0] + (x - this.width / 2) / this.scale;
    const north = this.centre[1] - (y - this.height / 2) / this.scale;
    this.centre = [east - (x - this.width / 2) / scale, north + (y - this.height / 2) / scale];
    this.scale = scale;
    this.changed = true;
  }
}

function measured({ clientWidth: width, clientHeight: height }) {
  return { width, height, ratio: window.devicePixelRatio || 1 };
}
