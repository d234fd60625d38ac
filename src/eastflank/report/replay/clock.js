// The hour that is shown, and how it runs.
export class Clock {
  constructor(first, last, tell) {
    Object.assign(this, { first, last, tell, hour: first, isPlaying: false, hoursPerSecond: 12 });
    this.before = 0;
    this.frames = 0;
  }

  set(hour) {
    this.hour = Math.min(this.last, Math.max(this.first, hour));
    if (this.hour >= this.last) this.isPlaying = false;
    this.tell();
  }

  toggle() {
    if (!this.isPlaying && this.hour >= this.last) this.hour = this.first;
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying) this.run();
    this.tell();
  }

  run() {
    this.before = performance.now();
    const step = (now) => {
      if (!this.isPlaying) return;
      this.frames += 1;
      this.set(this.hour + (Math.min(250, now - this.before) / 1000) * this.hoursPerSecond);
      this.before = now;
      if (this.isPlaying) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
}

export function told(hour) {
  const day = Math.floor(hour / 24);
  const rest = hour - 24 * day;
  const minutes = Math.floor((rest % 1) * 60);
  return `C${day < 0 ? "\u2212" : "+"}${Math.abs(day)} ${two(Math.floor(rest))}:${two(minutes)}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}
