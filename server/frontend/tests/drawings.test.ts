import { describe, expect, it } from "vitest";
import { chart, suggested } from "../source/chart.ts";
import { map, placeColumns } from "../source/map.ts";
import type { RdfTerm, Result } from "../source/result.ts";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const text = (value: string): RdfTerm => ({ type: "literal", value });
const number = (value: number): RdfTerm => ({ type: "literal", value: String(value), datatype: INTEGER });
const result = (columns: string[], rows: Result["rows"]): Result => ({ shape: "rows", columns, rows, raw: "" });

const COUNTS = result(
  ["iri", "name", "n"],
  [
    { iri: { type: "uri", value: "http://e/a" }, name: text("Aomori"), n: number(3) },
    { iri: { type: "uri", value: "http://e/b" }, name: text("Iwate"), n: number(7) },
  ],
);

describe("a chart", () => {
  it("is of words against the last column of numbers, where nothing is asked for", () => {
    expect(suggested(COUNTS, [])).toEqual({ kind: "bar", x: "name", y: "n", by: "" });
  });

  it("is the one that is asked for, where its columns are there", () => {
    expect(suggested(COUNTS, ["line", "iri", "n", "name"])).toEqual({ kind: "line", x: "iri", y: "n", by: "name" });
    expect(suggested(COUNTS, ["line", "gone", "n"])?.x).toBe("name");
  });

  it("is none of a result without numbers", () => {
    expect(suggested(result(["a"], [{ a: text("x") }]), [])).toBeNull();
  });

  it("says in words what is most and least", () => {
    expect(chart(COUNTS, []).querySelector("svg")?.getAttribute("aria-label")).toBe("Iwate has 7, Aomori has 3");
  });

  it("says that it leaves out categories after the eightieth", () => {
    const rows = Array.from({ length: 81 }, (_, index) => ({ name: text(`n${index}`), n: number(index) }));

    expect(chart(result(["name", "n"], rows), []).textContent).toContain("the first 80");
  });
});

describe("a map", () => {
  it("needs columns that are named latitude and longitude", () => {
    const rows = [{ lat: text("35"), long: text("139") }];

    expect(placeColumns(result(["lat", "long"], rows))).toEqual({ latitude: "lat", longitude: "long" });
    expect(placeColumns(result(["x", "y"], rows))).toBeNull();
    expect(placeColumns(result(["lat", "long"], []))).toBeNull();
  });

  it("draws the places that are on the earth, and counts only these", () => {
    const rows = [
      { lat: text("35.7"), long: text("139.7"), name: text("Tokyo") },
      { lat: text("200"), long: text("0"), name: text("nowhere") },
      { lat: text(""), long: text(""), name: text("unknown") },
    ];

    const drawn = map(result(["lat", "long", "name"], rows), { latitude: "lat", longitude: "long" });

    expect(drawn.querySelectorAll("circle")).toHaveLength(1);
    expect(drawn.textContent).toContain("1 places");
  });
});
