/** Makes elements without parsing markup, so that texts and attributes cannot run as code. */

type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | undefined>;

const SVG = "http://www.w3.org/2000/svg";

function filled<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child != null));
  return element;
}

export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(name), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

export function button(text: string, action: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = html("button", { type: "button", class: "quiet", ...attributes }, text);
  element.addEventListener("click", action);
  return element;
}

/** A select with its label; `choices` are values with their texts. */
export function chooser(
  label: string,
  choices: [string, string][],
  chosen: string,
  action: (value: string) => void,
): HTMLElement {
  const id = `choice-${++count}`;
  const select = html(
    "select",
    { id },
    ...choices.map(([value, text]) => html("option", { value, selected: value === chosen }, text)),
  );
  select.addEventListener("change", () => action(select.value));
  return html("div", {}, html("label", { for: id }, label), select);
}

let count = 0;

/** Saves a text as a file. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
