/** Parses results of the server: SPARQL JSON for rows, N-Triples for graphs. */

export type RdfTerm =
  | { type: "uri"; value: string }
  | { type: "bnode"; value: string }
  | { type: "literal"; value: string; "xml:lang"?: string; datatype?: string }
  | { type: "triple"; value: { subject: RdfTerm; predicate: RdfTerm; object: RdfTerm } };

export type Row = Record<string, RdfTerm | undefined>;

export interface Result {
  shape: "rows" | "graph";
  columns: string[];
  rows: Row[];
  truth?: boolean;
  raw: string;
}

export function fromJson(raw: string): Result {
  const document = JSON.parse(raw) as {
    head: { vars?: string[] };
    boolean?: boolean;
    results?: { bindings: Row[] };
  };
  const result: Result = {
    shape: "rows",
    columns: document.head.vars ?? [],
    rows: document.results?.bindings ?? [],
    raw,
  };
  return document.boolean === undefined ? result : { ...result, truth: document.boolean };
}

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/g;

export function fromTriples(raw: string, columns: [string, string, string]): Result {
  const rows = raw.split("\n").flatMap((line) => {
    const terms = [...line.matchAll(TERM)].slice(0, 3).map(term);
    return terms.length === 3 ? [Object.fromEntries(columns.map((name, index) => [name, terms[index]]))] : [];
  });
  return { shape: "graph", columns, rows, raw };
}

function term(found: RegExpMatchArray): RdfTerm {
  const [, iri, node, text, language, datatype] = found;
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (node !== undefined) return { type: "bnode", value: node };
  return {
    type: "literal",
    value: unescaped(text ?? ""),
    ...(language === undefined ? {} : { "xml:lang": language }),
    ...(datatype === undefined ? {} : { datatype }),
  };
}

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short: string | undefined, long: string | undefined, sign: string | undefined) =>
    sign === undefined ? String.fromCodePoint(parseInt(short ?? long ?? "", 16)) : (ESCAPES[sign] ?? sign),
  );
}

/** The text of a term without its label. */
export function plain(term: RdfTerm | undefined): string {
  if (term === undefined) return "";
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    return `<< ${plain(subject)} ${plain(predicate)} ${plain(object)} >>`;
  }
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

const NUMBERS = /#(?:integer|decimal|double|float|int|long|short|byte|(?:non(?:Negative|Positive)|positive|negative)Integer|unsigned\w+)$/;

/** The value of a numeric literal, else undefined. */
export function numeric(term: RdfTerm | undefined): number | undefined {
  if (term?.type !== "literal" || !NUMBERS.test(term.datatype ?? "")) return undefined;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : undefined;
}

/** The columns that contain only numbers. */
export function numericColumns(result: Result): string[] {
  return result.columns.filter((name) => {
    const bound = result.rows.filter((row) => row[name] !== undefined);
    return bound.length > 0 && bound.every((row) => numeric(row[name]) !== undefined);
  });
}
