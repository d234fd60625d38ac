// Beside the map: the units by brigade, the story of one, what waits at a place and why.
import { symbol } from "./symbols.js";
import { told } from "./clock.js";

const MOST_LISTED = 60;

export class Panel {
  constructor(root, choose) {
    this.search = root.querySelector(".replay-search");
    this.list = root.querySelector(".replay-units");
    this.detail = root.querySelector(".replay-detail");
    this.choose = choose;
    this.search.addEventListener("input", () => this.units(this.tape));
  }

  units(tape) {
    this.tape = tape;
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = tape.header.units
      .map((unit, number) => ({ unit, number }))
      .filter(({ unit }) => words.every((word) => textOf(unit).includes(word)));
    const rows = [];
    let brigade = null;
    for (const { unit, number } of found.slice(0, MOST_LISTED)) {
      const its = unit.brigade || "not in a brigade";
      if (its !== brigade) rows.push(element("li", its, "replay-brigade"));
      brigade = its;
      rows.push(this.row(unit, number));
    }
    if (found.length > MOST_LISTED) rows.push(element("li", `and ${found.length - MOST_LISTED} more: type to find them`, "replay-more"));
    if (!found.length) rows.push(element("li", "no unit of that name", "replay-more"));
    this.list.replaceChildren(...rows);
  }

  row(unit, number) {
    const button = element("button", "", "replay-unit");
    button.type = "button";
    button.dataset.unit = unit.id;
    const words = element("span", `${unit.id} `);
    words.append(element("small", `${unit.nation} · ${unit.troops} · ${closing(unit)}`));
    button.append(symbol(unit), words);
    button.addEventListener("click", () => this.choose({ unit: number, node: null }));
    const item = element("li", "");
    item.append(button);
    return item;
  }

  show(tape, hour, chosen) {
    if (chosen.unit !== null) this.story(tape.header.units[chosen.unit]);
    else if (chosen.node !== null) this.place(tape, hour, chosen.node);
    else this.detail.replaceChildren(element("p", "Click a vehicle or a unit for its story, a place for what waits there and why.", "replay-hint"));
  }

  story(unit) {
    if (this.told === unit && this.detail.dataset.kind === "unit") return;
    this.told = unit;
    this.detail.dataset.kind = "unit";
    const head = element("h4", "");
    head.append(symbol(unit), ` ${unit.id} ${unit.name}`);
    this.detail.replaceChildren(this.close(), head, ...storyOf(unit));
    this.detail.scrollTop = 0;
  }

  place(tape, hour, place) {
    this.detail.dataset.kind = "node";
    const node = tape.header.nodes[place];
    const rows = tape.waitsAt(hour, place);
    const kinds = node.kinds.length ? node.kinds.join(", ") : "no terminal";
    const parts = rows.map(({ cause, lots, units }) => {
      const item = element("li", `${lots.toFixed(lots < 10 ? 1 : 0)} lots wait for ${cause}: `);
      item.append(element("small", listed(tape, units)));
      return item;
    });
    const halts = tape.haltsAt(hour, place).map(({ cause, trains, units }) => {
      const item = element("li", `${trains} ${trains > 1 ? "trains stand" : "train stands"} for ${cause}`);
      if (units.size) item.append(": ", element("small", listed(tape, units)));
      return item;
    });
    const list = element("ul", "");
    list.append(...parts, ...halts);
    const none = rows.length || halts.length ? [] : [element("p", "Nothing waits here at this hour.")];
    this.detail.replaceChildren(this.close(), element("h4", `${node.name} (${kinds}) at ${told(hour)}`), ...none, list);
  }

  close() {
    const button = element("button", "×", "replay-close");
    button.type = "button";
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", () => { this.detail.dataset.kind = ""; this.choose({ unit: null, node: null }); });
    return button;
  }
}

// A story: its sentences, and what happened to each lot folded under its name; open is what closed it.
function storyOf({ story }) {
  const said = [...story.opening, ...story.closing].map((line) => element("p", line));
  const lots = story.lots.map((lot) => {
    const fold = element("details", "");
    fold.open = lot.last;
    const list = element("ol", "");
    list.append(...lot.steps.map((step) => element("li", step)));
    const pieces = `${lot.pieces.toLocaleString("en", { maximumFractionDigits: 0 })} ${lot.pieces === 1 ? "piece" : "pieces"}`;
    fold.append(element("summary", `${lot.name} (${pieces})`), list);
    return fold;
  });
  return [...said, ...lots];
}

function listed(tape, units) {
  const names = [...units].map((unit) => tape.header.units[unit]?.id ?? "supplies");
  return names.slice(0, 6).join(", ") + (names.length > 6 ? ` and ${names.length - 6} more` : "");
}

function textOf(unit) {
  return `${unit.id} ${unit.name} ${unit.brigade} ${unit.nation} ${unit.type}`.toLowerCase();
}

function closing(unit) {
  if (unit.closed_h === null) return "does not close";
  return `closes C+${(unit.closed_h / 24).toFixed(1)}`;
}

function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}
