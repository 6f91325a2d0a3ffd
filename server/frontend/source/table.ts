/** A result as a table, a hundred rows at a time, with names for IRIs. */

import { button, html } from "./dom.ts";
import { labels, type Label } from "./request.ts";
import { numeric, plain, type RdfTerm, type Result } from "./result.ts";
import { number, settings, word } from "./settings.ts";

const PAGE = 100;

export function table(result: Result): HTMLElement {
  const whole = html("div");
  let first = 0;
  let named = true;

  async function draw(): Promise<void> {
    const rows = result.rows.slice(first, first + PAGE);
    const iris = rows.flatMap((row) => Object.values(row).flatMap((one) => (one?.type === "uri" ? [one.value] : [])));
    const names = named && iris.length ? await labels(iris).catch(() => new Map<string, Label | null>()) : new Map();
    whole.replaceChildren(tools(iris.length > 0), grid(rows, names));
  }

  function tools(hasIris: boolean): HTMLElement {
    const bar = html("div", { class: "pager" });
    if (hasIris) {
      const toggle = button(word("labels"), () => {
        named = !named;
        void draw().then(() => whole.querySelector<HTMLElement>("[aria-pressed]")?.focus());
      });
      toggle.setAttribute("aria-pressed", String(named));
      bar.append(toggle);
    }
    if (result.rows.length > PAGE) bar.append(pager());
    return bar;
  }

  function pager(): HTMLElement {
    const go = (by: number) => () => {
      first += by;
      void draw().then(() => whole.querySelector<HTMLElement>("nav button:not(:disabled)")?.focus());
    };
    const previous = button(word("previous"), go(-PAGE));
    const next = button(word("next"), go(PAGE));
    previous.disabled = first === 0;
    next.disabled = first + PAGE >= result.rows.length;
    const last = Math.min(first + PAGE, result.rows.length);
    const where = word("where", { total: number(result.rows.length), first: number(first + 1), last: number(last) });
    return html("nav", { class: "pager", "aria-label": word("pages") }, previous, html("span", {}, where), next);
  }

  function grid(rows: Result["rows"], names: Map<string, Label | null>): HTMLElement {
    const head = result.columns.map((name) => html("th", { scope: "col" }, name));
    const body = rows.map((row) => html("tr", {}, ...result.columns.map((name) => cell(row[name], names))));
    return html(
      "div",
      { class: "table", tabindex: 0, role: "region", "aria-label": word("table") },
      html("table", {}, html("thead", {}, html("tr", {}, ...head)), html("tbody", {}, ...body)),
    );
  }

  void draw();
  return whole;
}

function cell(term: RdfTerm | undefined, names: Map<string, Label | null>): HTMLElement {
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

/** Where a reader finds an IRI: a page of this server for ours. */
function page(iri: string): string {
  return iri.startsWith(settings.base) ? settings.pages + iri.slice(settings.base.length) : iri;
}

function short(iri: string): string {
  for (const [prefix, namespace] of Object.entries(settings.prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}
