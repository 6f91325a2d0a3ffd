import { describe, expect, it } from "vitest";
import { correction } from "../source/outcome.ts";

const faulty = "SELECT ?a, ?b\nWHERE {\n  ?a ?p ?b\n}";
const corrected = "SELECT ?a ?b\nWHERE {\n  ?a ?p ?b\n}";
const problem = { title: "Broken", detail: "a comma" };

describe("a correction", () => {
  it("shows the lines that change, and is used when its button is pressed, not before", () => {
    const used: string[] = [];
    const offered = correction(faulty, { ...problem, suggestion: corrected }, (text) => used.push(text));

    expect(offered?.querySelector("pre")?.textContent).toBe("SELECT ?a ?b");
    expect(used).toEqual([]);
    offered?.querySelector("button")?.click();
    expect(used).toEqual([corrected]);
  });

  it("shows lines that are added at the end", () => {
    const offered = correction("SELECT ?a {\n}", { ...problem, suggestion: "SELECT ?a {\n}\nGROUP BY ?a" }, () => undefined);

    expect(offered?.querySelector("pre")?.textContent).toBe("}\nGROUP BY ?a");
  });

  it("is not offered where the server has none", () => {
    expect(correction(faulty, problem, () => undefined)).toBeNull();
  });
});
