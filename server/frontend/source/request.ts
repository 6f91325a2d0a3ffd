/** Sends a query to the endpoint; returns a result or a problem document (RFC 9457). */

import { fromJson, fromTriples, type Result } from "./result.ts";
import { endpoint, settings, word } from "./settings.ts";

export interface Problem {
  title: string;
  detail: string;
  line?: number;
  column?: number;
  excerpt?: string;
  /** For a missing prefix: its name and its declaration. */
  prefix?: string;
  declaration?: string;
  /** For a syntax error: the whole corrected query. */
  suggestion?: string;
}

export interface Answer {
  result: Result;
  /** Milliseconds from request to last byte, and those of the evaluation according to the server. */
  total: number;
  evaluated: number | undefined;
  /** The name of a likely mistake in a valid query, or "". */
  hint: string;
  /** For an empty result: unknown terms of the query, each with similar ones. */
  unknown: UnknownTerm[];
}

export interface UnknownTerm {
  term: string;
  near: string[];
}

export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export async function ask(query: string, signal?: AbortSignal): Promise<Answer> {
  const started = performance.now();
  const reply = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Accept: "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.5",
      "Accept-Language": settings.language,
    },
    body: new URLSearchParams({ query }),
    ...(signal ? { signal } : {}),
  });
  const body = await reply.text();
  if (!reply.ok) throw new Refused(problem(body, reply.status));
  const isTable = (reply.headers.get("Content-Type") ?? "").includes("json");
  const columns: [string, string, string] = [word("subject"), word("predicate"), word("object")];
  return {
    result: isTable ? fromJson(body) : fromTriples(body, columns),
    total: performance.now() - started,
    evaluated: evaluation(reply.headers.get("Server-Timing") ?? ""),
    hint: reply.headers.get("Query-Hint") ?? "",
    unknown: unknownTerms(reply.headers.get("Query-Unknown-Terms") ?? ""),
  };
}

/** The terms of the header field: `"dg:useTechnology";near="dg:usesTechnology"`. */
export function unknownTerms(field: string): UnknownTerm[] {
  return [...field.matchAll(/"([^"]*)";near="([^"]*)"/g)].map(([, term = "", near = ""]) => ({
    term,
    near: near.split(" ").filter(Boolean),
  }));
}

/** The server's problem; a proxy before it may answer with another body. */
function problem(body: string, status: number): Problem {
  try {
    return JSON.parse(body) as Problem;
  } catch {
    return { title: word("failed", { status }), detail: /^\s*</.test(body) ? "" : body.slice(0, 1000) };
  }
}

function evaluation(timing: string): number | undefined {
  const found = /evaluate;dur=([\d.]+)/.exec(timing)?.[1];
  return found === undefined ? undefined : Number(found);
}

export interface Label {
  text: string;
  language: string;
}

const known = new Map<string, Label | null>();
const AT_ONCE = 200;

/** The labels of IRIs, in the language of the page if possible; each is requested once. */
export async function labels(iris: string[]): Promise<Map<string, Label | null>> {
  const wanted = [...new Set(iris)].filter((iri) => !known.has(iri) && !/[<>"{}|^`\\\s]/.test(iri));
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const part = wanted.slice(start, start + AT_ONCE);
    const { result } = await ask(labelQuery(part));
    for (const iri of part) known.set(iri, null);
    for (const row of result.rows) keep(row.iri?.value as string, row.label);
  }
  return known;
}

function labelQuery(iris: string[]): string {
  return `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?iri ?label WHERE {
  VALUES ?iri { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  ?iri skos:prefLabel|rdfs:label|dct:title ?label
} ORDER BY ?iri ?label`;
}

function keep(iri: string, label: Result["rows"][number][string]): void {
  if (label?.type !== "literal") return;
  const language = label["xml:lang"] ?? "";
  const before = known.get(iri);
  if (before && before.language === settings.language) return;
  if (!before || language === settings.language) known.set(iri, { text: label.value, language });
}
