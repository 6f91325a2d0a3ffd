/** Completion by Japanese and English labels; choosing a term adds its PREFIX line. */

import { pickedCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { declared, insertion, nameOf } from "./prefixes.ts";
import { settings, word } from "./settings.ts";
import { load, matching, type Term } from "./terms.ts";

const WORD = /[\p{L}\p{N}\p{M}_\-:・ー（）]*$/u;
const VARIABLE = /[?$][\p{L}\p{N}_]*$/u;
const QUIET = new Set(["Comment", "String", "IriRef", "Langtag"]);
const MOST = 40;
const KEYWORDS = (
  "SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES " +
  "GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT " +
  "LANG LANGMATCHES REGEX CONTAINS STRSTARTS STRENDS CONCAT COALESCE DATATYPE STR"
).split(" ");

export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (QUIET.has(node)) return null;
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const variable = VARIABLE.exec(before)?.[0];
  if (variable !== undefined) return variables(context, variable);
  const typed = WORD.exec(before)?.[0] ?? "";
  const enough = /[^ -~]/.test(typed) ? 1 : 2;
  if (!context.explicit && typed.length < enough) return null;
  const declares = /^\s*PREFIX\s+[\w.-]*:?$/i.test(before);
  // No completion for a complete word, so that Enter inserts a line break.
  if (!context.explicit && (await isWhole(typed))) return null;
  const options = declares ? prefixes(typed) : await names(context, typed);
  return { from: context.pos - typed.length, options, filter: false };
}

async function isWhole(typed: string): Promise<boolean> {
  if (KEYWORDS.includes(typed.toUpperCase())) return true;
  const [prefix, local] = typed.split(":");
  if (!prefix || !local) return false;
  return (await load(settings.terms)).some(({ term }) => term.prefix === prefix && term.iri === term.namespace + local);
}

function variables(context: CompletionContext, typed: string): CompletionResult {
  const text = context.state.doc.toString();
  const found = new Set([...text.matchAll(/[?$][\p{L}\p{N}_]+/gu)].map((one) => one[0]));
  found.delete(typed);
  const options = [...found]
    .filter((name) => name.startsWith(typed))
    .sort()
    .map((label) => ({ label, type: "variable", detail: word("kind_variable") }));
  return { from: context.pos - typed.length, options, filter: false };
}

function prefixes(typed: string): Completion[] {
  const wanted = typed.replace(/:$/, "");
  return Object.entries(settings.prefixes)
    .filter(([name]) => name.startsWith(wanted))
    .map(([name, namespace]) => ({ label: `${name}: <${namespace}>`, type: "prefix", detail: word("kind_prefix") }));
}

async function names(context: CompletionContext, typed: string): Promise<Completion[]> {
  const query = context.state.doc.toString();
  const terms = matching(await load(settings.terms), resolved(query, typed), MOST);
  const upper = typed.toUpperCase();
  const keywords = KEYWORDS.filter((name) => upper && name.startsWith(upper) && name !== upper);
  return [
    ...keywords.slice(0, 4).map((label) => ({ label, type: "keyword", detail: word("kind_keyword") })),
    ...terms.map((term) => option(query, term)),
  ];
}

/** Also understands a namespace that the query declares with another prefix. */
function resolved(query: string, typed: string): string {
  const [prefix, local] = typed.split(":", 2);
  const namespace = prefix === undefined || local === undefined ? undefined : declared(query).get(prefix);
  if (namespace === undefined) return typed;
  const folder = namespace.replace(/[/#]$/, "").split("/").at(-1) ?? "";
  const known = Object.entries(settings.prefixes).find(([, value]) => value === namespace)?.[0];
  const own = { technology: "tech", "procedure-type": "type", "system-type": "system" }[folder] ?? folder;
  return `${known ?? own}:${local}`;
}

function option(query: string, term: Term): Completion {
  const name = nameOf(query, term.iri, term.prefix, term.namespace);
  const labels = settings.language === "ja" ? [term.ja, term.en] : [term.en, term.ja];
  return {
    label: name.text,
    displayLabel: labels.filter(Boolean).join(" / ") || name.text,
    detail: `${name.text} · ${word(`kind_${term.kind}`)}`,
    type: term.kind,
    apply: (view, completion, from, to) => pick(view, completion, term, from, to),
  };
}

function pick(view: EditorView, completion: Completion, term: Term, from: number, to: number): void {
  const query = view.state.doc.toString();
  const name = nameOf(query, term.iri, term.prefix, term.namespace);
  const changes: ChangeSpec[] = [{ from, to, insert: name.text }];
  let moved = 0;
  if (name.needs) {
    const line = insertion(query, ...name.needs);
    changes.push({ from: line.at, insert: line.text });
    if (line.at <= from) moved = line.text.length;
  }
  const cursor = from + name.text.length + moved;
  view.dispatch({
    changes,
    selection: { anchor: cursor },
    userEvent: "input.complete",
    annotations: pickedCompletion.of(completion),
  });
}
