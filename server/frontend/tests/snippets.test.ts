import { describe, expect, it } from "vitest";
import { SNIPPETS } from "../source/snippets.ts";

const ENDPOINT = "https://data.example/sparql";
const written = (name: string, query: string, shape: "rows" | "graph" | "truth" = "rows") =>
  SNIPPETS.find((one) => one.name === name)?.write(ENDPOINT, query, shape) ?? "";

describe("code for a query", () => {
  it.each(SNIPPETS.map((one) => one.name))("in %s names the endpoint for every kind of result", (name) => {
    for (const shape of ["rows", "graph", "truth"] as const) expect(written(name, "ASK {}", shape)).toContain(ENDPOINT);
  });

  it("in curl ends its text with a word that no line of the query is", () => {
    expect(written("curl", "ASK {}\nSPARQL\nSPARQL_")).toMatch(/<<'SPARQL__'\n[^]*\nSPARQL__\n$/);
  });

  it("in Python escapes what would end its text", () => {
    expect(written("Python (pandas)", 'ASK { ?s ?p """a\\b""" }')).toContain('\\"\\"\\"a\\\\b\\"\\"\\"');
  });

  it("in R uses a raw text that the query cannot end", () => {
    expect(written("R", 'ASK { FILTER(?x = ")") } # )-"')).toMatch(/r"--\([^]*\)--"/);
  });

  it("in JavaScript escapes what a template would read", () => {
    expect(written("JavaScript", "ASK { ?s ?p '`${x}`' }")).toContain("'\\`\\${x}\\`'");
  });
});
