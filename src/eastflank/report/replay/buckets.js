// Spans of time, found quickly: for each stretch of the clock, the spans that touch it.
const BUCKETS = 1024;

export class Buckets {
  constructor(from, to, lastTick) {
    this.from = from;
    this.to = to;
    this.width = Math.max(1, Math.ceil((lastTick + 1) / BUCKETS));
    this.start = new Uint32Array(BUCKETS + 1);
    this.fill();
  }

  fill() {
    const { from, to, start } = this;
    this.each((bucket) => { start[bucket + 1] += 1; });
    for (let i = 0; i < BUCKETS; i += 1) start[i + 1] += start[i];
    const next = start.slice();
    this.members = new Uint32Array(start[BUCKETS]);
    this.each((bucket, span) => { this.members[next[bucket]++] = span; });
  }

  each(take) {
    for (let span = 0; span < this.from.length; span += 1) {
      const last = this.bucket(this.to[span]);
      for (let bucket = this.bucket(this.from[span]); bucket <= last; bucket += 1) take(bucket, span);
    }
  }

  bucket(tick) {
    return Math.max(0, Math.min(BUCKETS - 1, Math.floor(tick / this.width)));
  }

  // Calls take(span) for each span that has begun by this tick and not ended.
  at(tick, take) {
    const bucket = this.bucket(tick);
    for (let i = this.start[bucket]; i < this.start[bucket + 1]; i += 1) {
      const span = this.members[i];
      if (this.from[span] <= tick && tick < this.to[span]) take(span);
    }
  }
}
