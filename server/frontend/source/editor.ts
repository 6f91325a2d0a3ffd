/** The editor: CodeMirror in a shadow root, so that its styles need no style element. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { complete } from "./completion.ts";
import { html } from "./dom.ts";
import { insertion } from "./prefixes.ts";
import { help, word } from "./settings.ts";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--stated)", fontWeight: "600" },
  // Lines may break before a variable, but not after its question mark.
  { tag: tags.variableName, color: "var(--linked)", whiteSpace: "nowrap" },
  { tag: tags.string, color: "var(--reference)" },
  { tag: [tags.number, tags.bool, tags.integer, tags.float], color: "var(--reference)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--derived)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", maxHeight: "60vh" },
  ".cm-content, .cm-gutter": { minHeight: "20rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunken) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--step-1)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--step-2)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--ink-soft)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", maxHeight: "16rem", maxWidth: "min(38rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.3rem 0.6rem", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--band)", color: "var(--band-ink)" },
  ".cm-completionDetail": { fontStyle: "normal", fontSize: "0.8em", marginLeft: "0.75em", opacity: "0.9" },
  ".cm-completionMatchedText": { textDecoration: "none" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--accent) 2px" },
  ".cm-diagnostic": { borderLeftColor: "var(--accent)" },
});

export interface QueryError {
  line: number;
  column: number;
  message: string;
}

export interface Editor {
  text(): string;
  replace(text: string): void;
  mark(error: QueryError): void;
  unmark(): void;
  /** Adds a PREFIX line as an undoable change. */
  declare(prefix: string, namespace: string): void;
  focus(): void;
}

/** Replaces the text area by an editor; the text area is kept in sync for the form. */
export function edit(area: HTMLTextAreaElement, run: () => void): Editor {
  const host = html("div", { class: "code-host" });
  area.after(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    doc: area.value,
    root,
    parent: root,
    extensions: [
      keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      highlightActiveLine(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      SparqlLanguage,
      SparqlLanguage.data.of({ commentTokens: { line: "#" } }),
      syntaxHighlighting(colours),
      autocompletion({ override: [complete], icons: false, activateOnTypingDelay: 60 }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ "aria-label": word("label"), "aria-describedby": "query-help", spellcheck: "false" }),
      EditorView.domEventHandlers({ beforeinput: replaceByHand, compositionstart: makeRoom }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = update.state.doc.toString();
      }),
      look,
    ],
  });
  root.append(html("p", { id: "query-help", hidden: true }, help()));
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (error) => mark(view, error),
    unmark: () => view.dispatch(setDiagnostics(view.state, [])),
    declare: (prefix, namespace) => {
      const line = insertion(view.state.doc.toString(), prefix, namespace);
      view.dispatch({ changes: { from: line.at, insert: line.text }, userEvent: "input", scrollIntoView: true });
    },
    focus: () => view.focus(),
  };
}

/**
 * Browsers keep the style of what is typed over, in a style attribute that the page's policy forbids:
 * so what is selected goes first.
 */
function replaceByHand(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || event.data === null || event.isComposing) return false;
  if (view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  return true;
}

function makeRoom(_event: Event, view: EditorView): boolean {
  if (!view.state.selection.main.empty) view.dispatch(view.state.replaceSelection(""));
  return false;
}

/** Underlines a position; line and column (in code points) count from 1. */
function mark(view: EditorView, error: QueryError): void {
  const line = view.state.doc.line(Math.min(Math.max(error.line, 1), view.state.doc.lines));
  const offset = [...line.text].slice(0, error.column - 1).join("").length;
  const from = Math.min(line.from + offset, line.to);
  const word = /^[\p{L}\p{N}_?$:-]+/u.exec(line.text.slice(from - line.from))?.[0] ?? "";
  const to = Math.min(from + Math.max(word.length, 1), view.state.doc.length);
  const start = from === to ? Math.max(from - 1, 0) : from;
  view.dispatch(setDiagnostics(view.state, [{ from: start, to, severity: "error", message: error.message }]));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
}
