/** The query as code, for the languages in which researchers work. */

export interface Snippet {
  name: string;
  write(endpoint: string, query: string, isGraph: boolean): string;
}

const COMMENT = /<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g;

/** Whether a query answers with a graph: its first word after the prologue says so. */
export function asksForGraph(query: string): boolean {
  const words = query.replace(COMMENT, (found) => (found.startsWith("#") ? " " : '""'));
  return /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(words)?.[1]?.match(/^[CD]/i) != null;
}

const python = (query: string) => `"""\\\n${query.trim().replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}\n"""`;

export const SNIPPETS: Snippet[] = [
  {
    name: "curl",
    write: (endpoint, query, isGraph) =>
      `curl -sS -H 'Accept: ${isGraph ? "text/turtle" : "text/csv"}' --data-urlencode query@- '${endpoint}' <<'SPARQL'\n${query.trim()}\nSPARQL\n`,
  },
  {
    name: "Python (SPARQLWrapper)",
    write: (endpoint, query, isGraph) =>
      `from SPARQLWrapper import ${isGraph ? "TURTLE" : "JSON"}, SPARQLWrapper

endpoint = SPARQLWrapper("${endpoint}")
endpoint.setQuery(${python(query)})
endpoint.setMethod("POST")
endpoint.setReturnFormat(${isGraph ? "TURTLE" : "JSON"})
${
  isGraph
    ? 'print(endpoint.query().convert().decode())\n'
    : `result = endpoint.queryAndConvert()
for row in result.get("results", {}).get("bindings", [result.get("boolean")]):
    print(row)
`
}`,
  },
  {
    name: "Python (pandas)",
    write: (endpoint, query, isGraph) =>
      isGraph
        ? `# A graph is no table: rdflib reads it.
from urllib.parse import urlencode
import rdflib

query = ${python(query)}
graph = rdflib.Graph()
graph.parse("${endpoint}?" + urlencode({"query": query, "format": "turtle"}), format="turtle")
print(len(graph))
`
        : `from urllib.parse import urlencode
import pandas as pd

query = ${python(query)}
table = pd.read_csv("${endpoint}?" + urlencode({"query": query, "format": "csv"}))
print(table)
`,
  },
  {
    name: "R",
    write: (endpoint, query, isGraph) =>
      `library(httr2)

query <- r"---(${query.trim()})---"
reply <- request("${endpoint}") |>
  req_headers(Accept = "${isGraph ? "text/turtle" : "text/csv"}") |>
  req_body_form(query = query) |>
  req_perform()
${isGraph ? "cat(resp_body_string(reply))\n" : "table <- read.csv(text = resp_body_string(reply))\nprint(table)\n"}`,
  },
  {
    name: "JavaScript",
    write: (endpoint, query, isGraph) =>
      `const query = \`${query.trim().replace(/[\\`]|\$\{/g, "\\$&")}\`;
const reply = await fetch("${endpoint}", {
  method: "POST",
  headers: { Accept: "${isGraph ? "text/turtle" : "application/sparql-results+json"}" },
  body: new URLSearchParams({ query }),
});
${isGraph ? "console.log(await reply.text());" : "const result = await reply.json();\nconsole.table(result.results?.bindings ?? result.boolean);"}
`,
  },
];
