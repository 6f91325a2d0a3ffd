/** The query as code in the languages that researchers use. */

/** The kind of result: a table, a graph, or a boolean. */
export type Shape = "rows" | "graph" | "truth";

export interface Snippet {
  name: string;
  write(endpoint: string, query: string, shape: Shape): string;
}

const python = (query: string) => `"""\\\n${query.trim().replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}\n"""`;

/** A delimiter for a here-document: a word that is not a line of the query. */
function ending(query: string): string {
  let word = "SPARQL";
  while (query.split("\n").includes(word)) word += "_";
  return word;
}

/** The dashes for an R raw string: more than the query has after a bracket. */
function raw(query: string): string {
  let dashes = "";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${query})${dashes}"`;
}

const LAST_LINES: Record<Shape, string> = {
  rows: `const { results } = await reply.json();
const values = (row) => Object.entries(row).map(([name, term]) => [name, term.value]);
console.table(results.bindings.map((row) => Object.fromEntries(values(row))));`,
  graph: "console.log(await reply.text());",
  truth: "console.log((await reply.json()).boolean);",
};

export const SNIPPETS: Snippet[] = [
  {
    name: "curl",
    write: (endpoint, query, shape) =>
      `curl -sS -H 'Accept: ${shape === "graph" ? "text/turtle" : "text/csv"}' --data-urlencode query@- '${endpoint}' <<'${ending(query)}'\n${query.trim()}\n${ending(query)}\n`,
  },
  {
    name: "Python (SPARQLWrapper)",
    write: (endpoint, query, shape) =>
      `from SPARQLWrapper import ${shape === "graph" ? "TURTLE" : "JSON"}, SPARQLWrapper

endpoint = SPARQLWrapper("${endpoint}")
endpoint.setQuery(${python(query)})
endpoint.setMethod("POST")
endpoint.setReturnFormat(${shape === "graph" ? "TURTLE" : "JSON"})
${
  shape === "graph"
    ? 'print(endpoint.query().convert().decode())\n'
    : `result = endpoint.queryAndConvert()
for row in result.get("results", {}).get("bindings", [result.get("boolean")]):
    print(row)
`
}`,
  },
  {
    name: "Python (pandas)",
    write: (endpoint, query, shape) =>
      shape === "graph"
        ? `# A graph is no table: rdflib reads it.
from urllib.parse import urlencode
from urllib.request import urlopen

import rdflib

query = ${python(query)}
form = urlencode({"query": query, "format": "turtle"}).encode()
graph = rdflib.Graph().parse(data=urlopen("${endpoint}", form).read(), format="turtle")
print(len(graph))
`
        : shape === "truth"
          ? `# Yes or no is no table: pandas is not needed.
from urllib.parse import urlencode
from urllib.request import urlopen

query = ${python(query)}
form = urlencode({"query": query, "format": "csv"}).encode()
print(urlopen("${endpoint}", form).read().strip() == b"true")
`
          : `from urllib.parse import urlencode
from urllib.request import urlopen

import pandas as pd

query = ${python(query)}
form = urlencode({"query": query, "format": "csv"}).encode()
table = pd.read_csv(urlopen("${endpoint}", form))
print(table)
`,
  },
  {
    name: "R",
    write: (endpoint, query, shape) =>
      `library(httr2)

query <- ${raw(query.trim())}
reply <- request("${endpoint}") |>
  req_headers(Accept = "${shape === "graph" ? "text/turtle" : "text/csv"}") |>
  req_body_form(query = query) |>
  req_perform()
${shape !== "rows" ? "cat(resp_body_string(reply))\n" : "table <- read.csv(text = resp_body_string(reply))\nprint(table)\n"}`,
  },
  {
    name: "JavaScript",
    write: (endpoint, query, shape) =>
      `const query = \`${query.trim().replace(/[\\`]|\$\{/g, "\\$&")}\`;
const reply = await fetch("${endpoint}", {
  method: "POST",
  headers: { Accept: "${shape === "graph" ? "text/turtle" : "application/sparql-results+json"}" },
  body: new URLSearchParams({ query }),
});
${LAST_LINES[shape]}
`,
  },
];
