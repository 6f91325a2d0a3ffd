import { describe, expect, it } from "vitest";
import { folded, indexed, matching, type Term } from "../source/terms.ts";

const term = (local: string, ja: string, en: string, ...spellings: string[]): Term => ({
  iri: `http://e/${local}`,
  kind: "concept",
  prefix: "e",
  namespace: "http://e/",
  ja,
  en,
  spellings,
});
const ENTRIES = indexed([
  term("chatbot", "チャットボット", "Chatbot", "自動応答"),
  term("ai", "人工知能", "Artificial intelligence", "AI"),
  term("ai-ocr", "AI-OCR", "AI-OCR"),
]);
const found = (text: string) => matching(ENTRIES, text, 10).map((one) => one.iri);

describe("terms", () => {
  it.each(["ＲＰＡ", "rpa", "RPA", "ｒｐａ"])("fold %s to rpa", (text) => {
    expect(folded(text)).toBe("rpa");
  });

  it.each(["チャット", "ﾁｬｯﾄ", "ちゃっと", "chat", "自動応答", "e:chatbot"])("are found by %s", (text) => {
    expect(found(text)).toEqual(["http://e/chatbot"]);
  });

  it("put a label before a spelling, and a whole name before its part", () => {
    expect(found("ai")).toEqual(["http://e/ai", "http://e/ai-ocr"]);
    expect(found("AI-OCR")).toEqual(["http://e/ai-ocr"]);
  });

  it("are no more than was asked for", () => {
    expect(matching(ENTRIES, "a", 1)).toHaveLength(1);
    expect(found("nothing of the kind")).toEqual([]);
  });
});
