/** Ways to export a query: files from the server, a link, and code. */

import { button, chooser, html, save } from "./dom.ts";
import { endpoint, settings, word, type Format } from "./settings.ts";
import { SNIPPETS, type Shape } from "./snippets.ts";

// Some proxies and programs cut longer addresses.
const LONGEST = 6_000;

export function takeaway(query: string, shape: Shape): HTMLElement {
  return html("div", { class: "takeaway" }, downloads(query, shape), share(query), code(query, shape));
}

function downloads(query: string, shape: Shape): HTMLElement {
  const formats = settings.formats[shape === "graph" ? "graph" : "rows"].filter(([name]) => name !== "html");
  const items = formats.map((format) => html("li", {}, download(query, format)));
  if (shape === "rows") items.push(html("li", {}, download(query, ["csv", word("excel"), "csv"], true)));
  return html(
    "section",
    { "aria-label": word("download") },
    html("h3", {}, word("download")),
    html("ul", { class: "downloads inline" }, ...items),
  );
}

function download(query: string, [format, label, extension]: Format, bom = false): HTMLElement {
  const parameters = new URLSearchParams({ query, format, ...(bom ? { bom: "1" } : {}) });
  const address = `${endpoint}?${parameters}`;
  const name = `result.${extension}`;
  if (address.length <= LONGEST) return html("a", { href: address, download: name }, label);
  const ask = button(label, () => {
    void fetch(endpoint, { method: "POST", body: parameters })
      .then((reply) => (reply.ok ? reply.blob() : Promise.reject(new Error(String(reply.status)))))
      .then((content) => save(name, content))
      .catch(() => (ask.textContent = `${label} – ${word("no_download")}`));
  });
  return ask;
}

/** The address of the page with this query; browsers do not send the part after # to servers. */
export function shareAddress(query: string): string {
  const page = new URL(location.href);
  page.search = "";
  page.hash = new URLSearchParams({ query }).toString();
  return page.href;
}

export function sharedQuery(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("query");
}

function share(query: string): HTMLElement {
  const address = shareAddress(query);
  const field = html("input", { type: "text", id: "share-link", readonly: true, value: address });
  field.addEventListener("focus", () => field.select());
  const said = html("span", { role: "status", class: "small" });
  const whole = html(
    "details",
    {},
    html("summary", {}, word("share")),
    html(
      "div",
      { class: "share" },
      html("label", { for: "share-link", class: "hidden" }, word("share")),
      field,
      button(word("share_copy"), () => copy(address, field, said)),
      said,
    ),
  );
  if (address.length > LONGEST) whole.append(html("p", { class: "small" }, word("share_long")));
  return whole;
}

function code(query: string, shape: Shape): HTMLElement {
  const block = html("code");
  const said = html("span", { role: "status", class: "small" });
  const show = (name: string) => {
    const snippet = SNIPPETS.find((one) => one.name === name) ?? SNIPPETS[0];
    block.textContent = snippet?.write(endpoint, query, shape) ?? "";
  };
  const names = SNIPPETS.map(({ name }): [string, string] => [name, name]);
  const pre = html("pre", { class: "code-block", lang: "en", tabindex: 0, role: "region", "aria-label": word("code") }, block);
  show("curl");
  return html(
    "details",
    {},
    html("summary", {}, word("code")),
    html(
      "div",
      { class: "chosen" },
      chooser(word("code_language"), names, "curl", show),
      button(word("code_copy"), () => copy(block.textContent, pre, said)),
      said,
    ),
    pre,
  );
}

/** Copies a text and reports success: pages without https have no clipboard. */
function copy(text: string, from: HTMLElement, said: HTMLElement): void {
  const written = isSecureContext ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  written.then(
    () => (said.textContent = word("copied")),
    () => {
      said.textContent = word("not_copied");
      from.focus();
    },
  );
}
