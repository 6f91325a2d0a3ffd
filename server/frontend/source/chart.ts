/** Charts of a result: bars, lines and points as SVG, with a text alternative. */

import { button, chooser, html, save, svg } from "./dom.ts";
import { numeric, numericColumns, plain, type Result } from "./result.ts";
import { number, word } from "./settings.ts";

export interface Choice {
  kind: string;
  x: string;
  y: string;
  by: string;
}

interface Point {
  x: string;
  y: number;
  by: string;
}

const MOST_CATEGORIES = 80;
const SERIES = 6;
// Maximum marks: more cannot be distinguished, and are slow to draw.
const MOST_POINTS = 5_000;
const [NARROWEST, WIDEST] = [340, 760];

/** The available width, so that text keeps its size on a phone. */
function room(): number {
  const given = document.getElementById("outcome")?.clientWidth ?? WIDEST;
  return Math.min(Math.max(given, NARROWEST), WIDEST);
}

/** The default chart: a column of texts against a column of numbers. */
export function suggested(result: Result, hint: string[]): Choice | null {
  const numbers = numericColumns(result);
  const [kind = "bar", x = "", y = "", by = ""] = hint;
  if (numbers.includes(y) && result.columns.includes(x)) return { kind, x, y, by };
  const last = numbers.at(-1);
  if (last === undefined) return null;
  const words = result.columns.filter((name) => !numbers.includes(name));
  const named = words.find((name) => result.rows.every((row) => row[name]?.type !== "uri")) ?? words[0];
  return { kind: "bar", x: named ?? result.columns[0] ?? last, y: last, by: "" };
}

export function chart(result: Result, hint: string[]): HTMLElement {
  const choice = suggested(result, hint);
  if (choice === null) return html("p", {}, word("chart_empty"));
  const whole = html("div");
  const drawing = html("div", { class: "drawing" });

  const choose = (key: keyof Choice) => (value: string) => {
    choice[key] = value;
    draw();
  };
  const columns = result.columns.map((name): [string, string] => [name, name]);
  const numbers = numericColumns(result).map((name): [string, string] => [name, name]);
  const kinds = ["bar", "line", "scatter"].map((kind): [string, string] => [kind, word(`chart_${kind}`)]);
  whole.append(
    html(
      "div",
      { class: "chosen" },
      chooser(word("chart_kind"), kinds, choice.kind, choose("kind")),
      chooser(word("chart_x"), columns, choice.x, choose("x")),
      chooser(word("chart_y"), numbers, choice.y, choose("y")),
      chooser(word("chart_by"), [["", word("chart_none")], ...columns], choice.by, choose("by")),
      button(word("chart_save"), () => saveDrawing(drawing)),
    ),
    drawing,
  );

  function draw(): void {
    const points = pointsOf(result, choice as Choice);
    drawing.replaceChildren(...drawn(points, choice as Choice));
  }

  draw();
  return whole;
}

function pointsOf(result: Result, choice: Choice): Point[] {
  return result.rows.flatMap((row) => {
    const y = numeric(row[choice.y]);
    if (y === undefined) return [];
    return [{ x: plain(row[choice.x]), y, by: choice.by ? plain(row[choice.by]) : "" }];
  });
}

function drawn(points: Point[], choice: Choice): Element[] {
  const isScale = choice.kind === "scatter" && points.every((point) => !Number.isNaN(Number(point.x)));
  const categories = [...new Set(points.map((point) => point.x))];
  const shown = new Set(categories.slice(0, MOST_CATEGORIES));
  const part = isScale ? points.slice(0, MOST_POINTS) : points.filter((point) => shown.has(point.x));
  const told = fewSeries(part, choice.kind === "bar");
  const series = [...new Set(told.map((point) => point.by))];
  const draw = choice.kind === "bar" ? bars : isScale ? dots : lines;
  const picture = draw(told, series, choice);
  if (choice.by) addLegend(picture, series);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", inWords(points, choice));
  const notes = [
    ...(!isScale && categories.length > MOST_CATEGORIES ? [word("chart_cut", { count: MOST_CATEGORIES })] : []),
    ...(isScale && points.length > MOST_POINTS ? [word("chart_points", { count: number(MOST_POINTS) })] : []),
    ...(choice.kind !== "bar" && told.length < part.length ? [word("chart_series", { count: SERIES })] : []),
  ];
  return [
    picture,
    html("p", { class: "small soft" }, inWords(points, choice)),
    ...notes.map((note) => html("p", { class: "small" }, note)),
  ];
}

/** Each series has a colour; further series are left out, smallest first, or combined in stacked bars. */
function fewSeries(points: Point[], gathers: boolean): Point[] {
  const totals = new Map<string, number>();
  for (const { by, y } of points) totals.set(by, (totals.get(by) ?? 0) + Math.abs(y));
  if (totals.size <= SERIES) return points;
  const largest = [...totals].sort((a, b) => b[1] - a[1]).slice(0, gathers ? SERIES - 1 : SERIES);
  const kept = new Set(largest.map(([name]) => name));
  if (!gathers) return points.filter((point) => kept.has(point.by));
  return points.map((point) => (kept.has(point.by) ? point : { ...point, by: word("chart_others") }));
}

function inWords(points: Point[], choice: Choice): string {
  const sorted = [...points].sort((a, b) => a.y - b.y);
  const name = (point: Point | undefined) => (point ? [point.x, point.by].filter(Boolean).join(" ") : "");
  const [low, high] = [sorted[0], sorted.at(-1)];
  return word("chart_text", {
    kind: word(`chart_${choice.kind}`),
    x: choice.x,
    y: choice.y,
    count: number(points.length),
    top: name(high),
    most: number(high?.y ?? 0),
    bottom: name(low),
    least: number(low?.y ?? 0),
  });
}

/** Draws the names of the series inside the picture, so that they are saved with it. */
function addLegend(picture: SVGElement, series: string[]): void {
  const [, , width = 0, height = 0] = (picture.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const names = series.map((name) => name || word("chart_none"));
  const sizes = names.map((name) => 34 + wide(name) * 6.6);
  let [x, row] = [0, 0];
  const positions = sizes.map((size) => {
    if (x > 0 && x + size > width) [x, row] = [0, row + 1];
    x += size;
    return { x: x - size, row };
  });
  const top = -((row + 1) * 22) - 8;
  names.forEach((name, index) => {
    const { x: left = 0, row: line = 0 } = positions[index] ?? {};
    const y = top + line * 22;
    picture.append(
      svg("rect", { x: left, y: y + 2, width: 13, height: 13, class: colour(index) }),
      svg("text", { x: left + 19, y: y + 13 }, name),
    );
  });
  picture.setAttribute("viewBox", `0 ${top} ${width} ${height - top}`);
}

const colour = (index: number) => `series-${index % SERIES}`;

/** Bars are horizontal, so that long names can be read; series are stacked. */
function bars(points: Point[], series: string[], choice: Choice): SVGElement {
  const categories = [...new Set(points.map((point) => point.x))];
  const named = (name: string) => cut(name, room() < 500 ? 11 : 18);
  const totals = categories.map((name) => sum(points.filter((point) => point.x === name).map((point) => point.y)));
  const scale = scaled(Math.min(0, ...totals), Math.max(0, ...totals));
  const width = room();
  const left = Math.min(260, width * 0.42, 20 + Math.max(0, ...categories.map((name) => wide(named(name)))) * 6.6);
  const across = (value: number) => left + ((value - scale.low) / (scale.high - scale.low)) * (width - left - 50);
  const height = categories.length * 24 + 34;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}` });
  picture.append(svg("text", { x: left - 8, y: 15, "text-anchor": "end", class: "soft-text" }, choice.y));
  for (const tick of scale.ticks) {
    picture.append(
      svg("line", { x1: across(tick), x2: across(tick), y1: 22, y2: height - 6, class: "grid" }),
      svg("text", { x: across(tick), y: 15, "text-anchor": "middle", class: "soft-text" }, number(tick)),
    );
  }
  categories.forEach((name, index) => {
    const top = 26 + index * 24;
    picture.append(svg("text", { x: left - 8, y: top + 14, "text-anchor": "end" }, named(name), svg("title", {}, name)));
    let from = 0;
    for (const point of points.filter((one) => one.x === name)) {
      const [start, end] = [across(from), across(from + point.y)].sort((a, b) => a - b) as [number, number];
      const title = svg("title", {}, `${name} ${point.by} ${choice.y}: ${number(point.y)}`);
      picture.append(
        svg("rect", { x: start, y: top, width: end - start, height: 18, class: colour(series.indexOf(point.by)) }, title),
      );
      from += point.y;
    }
    picture.append(svg("text", { x: across(Math.max(from, 0)) + 6, y: top + 14, class: "soft-text" }, number(totals[index] ?? 0)));
  });
  return picture;
}

function lines(points: Point[], series: string[], choice: Choice): SVGElement {
  const categories = [...new Set(points.map((point) => point.x))];
  const { picture, up, left, right } = upright(points, choice);
  const step = (right - left) / Math.max(categories.length - 1, 1);
  const along = (name: string) => left + categories.indexOf(name) * step;
  const every = Math.ceil((categories.length * 80) / (right - left));
  categories.forEach((name, index) => {
    if (index % every) return;
    picture.append(svg("text", { x: along(name), y: 384, "text-anchor": "middle", class: "soft-text" }, cut(name, 9)));
  });
  series.forEach((by, index) => {
    const own = points.filter((point) => point.by === by);
    const path = own.map((point) => `${along(point.x)},${up(point.y)}`).join(" ");
    if (choice.kind === "line") picture.append(svg("polyline", { points: path, class: `line ${colour(index)}`, fill: "none" }));
    for (const point of own) picture.append(dot(along(point.x), up(point.y), point, index));
  });
  return picture;
}

function dots(points: Point[], series: string[], choice: Choice): SVGElement {
  const values = points.map((point) => Number(point.x));
  const { picture, up, left, right } = upright(points, choice);
  const scale = scaled(least(values), most(values));
  const along = (value: number) => left + ((value - scale.low) / (scale.high - scale.low)) * (right - left);
  for (const tick of scale.ticks) {
    picture.append(svg("text", { x: along(tick), y: 384, "text-anchor": "middle", class: "soft-text" }, number(tick)));
  }
  for (const point of points) picture.append(dot(along(Number(point.x)), up(point.y), point, series.indexOf(point.by)));
  return picture;
}

function dot(x: number, y: number, point: Point, index: number): SVGElement {
  const title = svg("title", {}, `${[point.x, point.by].filter(Boolean).join(" ")}: ${number(point.y)}`);
  return svg("circle", { cx: x, cy: y, r: 5, class: colour(index) }, title);
}

function upright(points: Point[], choice: Choice) {
  const width = room();
  const [left, right, top, bottom] = [64, width - 40, 24, 364];
  const values = points.map((point) => point.y);
  const scale = scaled(Math.min(0, least(values)), Math.max(0, most(values)));
  const up = (value: number) => bottom - ((value - scale.low) / (scale.high - scale.low)) * (bottom - top);
  const picture = svg("svg", { viewBox: `0 0 ${width} 410` });
  for (const tick of scale.ticks) {
    picture.append(
      svg("line", { x1: left, x2: right, y1: up(tick), y2: up(tick), class: "grid" }),
      svg("text", { x: left - 8, y: up(tick) + 4, "text-anchor": "end", class: "soft-text" }, number(tick)),
    );
  }
  picture.append(
    svg("text", { x: left, y: 14, class: "soft-text" }, choice.y),
    svg("text", { x: right, y: 404, "text-anchor": "end", class: "soft-text" }, choice.x),
  );
  return { picture, up, left, right };
}

/** Round steps around the values: 1, 2 or 5 times a power of ten. */
export function scaled(least: number, most: number): { low: number; high: number; ticks: number[] } {
  const span = most - least || Math.abs(most) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => span / one <= 6) ?? 10 * power;
  const low = Math.floor(least / step) * step;
  const high = Math.max(Math.ceil(most / step) * step, low + step);
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toPrecision(12))) };
}

// No spread, because a call can have only about ten thousand arguments.
export const least = (values: number[]) => values.reduce((one, other) => Math.min(one, other), Infinity);
export const most = (values: number[]) => values.reduce((one, other) => Math.max(one, other), -Infinity);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Width in half-width characters. */
export function wide(text: string): number {
  return [...text].reduce((total, sign) => total + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 1.9 : 1.05), 0);
}

function cut(text: string, most = 18): string {
  const signs = [...text.replace(/^https?:\S*[/#]/, "")];
  let end = 0;
  for (let width = 0; end < signs.length && width <= most * 1.9; end++) width += wide(signs[end] ?? "");
  return end < signs.length ? `${signs.slice(0, end - 1).join("")}…` : signs.join("");
}

const KEPT = ["fill", "stroke", "stroke-width", "fill-opacity", "font-size", "font-family", "text-anchor"];

/** Saves a drawing that looks the same elsewhere: computed styles become attributes. */
export function saveDrawing(drawing: HTMLElement): void {
  const picture = drawing.querySelector(":scope > svg");
  if (picture === null) return;
  const copy = picture.cloneNode(true) as SVGElement;
  const originals = [picture, ...picture.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, index) => {
    const style = getComputedStyle(originals[index] as Element);
    for (const name of KEPT) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  const [x, y, width, height] = (picture.getAttribute("viewBox") ?? "").split(" ") as [string, string, string, string];
  // Light text in dark mode needs its background.
  const paper = getComputedStyle(document.body).backgroundColor;
  copy.prepend(svg("rect", { x, y, width, height, fill: paper }));
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  save("chart.svg", new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
}
