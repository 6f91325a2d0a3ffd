/** A field that filters the list of examples. */

import { html } from "./dom.ts";
import { word } from "./settings.ts";
import { folded } from "./terms.ts";

export function filterExamples(container: HTMLElement, list: HTMLElement): void {
  const field = html("input", { type: "search", id: "example-filter", autocomplete: "off" });
  const none = html("p", { class: "small", role: "status" });
  container.append(html("label", { for: "example-filter" }, word("find_example")), field, none);
  const groups = [...list.querySelectorAll("details")];
  const open = new Map(groups.map((group) => [group, group.open]));
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const group of groups) {
      let any = false;
      for (const item of group.querySelectorAll("li")) {
        const text = folded(`${item.textContent} ${item.querySelector("a")?.title ?? ""}`);
        item.hidden = !words.every((one) => text.includes(one));
        any ||= !item.hidden;
        if (!item.hidden) found++;
      }
      group.hidden = !any;
      group.open = words.length ? any : (open.get(group) ?? false);
    }
    none.textContent = found ? "" : word("no_example");
  });
}
