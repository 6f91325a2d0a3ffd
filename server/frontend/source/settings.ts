/** The settings of the page: a block of JSON from the server. */

export interface Settings {
  language: "ja" | "en";
  base: string;
  pages: string;
  endpoint: string;
  terms: string;
  prefixes: Record<string, string>;
  example: string;
  chart: string[];
  formats: { rows: Format[]; graph: Format[] };
  words: Record<string, string>;
}

/** Name, label and extension. */
export type Format = [string, string, string];

export const settings: Settings = JSON.parse(document.getElementById("settings")?.textContent ?? "{}") as Settings;

export const endpoint = new URL(settings.endpoint, location.href).href;

/** A message in the language of the page, `{name}` replaced by its value. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  const text = settings.words[key];
  if (text === undefined) throw new Error(`no message ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The help text with the key of this system (⌘ on a Mac). */
export function help(): string {
  return word("help", { run: /Mac|iP(?:hone|ad|od)/.test(navigator.userAgent) ? "⌘+Enter" : "Ctrl+Enter" });
}

export function number(value: number): string {
  return value.toLocaleString(settings.language, { maximumFractionDigits: 2 });
}
