/** Places of a result on a plain map: no tiles, only a grid of degrees. */

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

/** The columns of places, null where there are none. */
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
  const value = valued ? `${valued}: ${number(Math.min(...places.map((one) => one.value)))}–${number(Math.max(...places.map((one) => one.value)))}. ` : "";
  const text = word("map_text", { count: number(places.length), value });
  const picture = draw(places);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", text);
  return html("div", { class: "drawing map" }, picture, html("p", { class: "small soft" }, text));
}

/** WGS 84 coordinates are plain text in many datasets. */
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
  // Degrees of longitude shrink towards the poles; in the middle of the map they are right.
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
    picture.append(
      svg("line", { x1: across(line), x2: across(line), y1: 0, y2: height, class: "grid" }),
      svg("text", { x: across(line) + 4, y: height - 6, class: "soft-text" }, `${line}°`),
    );
  }
  const most = Math.max(...places.map((one) => one.value), 1);
  const sorted = [...places].sort((a, b) => b.value - a.value);
  for (const one of sorted) {
    const radius = 4 + 14 * Math.sqrt(Math.max(one.value, 0) / most);
    const title = svg("title", {}, [one.name, number(one.value)].filter(Boolean).join(": "));
    const at = { cx: across(one.longitude), cy: down(one.latitude) };
    picture.append(svg("circle", { ...at, r: radius, class: "place series-0" }, title));
  }
  for (const one of sorted.slice(0, NAMED)) {
    const radius = 4 + 14 * Math.sqrt(Math.max(one.value, 0) / most);
    const at = { x: across(one.longitude) + radius + 2, y: down(one.latitude) + 4 };
    picture.append(svg("text", { ...at, class: "soft-text" }, one.name));
  }
  return picture;
}

function bounds(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.08, 0.5);
  return [low - room, high + room];
}
