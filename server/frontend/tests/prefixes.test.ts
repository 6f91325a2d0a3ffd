import { describe, expect, it } from "vitest";
import { declared, insertion, nameOf } from "../source/prefixes.ts";

const DG = "https://data.example/ontology#";

/** The query with the line that `insertion` gives. */
function inserted(query: string): string {
  const { at, text } = insertion(query, "dg", DG);
  return query.slice(0, at) + text + query.slice(at);
}

describe("a PREFIX line", () => {
  it("is read in any case and indentation, also the empty prefix", () => {
    const found = declared("prefix dg: <http://a/>\n  PREFIX : <http://b/>\nSELECT * {}");

    expect([...found]).toEqual([["dg", "http://a/"], ["", "http://b/"]]);
  });

  it("goes after the last declaration", () => {
    expect(inserted("BASE <http://b/>\nPREFIX a: <http://a/>\nASK {}")).toBe(
      `BASE <http://b/>\nPREFIX a: <http://a/>\nPREFIX dg: <${DG}>\nASK {}`,
    );
  });

  it("goes before the first words of a query that declares nothing, after its comments", () => {
    expect(inserted("# Why?\n\nASK {}")).toBe(`# Why?\n\nPREFIX dg: <${DG}>\nASK {}`);
  });
});

describe("the name of an IRI", () => {
  it("uses the prefix that the query has for the namespace", () => {
    expect(nameOf(`PREFIX x: <${DG}>`, `${DG}Entry`, "dg", DG)).toEqual({ text: "x:Entry" });
  });

  it("says which declaration it needs", () => {
    expect(nameOf("ASK {}", `${DG}Entry`, "dg", DG)).toEqual({ text: "dg:Entry", needs: ["dg", DG] });
  });

  it.each([
    ["the prefix stands for another namespace", "PREFIX dg: <http://other/>", `${DG}Entry`],
    ["the local name would need an escape", "", `${DG}a/b`],
    ["the local name ends in a dot", "", `${DG}a.`],
  ])("is the whole IRI where %s", (_, query, iri) => {
    expect(nameOf(query, iri, "dg", DG)).toEqual({ text: `<${iri}>` });
  });
});
