import { describe, expect, it } from "vitest";
import { ask, Refused } from "../source/request.ts";

function answering(status: number, body: string, headers: Record<string, string> = {}): void {
  globalThis.fetch = () => Promise.resolve(new Response(body, { status, headers }));
}
const refusal = (query: string) => ask(query).then(() => undefined, (error: unknown) => error as Refused);

describe("the endpoint's answer", () => {
  it("is a table with the time of its evaluation", async () => {
    const body = '{"head":{"vars":["a"]},"results":{"bindings":[]}}';
    answering(200, body, { "Content-Type": "application/sparql-results+json", "Server-Timing": "wait;dur=1, evaluate;dur=2.5" });

    const answer = await ask("SELECT ?a {}");

    expect([answer.result.columns, answer.evaluated]).toEqual([["a"], 2.5]);
  });

  it("is a graph of statements, and was not evaluated where nothing says so", async () => {
    answering(200, "<http://e/s> <http://e/p> <http://e/o> .\n", { "Content-Type": "application/n-triples" });

    const answer = await ask("DESCRIBE <http://e/s>");

    expect([answer.result.rows.length, answer.evaluated]).toEqual([1, undefined]);
    expect(answer.result.columns).toEqual(["subject", "predicate", "object"]);
  });

  it("names the terms that the data do not have, each with those most like it", async () => {
    const body = '{"head":{"vars":["a"]},"results":{"bindings":[]}}';
    const field = '"dg:useTechnology";near="dg:usesTechnology dg:concernsTechnology", "dg:x";near=""';
    answering(200, body, { "Content-Type": "application/sparql-results+json", "Query-Unknown-Terms": field });

    expect((await ask("SELECT ?a {}")).unknown).toEqual([
      { term: "dg:useTechnology", near: ["dg:usesTechnology", "dg:concernsTechnology"] },
      { term: "dg:x", near: [] },
    ]);
  });

  it("that refuses has the server's problem", async () => {
    answering(400, '{"title":"Broken","detail":"expected }","line":2}');

    expect((await refusal("ASK"))?.problem).toEqual({ title: "Broken", detail: "expected }", line: 2 });
  });

  it("of a proxy is no problem document: its status is said, its HTML is not shown", async () => {
    answering(502, "<html>Bad gateway</html>");

    expect((await refusal("ASK"))?.problem).toEqual({ title: "failed with 502", detail: "" });
  });
});
