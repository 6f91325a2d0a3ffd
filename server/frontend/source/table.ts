/** A result as a table of 100 rows a page, with names for IRIs and sortable columns. */

import { button, html } from "./dom.ts";
import { labels, type Label } from "./request.ts";
import { numeric, numericColumns, plain, type RdfTerm, type Result, type Row } from "./result.ts";
import { number, settings, word } from "./settings.ts";

const PAGE = 100;
// Maximum wait for names (ms); later ones are filled in afterwards.
const PATIENCE_MS = 250;

type Names = Map<string, Label | null>;
type Direction = "ascending" | "descending";

const NEXT: Record<string, Direction | undefined> = { "": "ascending", ascending: "descending" };
const ARROWS: Record<string, string> = { "": "↕", ascending: "↑", descending: "↓" };

interface Order {
  column: string;
  direction: Direction;
}

export function table(result: Result): HTMLElement {
  const whole = html("div");
  const numbers = new Set(numericColumns(result));
  let first = 0;
  let named = true;
  let order: Order | undefined;
  let rows = result.rows;
  let turn = 0;

  function draw(): void {
    const own = ++turn;
    const shown = rows.slice(first, first + PAGE);
    const iris = shown.flatMap((row) => Object.values(row).flatMap((one) => (one?.type === "uri" ? [one.value] : [])));
    const fill = (names: Names) => {
      if (own === turn) put(shown, names, iris.length > 0);
    };
    if (!named || !iris.length) return fill(new Map());
    const late = setTimeout(() => fill(new Map()), PATIENCE_MS);
    void labels(iris)
      .catch((): Names => new Map())
      .then((names) => {
        clearTimeout(late);
        fill(names);
      });
  }

  /** Replaces the page; the focus stays on its button. */
  function put(shown: Row[], names: Names, hasIris: boolean): void {
    const at = whole.contains(document.activeElement) ? document.activeElement?.getAttribute("data-at") : null;
    whole.replaceChildren(tools(hasIris), grid(shown, names));
    if (!at) return;
    const same = [...whole.querySelectorAll<HTMLButtonElement>("button[data-at]")].find((one) => one.dataset.at === at);
    (same?.disabled ? whole.querySelector<HTMLElement>("nav button:not(:disabled)") : same)?.focus();
  }

  function tools(hasIris: boolean): HTMLElement {
    const bar = html("div", { class: "pager" });
    if (hasIris) {
      const toggle = () => {
        named = !named;
        draw();
      };
      bar.append(button(word("labels"), toggle, { "aria-pressed": String(named), "data-at": "names" }));
    }
    if (result.rows.length > PAGE) bar.append(pager());
    return bar;
  }

  function pager(): HTMLElement {
    const go = (by: number) => () => {
      first += by;
      draw();
    };
    const previous = button(word("previous"), go(-PAGE), { "data-at": "previous", disabled: first === 0 });
    const next = button(word("next"), go(PAGE), { "data-at": "next", disabled: first + PAGE >= rows.length });
    const last = Math.min(first + PAGE, rows.length);
    const where = word("where", { total: number(rows.length), first: number(first + 1), last: number(last) });
    return html("nav", { class: "pager", "aria-label": word("pages") }, previous, html("span", {}, where), next);
  }

  function grid(shown: Row[], names: Names): HTMLElement {
    const body = shown.map((row) => html("tr", {}, ...result.columns.map((name) => cell(row[name], names))));
    return html(
      "div",
      { class: "table", tabindex: 0, role: "region", "aria-label": word("table") },
      html("table", {}, html("thead", {}, html("tr", {}, ...result.columns.map(heading))), html("tbody", {}, ...body)),
    );
  }

  /** A heading sorts ascending, then descending, then restores the order of the query. */
  function heading(name: string): HTMLElement {
    const kind = numbers.has(name) ? "number" : undefined;
    if (result.rows.length < 2) return html("th", { scope: "col", class: kind }, name);
    const direction = order?.column === name ? order.direction : undefined;
    const sort = () => {
      const next = NEXT[direction ?? ""];
      order = next && { column: name, direction: next };
      rows = order ? sorted(result.rows, order) : result.rows;
      first = 0;
      draw();
    };
    const arrow = html("span", { "aria-hidden": "true", class: "arrow" }, ARROWS[direction ?? ""]);
    const press = button(name, sort, { class: "sort", title: word("sort"), "data-at": `sort ${name}` });
    press.append(arrow);
    return html("th", { scope: "col", class: kind, "aria-sort": direction }, press);
  }

  draw();
  return whole;
}

/** Sorts rows by a column: numbers, then texts, then unbound values. */
function sorted(rows: Row[], { column, direction }: Order): Row[] {
  const collator = new Intl.Collator(settings.language, { numeric: true });
  const sign = direction === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: numeric(row[column]), text: plain(row[column]) }));
  keyed.sort((a, b) => {
    if (!a.row[column] || !b.row[column]) return Number(!a.row[column]) - Number(!b.row[column]);
    if (a.value !== undefined && b.value !== undefined) return sign * (a.value - b.value);
    if (a.value !== undefined || b.value !== undefined) return a.value === undefined ? 1 : -1;
    return sign * collator.compare(a.text, b.text);
  });
  return keyed.map((one) => one.row);
}

function cell(term: RdfTerm | undefined, names: Names): HTMLElement {
  if (term?.type === "uri") return html("td", {}, link(term.value, names.get(term.value) ?? null));
  const value = numeric(term);
  if (value !== undefined) return html("td", { class: "number" }, plain(term));
  const language = term?.type === "literal" ? term["xml:lang"] : undefined;
  return html("td", { lang: language === settings.language ? undefined : language }, plain(term));
}

function link(iri: string, label: Label | null): Node {
  const text = label?.text ?? short(iri);
  const language = label && label.language !== settings.language ? label.language : undefined;
  if (!/^https?:/.test(iri)) return document.createTextNode(text);
  return html("a", { href: page(iri), title: iri, lang: language || undefined }, text);
}

/** The link for an IRI: for ours, its page on this server. */
function page(iri: string): string {
  return iri.startsWith(settings.base) ? settings.pages + iri.slice(settings.base.length) : iri;
}

function short(iri: string): string {
  for (const [prefix, namespace] of Object.entries(settings.prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}
