// Unit symbols in the manner of NATO's: a blue frame, a sign for the branch, dots or bars for size.
const SVG = "http://www.w3.org/2000/svg";
const SIGNS = [
  [/tank|armou?r/, ["oval"]],
  [/mech/, ["cross", "oval"]],
  [/hq|headquarters/, ["hq"]],
  [/recon|cav|isr/, ["slash"]],
  [/art|rocket|mlrs|fires/, ["dot"]],
  [/air_?def|ada|gbad|shorad|patriot/, ["dome"]],
  [/eng|bridg/, ["bridge"]],
  [/sig|cyber/, ["bolt"]],
  [/med/, ["plus"]],
  [/log|sup|support|transport|maint|css/, ["bar"]],
  [/airb|para|air_assault/, ["cross", "wings"]],
  [/avn|aviation|helic/, ["bow"]],
  [/inf|mot|light|stryker|marine|mount|battlegroup/, ["cross"]],
];
const DRAWN = {
  oval: "M8 9 a4 3.4 0 0 0 0 7 h12 a4 3.4 0 0 0 0 -7 z",
  cross: "M2 5 L26 20 M26 5 L2 20",
  slash: "M2 20 L26 5",
  dot: "M14 10.5 a2 2 0 1 0 .01 0 z",
  dome: "M2 20 Q14 8 26 20",
  bridge: "M8 16 v-6 h12 v6 M14 10 v6",
  bolt: "M2 5 L14 14 L14 11 L26 20",
  plus: "M14 5 V20 M2 12.5 H26",
  bar: "M2 16.5 H26",
  wings: "M8 18 Q11 14 14 18 Q17 14 20 18",
  bow: "M8 9.5 L20 15.5 V9.5 L8 15.5 Z",
  hq: "M2 8.5 H26",
};

export function symbol(unit) {
  const text = `${unit.type} ${unit.weight}`.toLowerCase();
  const [, signs] = SIGNS.find(([pattern]) => pattern.test(text)) ?? [null, []];
  const svg = made("svg", { viewBox: "0 0 28 22", width: 28, height: 22, "aria-hidden": "true" });
  svg.append(made("rect", { x: 2, y: 5, width: 24, height: 15, fill: "#bfe3f5", stroke: "#1b2430", "stroke-width": 1.3 }));
  for (const sign of signs) svg.append(made("path", { d: DRAWN[sign], fill: "none", stroke: "#1b2430", "stroke-width": 1.2 }));
  svg.append(made("path", { d: "M12.5 0.5 V4 M15.5 0.5 V4", stroke: "#1b2430", "stroke-width": 1.2 }));
  return svg;
}

function made(name, values) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  return element;
}
