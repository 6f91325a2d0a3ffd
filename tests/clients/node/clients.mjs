// Queries an endpoint with Comunica and with fetch-sparql-endpoint; exits with 1 if a result is wrong.
import assert from "node:assert/strict";
import { QueryEngine } from "@comunica/query-sparql";
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const endpoint = process.argv[2];
const labels = `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY STR(?label)`;
const expected = ["Tokyo", "a kanji IRI", "a percent-encoded IRI", "東京都"];
const about = "<http://example.org/a>";

async function all(stream) {
  const found = [];
  for await (const item of stream) found.push(item);
  return found;
}

const checks = {
  async "fetch-sparql-endpoint selects"() {
    for (const method of ["GET", "POST"]) {
      const fetcher = new SparqlEndpointFetcher({ method });
      const rows = await all(await fetcher.fetchBindings(endpoint, labels));
      assert.deepEqual(rows.map((row) => row.label.value), expected);
    }
  },
  async "fetch-sparql-endpoint asks"() {
    assert.equal(await new SparqlEndpointFetcher().fetchAsk(endpoint, `ASK { ${about} ?p ?o }`), true);
  },
  async "fetch-sparql-endpoint constructs"() {
    const query = `CONSTRUCT WHERE { ${about} ?p ?o }`;
    const triples = await all(await new SparqlEndpointFetcher().fetchTriples(endpoint, query));
    assert.equal(triples.length, 5);
  },
  async "fetch-sparql-endpoint reports a bad query"() {
    await assert.rejects(new SparqlEndpointFetcher().fetchBindings(endpoint, "SELECT * { ?s ?p"));
  },
  async "Comunica recognises the endpoint and selects"() {
    const rows = await (await new QueryEngine().queryBindings(labels, { sources: [endpoint] })).toArray();
    assert.deepEqual(rows.map((row) => row.get("label").value), expected);
  },
  async "Comunica selects from a source declared as SPARQL"() {
    const sources = [{ type: "sparql", value: endpoint }];
    const rows = await (await new QueryEngine().queryBindings(labels, { sources })).toArray();
    assert.deepEqual(rows.map((row) => row.get("label").value), expected);
  },
  async "Comunica constructs"() {
    const query = `CONSTRUCT WHERE { ${about} ?p ?o }`;
    const quads = await (await new QueryEngine().queryQuads(query, { sources: [endpoint] })).toArray();
    assert.equal(quads.length, 5);
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`ok ${name}`);
}
