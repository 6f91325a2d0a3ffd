/** Searches the terms for queries by labels in both languages. */

import { endpoint } from "./settings.ts";

export interface Term {
  iri: string;
  kind: "class" | "property" | "concept" | "prefecture";
  prefix: string;
  namespace: string;
  ja: string;
  en: string;
  spellings: string[];
}

interface Entry {
  term: Term;
  names: string[];
}

/** Ignores width, case and kana type: ＲＰＡ = rpa, ﾁｬｯﾄ = ちゃっと. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

export function indexed(terms: Term[]): Entry[] {
  return terms.map((term) => {
    const local = term.iri.slice(term.namespace.length);
    const names = [term.ja, term.en, local, `${term.prefix}:${local}`, ...term.spellings];
    return { term, names: names.filter(Boolean).map(folded) };
  });
}

/** The terms for a text, best first: labels equal to it, then with it at the start, then inside. */
export function matching(entries: Entry[], text: string, most: number): Term[] {
  const wanted = folded(text);
  const ranked: [number, number, Term][] = [];
  for (const { term, names } of entries) {
    let rank = 4;
    names.forEach((name, index) => {
      const found = name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 4;
      // A spelling ranks below a label.
      rank = Math.min(rank, found + (index < 4 ? 0 : 0.5));
    });
    const length = Math.min(...names.slice(0, 2).map((name) => name.length));
    if (rank < 4) ranked.push([rank, length, term]);
  }
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2].iri < b[2].iri ? -1 : 1));
  return ranked.slice(0, most).map((one) => one[2]);
}

let loading: Promise<Entry[]> | undefined;

/** The terms of the server, requested once; empty if the request fails. */
export function load(address: string): Promise<Entry[]> {
  loading ??= fetch(new URL(address, endpoint))
    .then((reply) => (reply.ok ? (reply.json() as Promise<Term[]>) : []))
    .then(indexed)
    .catch(() => {
      loading = undefined;
      return [];
    });
  return loading;
}
