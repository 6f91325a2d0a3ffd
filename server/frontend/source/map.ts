/** Shows places of a result on a map without tiles, with a grid of degrees. */

import { least, most, wide } from "./chart.ts";
import { html, svg } from "./dom.ts";
import { plain, type RdfTerm, type Result, type Row } from "./result.ts";
import { number, word } from "./settings.ts";

const LATITUDE = /^(?:lat|latitude|緯度)$/i;
const LONGITUDE = /^(?:long|lon|lng|longitude|経度)$/i;
const WIDTH = 480;
const NAMED = 8;

interface Columns {
  latitude: string;
  longitude: string;
}

/** The columns with coordinates, or null. */
export function placeColumns(result: Result): Columns | null {
  const latitude = result.columns.find((name) => LATITUDE.test(name));
  const longitude = result.columns.find((name) => LONGITUDE.test(name));
  return latitude && longitude && result.rows.length ? { latitude, longitude } : null;
}

interface Place {
  latitude: number;
  longitude: number;
  name: string;
  value: number;
}

export function map(result: Result, columns: Columns): HTMLElement {
  const others = result.columns.filter((name) => name !== columns.latitude && name !== columns.longitude);
  const named = others.find((name) => result.rows.some((row) => row[name]?.type === "literal" && Number.isNaN(coordinate(row[name]))));
  const valued = others.find((name) => name !== named && result.rows.every((row) => !Number.isNaN(coordinate(row[name]))));
  const places = result.rows.flatMap((row) => place(row, columns, named, valued));
  const value = valued ? `${valued}: ${number(least(places.map((one) => one.value)))}–${number(most(places.map((one) => one.value)))}. ` : "";
  const text = word("map_text", { count: number(places.length), value });
  const picture = draw(places);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", text);
  return html("div", { class: "drawing map" }, picture, html("p", { class: "small soft" }, text));
}

/** In many datasets WGS 84 coordinates are plain strings. */
const coordinate = (term: RdfTerm | undefined) => (term?.type === "literal" && term.value.trim() ? Number(term.value) : NaN);

function place(row: Row, columns: Columns, named: string | undefined, valued: string | undefined): Place[] {
  const latitude = coordinate(row[columns.latitude]);
  const longitude = coordinate(row[columns.longitude]);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return [];
  const value = valued ? coordinate(row[valued]) : 1;
  return [{ latitude, longitude, name: named ? plain(row[named]) : "", value: Number.isNaN(value) ? 0 : value }];
}

function draw(places: Place[]): SVGElement {
  const [south, north] = bounds(places.map((one) => one.latitude));
  const [west, east] = bounds(places.map((one) => one.longitude));
  // Scales longitude for the middle of the map, because degrees shrink towards the poles.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const unit = WIDTH / ((east - west) * squeeze);
  const height = (north - south) * unit;
  const across = (longitude: number) => (longitude - west) * squeeze * unit;
  const down = (latitude: number) => (north - latitude) * unit;
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${Math.round(height)}` });
  const step = [1, 2, 5, 10, 20, 45].find((one) => (north - south) / one <= 10) ?? 45;
  for (let line = Math.ceil(south / step) * step; line <= north; line += step) {
    picture.append(
      svg("line", { x1: 0, x2: WIDTH, y1: down(line), y2: down(line), class: "grid" }),
      svg("text", { x: 4, y: down(line) - 4, class: "soft-text" }, `${line}°`),
    );
  }
  for (let line = Math.ceil(west / step) * step; line <= east; line += step) {
    picture.append(svg("line", { x1: across(line), x2: across(line), y1: 0, y2: height, class: "grid" }));
    if (across(line) > WIDTH - 36) continue;
    picture.append(svg("text", { x: across(line) + 4, y: height - 6, class: "soft-text" }, `${line}°`));
  }
  const largest = Math.max(1, most(places.map((one) => one.value)));
  const radius = (one: Place) => 3 + 11 * Math.sqrt(Math.max(one.value, 0) / largest);
  const sorted = [...places].sort((a, b) => b.value - a.value);
  for (const one of sorted) {
    const title = svg("title", {}, [one.name, number(one.value)].filter(Boolean).join(": "));
    const at = { cx: across(one.longitude), cy: down(one.latitude) };
    picture.append(svg("circle", { ...at, r: radius(one), class: "place series-0" }, title));
  }
  const written: Box[] = [];
  for (const one of sorted) {
    if (written.length === NAMED) break;
    const box = free(across(one.longitude), down(one.latitude), radius(one), one.name, written);
    if (!box) continue;
    written.push(box);
    picture.append(svg("text", { x: box.x, y: box.y + 11, class: "name" }, one.name));
  }
  return picture;
}

interface Box {
  x: number;
  y: number;
  width: number;
}

/** A free position for a name beside its circle, or undefined. */
function free(x: number, y: number, radius: number, name: string, written: Box[]): Box | undefined {
  const width = wide(name) * 6;
  const choices = [
    { x: x + radius + 3, y: y - 7, width },
    { x: x - radius - 3 - width, y: y - 7, width },
    { x: x - width / 2, y: y + radius + 1, width },
    { x: x - width / 2, y: y - radius - 15, width },
  ];
  return choices.find(
    (box) =>
      box.x > 0 &&
      box.x + width < WIDTH &&
      written.every((other) => Math.abs(other.y - box.y) > 14 || other.x > box.x + width || other.x + other.width < box.x),
  );
}

function bounds(values: number[]): [number, number] {
  const [low, high] = [least(values), most(values)];
  const room = Math.max((high - low) * 0.08, 0.5);
  return [low - room, high + room];
}
