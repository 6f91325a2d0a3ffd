/** The PREFIX lines of a query, and the position for a new one. */

const DECLARATION = /^[ \t]*PREFIX[ \t]+([\w.-]*):[ \t]*<([^<>"\s]*)>.*$/gim;
const PROLOGUE = /^[ \t]*(?:PREFIX|BASE)\b.*$/gim;
const COMMENTS = /^(?:[ \t]*(?:#.*)?\r?\n)*/;

export function declared(query: string): Map<string, string> {
  return new Map([...query.matchAll(DECLARATION)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

export interface Insertion {
  at: number;
  text: string;
}

/** The position for a PREFIX line: after the last one, or before the first words of the query. */
export function insertion(query: string, prefix: string, namespace: string): Insertion {
  const line = `PREFIX ${prefix}: <${namespace}>`;
  const last = [...query.matchAll(PROLOGUE)].at(-1);
  if (last) return { at: last.index + last[0].length, text: `\n${line}` };
  return { at: COMMENTS.exec(query)?.[0].length ?? 0, text: `${line}\n` };
}

// The ASCII characters of a local name without escapes (SPARQL 1.1, 19.8: PN_LOCAL).
const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;

export interface Name {
  text: string;
  /** The PREFIX line to add for the name, undefined if it exists. */
  needs?: [prefix: string, namespace: string];
}

/** Returns the form of an IRI in this query. */
export function nameOf(query: string, iri: string, prefix: string, namespace: string): Name {
  const local = iri.slice(namespace.length);
  if (!LOCAL.test(local)) return { text: `<${iri}>` };
  const known = declared(query);
  for (const [name, value] of known) if (value === namespace) return { text: `${name}:${local}` };
  if (known.has(prefix)) return { text: `<${iri}>` };
  return { text: `${prefix}:${local}`, needs: [prefix, namespace] };
}
