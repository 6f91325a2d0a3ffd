/** The page that the script finds: the block of settings, as the server writes it. */

const texts: Record<string, string> = Object.fromEntries(
  [
    ...["subject", "predicate", "object", "labels", "previous", "next", "pages", "table", "sort", "chart_none"],
    ...["chart_kind", "chart_x", "chart_y", "chart_by", "chart_save", "chart_bar", "chart_line", "chart_scatter"],
    ...["chart_empty", "chart_others", "find_example", "no_example", "results", "yes", "no", "raw", "views", "nothing"],
    ...["suggestion", "correct", "alias_in_having"],
  ].map((name) => [name, name]),
);
const settings = {
  language: "en",
  base: "https://data.example/",
  pages: "/en/",
  endpoint: "/sparql",
  terms: "/terms",
  prefixes: { dg: "https://data.example/ontology#" },
  example: "",
  chart: [],
  formats: { rows: [["csv", "CSV", "csv"]], graph: [["turtle", "Turtle", "ttl"]] },
  words: {
    ...texts,
    where: "{first}–{last} of {total}",
    chart_text: "{top} has {most}, {bottom} has {least}",
    chart_cut: "the first {count}",
    map_text: "{count} places. {value}",
    failed: "failed with {status}",
    help: "press {run}",
  },
};
document.body.innerHTML = '<script type="application/json" id="settings"></script><div id="outcome"></div>';
(document.getElementById("settings") as HTMLElement).textContent = JSON.stringify(settings);
