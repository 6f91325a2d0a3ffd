import { beforeEach, describe, expect, it } from "vitest";
import type { RdfTerm, Result } from "../source/result.ts";
import { table } from "../source/table.ts";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const text = (value: string): RdfTerm => ({ type: "literal", value });
const number = (value: number): RdfTerm => ({ type: "literal", value: String(value), datatype: INTEGER });

function drawn(rows: Result["rows"], columns = ["name"]): HTMLElement {
  const whole = table({ shape: "rows", columns, rows, raw: "" });
  document.body.replaceChildren(whole);
  return whole;
}
const cells = (whole: HTMLElement) => [...whole.querySelectorAll("td")].map((cell) => cell.textContent);
const press = (whole: HTMLElement, at: string) => { whole.querySelector<HTMLElement>(`[data-at="${at}"]`)?.click(); };

describe("a table", () => {
  let whole: HTMLElement;

  describe("of numbers, words and gaps", () => {
    beforeEach(() => {
      whole = drawn([{ name: text("b") }, {}, { name: number(10) }, { name: number(9) }, { name: text("a") }]);
    });

    it("sorts numbers by value before words, and puts what is not bound last", () => {
      press(whole, "sort name");
      expect(cells(whole)).toEqual(["9", "10", "a", "b", ""]);
    });

    it("sorts downwards on the second press, with gaps still last", () => {
      press(whole, "sort name");
      press(whole, "sort name");
      expect(cells(whole)).toEqual(["10", "9", "b", "a", ""]);
      expect(whole.querySelector("th")?.getAttribute("aria-sort")).toBe("descending");
    });

    it("gives back the order of the query on the third", () => {
      for (let times = 0; times < 3; times++) press(whole, "sort name");
      expect(cells(whole)).toEqual(["b", "", "10", "9", "a"]);
    });
  });

  it("shows a hundred rows at a time and says where it is", () => {
    whole = drawn(Array.from({ length: 150 }, (_, index) => ({ name: text(String(index)) })));
    expect(cells(whole)).toHaveLength(100);

    press(whole, "next");

    expect(cells(whole)).toHaveLength(50);
    expect(whole.textContent).toContain("101–150 of 150");
  });

  it("offers no sorting of a single row", () => {
    expect(drawn([{ name: text("a") }]).querySelector("button")).toBeNull();
  });

  it("links only to the web", async () => {
    globalThis.fetch = () => Promise.reject(new Error("no network"));
    whole = drawn([{ name: { type: "uri", value: "javascript:alert(1)" } }, { name: { type: "uri", value: "https://data.example/id/entry/1-1" } }]);
    await expect.poll(() => cells(whole)).toHaveLength(2);

    expect([...whole.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["/en/id/entry/1-1"]);
  });
});
