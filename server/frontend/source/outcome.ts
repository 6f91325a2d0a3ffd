/** The outcome of a query: several views of the result, or an error. */

import { chart, suggested } from "./chart.ts";
import { button, html } from "./dom.ts";
import { map, placeColumns } from "./map.ts";
import type { Answer, Problem } from "./request.ts";
import type { Result } from "./result.ts";
import { number, word } from "./settings.ts";
import { table } from "./table.ts";
import { takeaway } from "./takeaway.ts";

const MOST_RAW = 200_000;

interface View {
  name: string;
  draw(): HTMLElement;
}

export function outcome(answer: Answer, query: string, hint: string[]): Element[] {
  const { result } = answer;
  const rows = number(result.rows.length);
  const counted = result.truth === undefined ? word(result.shape === "graph" ? "triples" : "count", { rows }) : "";
  const total = number(Math.round(answer.total));
  // A cached answer was not evaluated.
  const timed =
    answer.evaluated === undefined
      ? word("time_kept", { total })
      : word("time", { total, server: number(Math.round(answer.evaluated * 10) / 10) });
  const said = html("span", { class: "soft small", id: "told" }, [counted, timed].filter(Boolean).join(" · "));
  const title = html("h2", { id: "result-title", tabindex: -1 }, word("results"));
  return [
    html("div", { class: "outcome-head" }, title, said),
    ...(answer.hint === "alias-in-having" ? [html("p", { role: "note" }, word("alias_in_having"))] : []),
    ...answer.unknown.map(({ term, near }) =>
      html("p", { role: "note" }, word(near.length ? "unknown_term_near" : "unknown_term", { term, near: near.join(", ") })),
    ),
    result.truth === undefined ? tabbed(views(result, hint), hint) : truth(result.truth),
    html("pre", { class: "asked", lang: "" }, query),
    takeaway(query, result.truth === undefined ? result.shape : "truth"),
  ];
}

function truth(value: boolean): HTMLElement {
  return html("p", { class: "truth" }, word(value ? "yes" : "no"));
}

function views(result: Result, hint: string[]): View[] {
  const rows = result.rows.length ? () => table(result) : () => html("p", {}, word("nothing"));
  const found: View[] = [{ name: "table", draw: rows }];
  const places = placeColumns(result);
  if (result.rows.length && suggested(result, hint)) found.push({ name: "chart", draw: () => chart(result, hint) });
  if (places) found.push({ name: "map", draw: () => map(result, places) });
  found.push({ name: "raw", draw: () => raw(result.raw) });
  return found;
}

function raw(text: string): HTMLElement {
  const whole = html("div", {}, html("pre", { lang: "", tabindex: 0, role: "region", "aria-label": word("raw") }, text.slice(0, MOST_RAW)));
  if (text.length > MOST_RAW) whole.prepend(html("p", {}, word("raw_cut", { count: number(MOST_RAW) })));
  return whole;
}

/** Tabs as in ARIA (arrow keys move); each view is drawn when it is first shown. */
function tabbed(all: View[], hint: string[]): HTMLElement {
  const panel = html("div", { class: "panel", role: "tabpanel", id: "result-panel" });
  const drawn = new Map<string, HTMLElement>();
  const tabs = all.map(({ name }) =>
    button(word(name), () => show(name), { role: "tab", id: `tab-${name}`, "aria-controls": "result-panel" }),
  );

  function show(name: string): void {
    all.forEach((view, index) => {
      const isShown = view.name === name;
      tabs[index]?.setAttribute("aria-selected", String(isShown));
      tabs[index]?.setAttribute("tabindex", isShown ? "0" : "-1");
      if (isShown && !drawn.has(name)) drawn.set(name, view.draw());
    });
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    panel.replaceChildren(...(drawn.has(name) ? [drawn.get(name) as HTMLElement] : []));
  }

  const list = html("div", { class: "tabs", role: "tablist", "aria-label": word("views") }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab === event.target);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next?.click();
    next?.focus();
    event.preventDefault();
  });
  show(all.some((view) => view.name === "map") && hint[0] === "map" ? "map" : "table");
  return html("div", {}, list, panel);
}

export function refusal(problem: Problem, offer: HTMLElement | null = null): HTMLElement {
  const position = problem.line === undefined ? "" : word("line", { line: problem.line, column: problem.column ?? 1 });
  return html(
    "div",
    { class: "problem", role: "alert" },
    html("p", {}, html("strong", {}, problem.title)),
    html("p", {}, [problem.detail, position && `(${position})`].filter(Boolean).join(" ")),
    problem.excerpt ? html("pre", { lang: "", tabindex: 0, role: "region", "aria-label": position || problem.title }, problem.excerpt) : null,
    offer,
  );
}

/** The changed lines of a corrected query and a button to use it, or null without a correction. */
export function correction(query: string, { suggestion }: Problem, use: (text: string) => void): HTMLElement | null {
  if (suggestion === undefined || suggestion === query) return null;
  return html(
    "div",
    { class: "correction" },
    html("p", {}, word("suggestion")),
    html("pre", { lang: "", tabindex: 0, role: "region", "aria-label": word("suggestion") }, changed(query, suggestion)),
    button(word("correct"), () => use(suggestion)),
  );
}

/** The new text without the lines that both texts have at the beginning and the end. */
function changed(before: string, after: string): string {
  const [old, lines] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const least = Math.min(old.length, lines.length);
  let start = 0;
  while (start < least - 1 && old[start] === lines[start]) start++;
  let end = 0;
  while (end < least - start - 1 && old.at(-1 - end) === lines.at(-1 - end)) end++;
  return lines.slice(start, lines.length - end).join("\n");
}
