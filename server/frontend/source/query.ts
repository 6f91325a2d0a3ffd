/** The query page: replaces the text area by an editor, and shows the result below it. */

import { button, html } from "./dom.ts";
import { edit, type Editor } from "./editor.ts";
import { filterExamples } from "./examples.ts";
import { correction, outcome, refusal } from "./outcome.ts";
import { ask, Refused, type Problem } from "./request.ts";
import { help, settings, word } from "./settings.ts";
import { load } from "./terms.ts";
import { sharedQuery } from "./takeaway.ts";

// The user's own text, stored for this tab only.
const DRAFT = "digigov-query";

function found<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`);
  return element;
}

function start(): void {
  const form = found("ask", HTMLFormElement);
  const area = found("query", HTMLTextAreaElement);
  const given = area.value;
  const stop = button(word("stop"), () => running?.abort(), { hidden: true });
  const status = html("span", { role: "status", class: "soft small" });
  let running: AbortController | undefined;

  const shared = sharedQuery();
  const isBare = !location.search && shared === null;
  const draft = sessionStorage.getItem(DRAFT);
  area.value = shared ?? (isBare ? (draft ?? given) : given);

  const editor: Editor = edit(area, () => void run());
  document.body.classList.add("editing");
  found("run", HTMLElement).after(stop, status);
  form.after(html("p", { class: "small soft" }, help()));
  if (draft !== null && draft !== editor.text()) offer(draft);
  filterExamples(found("example-search", HTMLElement), document.querySelector<HTMLElement>(".examples") as HTMLElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  window.addEventListener("hashchange", () => {
    const sent = sharedQuery();
    if (sent !== null && sent !== editor.text()) editor.replace(sent);
  });
  window.addEventListener("pagehide", () => {
    if (editor.text() !== given) sessionStorage.setItem(DRAFT, editor.text());
  });
  // Load the terms now: they are small, and needed at the first key press.
  void load(settings.terms);
  if (settings.example && shared === null) void run();

  function offer(text: string): void {
    const back = button(word("restore"), () => {
      editor.replace(text);
      back.remove();
      editor.focus();
    });
    status.after(back);
  }

  async function run(): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    const query = editor.text();
    editor.unmark();
    const hint = query === given ? settings.chart : [];
    stop.hidden = false;
    status.classList.remove("hidden");
    status.textContent = word("running");
    const region = found("outcome", HTMLElement);
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(query, own.signal);
      region.replaceChildren(...outcome(answer, query, hint));
      // For screen readers; the visible text is above the result.
      status.classList.add("hidden");
      status.textContent = found("told", HTMLElement).textContent;
    } catch (error) {
      if (running !== own) return;
      region.replaceChildren(...told(error));
      status.textContent = "";
    } finally {
      if (running === own) {
        stop.hidden = true;
        region.removeAttribute("aria-busy");
        running = undefined;
      }
    }
  }

  function told(error: unknown): HTMLElement[] {
    if (error instanceof DOMException && error.name === "AbortError") return [html("p", {}, word("stopped"))];
    if (!(error instanceof Refused)) return [refusal({ title: word("network"), detail: "" })];
    const { problem } = error;
    if (problem.line !== undefined) {
      editor.mark({ line: problem.line, column: problem.column ?? 1, message: problem.detail });
    }
    return [refusal(problem, missing(problem) ?? correction(editor.text(), problem, correct))];
  }

  /** An undoable change. */
  function correct(text: string): void {
    editor.replace(text);
    editor.focus();
    void run();
  }

  /** A button that adds a missing PREFIX line; the query changes only when it is pressed. */
  function missing({ prefix, declaration }: Problem): HTMLElement | null {
    const namespace = /<([^<>…]+)>$/.exec(declaration ?? "")?.[1];
    if (prefix === undefined || namespace === undefined) return null;
    return button(word("declare", { declaration: declaration ?? "" }), () => {
      editor.declare(prefix, namespace);
      editor.focus();
      void run();
    });
  }
}

start();
