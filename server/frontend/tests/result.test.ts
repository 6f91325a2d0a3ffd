import { describe, expect, it } from "vitest";
import { fromJson, fromTriples, numeric, numericColumns, plain, type RdfTerm } from "../source/result.ts";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const number = (value: string): RdfTerm => ({ type: "literal", value, datatype: INTEGER });
const json = (document: unknown) => fromJson(JSON.stringify(document));

describe("SPARQL JSON", () => {
  it("gives columns and rows in their order", () => {
    const rows = [{ b: number("2") }, { a: { type: "uri", value: "http://e/" } }];

    const found = json({ head: { vars: ["b", "a"] }, results: { bindings: rows } });

    expect(found.columns).toEqual(["b", "a"]);
    expect(found.rows).toEqual(rows);
    expect(found.truth).toBeUndefined();
  });

  it("gives the truth of an ASK", () => {
    expect(json({ head: {}, boolean: false }).truth).toBe(false);
  });
});

describe("N-Triples", () => {
  it("gives a row for each statement, with escapes read and commas kept", () => {
    const text = [
      '<http://e/s> <http://e/p> "a \\"quoted\\" line\\n\\u3042, \\U0001F600"@ja .',
      `_:b1 <http://e/p> "7"^^<${INTEGER}> .`,
    ].join("\n");

    const { rows } = fromTriples(text, ["s", "p", "o"]);

    expect(rows).toEqual([
      {
        s: { type: "uri", value: "http://e/s" },
        p: { type: "uri", value: "http://e/p" },
        o: { type: "literal", value: 'a "quoted" line\nあ, 😀', "xml:lang": "ja" },
      },
      { s: { type: "bnode", value: "b1" }, p: { type: "uri", value: "http://e/p" }, o: number("7") },
    ]);
  });

  it("gives no row for a line that is no statement", () => {
    expect(fromTriples("# a comment\n\n", ["s", "p", "o"]).rows).toEqual([]);
  });
});

describe("terms", () => {
  it("have their text, also one within another", () => {
    const subject: RdfTerm = { type: "bnode", value: "b" };
    const triple: RdfTerm = { type: "triple", value: { subject, predicate: { type: "uri", value: "p" }, object: number("1") } };

    expect([plain(undefined), plain(subject), plain(triple)]).toEqual(["", "_:b", "<< _:b p 1 >>"]);
  });

  it.each<[string, RdfTerm, number | undefined]>([
    ["an integer", number("12"), 12],
    ["a number without a numeric datatype", { type: "literal", value: "12" }, undefined],
    ["a text that claims to be a number", number("many"), undefined],
    ["an infinite number", number("Infinity"), undefined],
    ["an IRI", { type: "uri", value: "12" }, undefined],
  ])("that are %s have the value %o as a number", (_, term, value) => {
    expect(numeric(term)).toBe(value);
  });

  it("make a column of numbers only where every bound one is a number", () => {
    const rows = [{ a: number("1"), b: number("2") }, { b: { type: "literal", value: "x" } as RdfTerm }];

    expect(numericColumns({ shape: "rows", columns: ["a", "b", "c"], rows, raw: "" })).toEqual(["a"]);
  });
});
