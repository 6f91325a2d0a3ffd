"""Writes the computed parts of the cookbook: queries, tables, charts, and the notebook.

    python docs/cookbook.py build/dataset

The texts are those of the findings (`server/findings/texts.toml`), which are also pages of the
site. The result of the example query NAME is between `<!-- NAME -->` and `<!-- / -->`.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from cookbook_notebook import BLOCK, MOST_BARS, MOST_ROWS, notebook

from server.charts.drawing.figures import (
    Bar,
    LinkedName,
    Matrix,
    MatrixCell,
    draw_bars,
    draw_matrix,
)
from server.charts.drawing.svg import Drawing, Imprint, document
from server.editor.examples import Example
from server.engine import LocalDataset, Row
from server.engine.row_values import text_in
from server.findings.book import PublishedFinding, load_findings
from server.findings.values import Results, example_named
from server.http.language import Language
from server.site.site import Site

FOLDER = Path(__file__).parent
PAGES = {Language.EN: "cookbook.md", Language.JA: "cookbook.ja.md"}
NOTEBOOK = "cookbook.ipynb"

_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_WIDTH = 460
_ROWS = {
    Language.EN: ("{all} rows.", "The first {some} of {all} rows."),
    Language.JA: ("全 {all} 行。", "全 {all} 行のうち最初の {some} 行。"),
}
_OPEN = {Language.EN: "Open in the editor", Language.JA: "エディターで開く"}
_SOURCE = {
    Language.EN: "Source: National Governors' Association, survey of 2020; digigov.",
    Language.JA: "出典：全国知事会の調査（2020年）、digigov。",
}
# The title of a chart's numbers, by the columns of its table.
_KEY = {
    Language.EN: ("Numbers: {value}. ", "Rows: {name}; columns: {series}; numbers: {value}. "),
    Language.JA: ("数字：{value}。", "行：{name}、列：{series}、数字：{value}。"),
}
_HEADS = {
    Language.EN: """\
# Cookbook: thirteen questions to the prefectures

Each question with its answer, its queries, a chart, and what the answer does not say. The same are
pages of the site (`/en/findings`), and the queries are among the examples of the query page
(`/query`). `make cookbook` writes this file from `server/findings/texts.toml` and the graph. The
same as a notebook: [cookbook.ipynb](cookbook.ipynb). 日本語: [cookbook.ja.md](cookbook.ja.md).
""",
    Language.JA: """\
# クックブック：都道府県への十三の問い

問いごとに、答え、クエリ、グラフと、言えないことを示します。サイトのページ（`/ja/findings`）と同じ
内容で、クエリは問い合わせページ（`/query`）の例にもあります。このファイルは `make cookbook` が
`server/findings/texts.toml` とグラフから書きます。
ノートブックは [cookbook.ipynb](cookbook.ipynb)、
英語版は [cookbook.md](cookbook.md) です。
""",
}
_LIMITS = {Language.EN: "**Not said:** ", Language.JA: "**言えないこと：** "}


@dataclass(frozen=True, slots=True)
class Recipes:
    """Makes the files of the cookbook from a dataset."""

    dataset: LocalDataset

    @property
    def site(self) -> Site:
        """Return the site that has the findings as pages."""
        return Site.of(self.dataset)

    def files(self) -> Iterator[tuple[Path, str]]:
        """Yield every file with its new content."""
        for language, name in PAGES.items():
            text = self._page(language)
            yield FOLDER / name, text
            for slug in BLOCK.findall(text):
                example = example_named(slug)
                if drawing := self.drawing(example, language):
                    unit = self._key(example, language).strip()
                    imprint = Imprint(unit, _SOURCE[language], self.dataset.identity.base)
                    yield FOLDER / image(slug, language), document(drawing, imprint)
        yield FOLDER / NOTEBOOK, notebook(self._page(Language.EN))

    def rows(self, example: Example, language: Language) -> list[Row]:
        """Return the solutions of an example."""
        return self.dataset.rows(example.query(language))

    def drawing(self, example: Example, language: Language) -> Drawing | None:
        """Return the chart that the example suggests: bars, or a matrix of two names."""
        if not example.chart:
            return None
        _, name, value, *series = example.chart
        rows = self.rows(example, language)
        if series:
            return _matrix(rows, (name, series[0], value), example.titles[language])
        bars = [
            Bar(LinkedName(text_in(row, name)), count, count)
            for row in rows
            if (count := _number(row, value))
        ]
        most = max(bar.whole for bar in bars)
        return draw_bars(bars[:MOST_BARS], example.titles[language], _WIDTH / most)

    def _key(self, example: Example, language: Language) -> str:
        _, *columns = example.chart
        words = (self.site.text(language, f"column.{column}") for column in columns)
        name, value, *series = words
        texts = _KEY[language]
        return texts[bool(series)].format(name=name, value=value, series="".join(series))

    def _page(self, language: Language) -> str:
        cautions = self.site.text(language, "findings.cautions_text")
        questions = [
            self._question(index, finding, language)
            for index, finding in enumerate(load_findings(), start=1)
        ]
        return "\n".join([_HEADS[language], cautions + "\n", *questions])

    def _question(self, index: int, finding: PublishedFinding, language: Language) -> str:
        """Return a question as Markdown, with a block for each of its queries."""
        results = Results(self.site, language)
        parts = [f"## {index}. {finding.title[language]}", results.plain(finding.answer[language])]
        for part in finding.parts:
            before, after = (results.plain(one[language]) for one in (part.before, part.after))
            parts += filter(None, (before, self._block(part.query, language), after))
        parts.append(_LIMITS[language] + results.plain(finding.limits[language]))
        return "\n\n".join(parts) + "\n"

    def _block(self, slug: str, language: Language) -> str:
        example = example_named(slug)
        query = example.query(language)
        rows = self.rows(example, language)
        parts = [f"```sparql\n{query}```", _table(query, rows, self.dataset.identity.base or "")]
        some, all_ = min(len(rows), MOST_ROWS), len(rows)
        link = f"[{_OPEN[language]}](http://127.0.0.1:8000/{language}/query?example={slug})"
        parts.append(f"{_ROWS[language][all_ > some].format(some=some, all=all_)} {link}")
        if example.chart:
            parts.append(f"![{example.titles[language]}]({image(slug, language)})")
        inside = "\n\n".join(parts)
        return f"<!-- {slug} -->\n{inside}\n<!-- / -->"


def image(slug: str, language: Language) -> str:
    """Return the path of a chart beside the pages."""
    return f"images/cookbook-{slug}.{language}.svg"


def _matrix(rows: Sequence[Row], columns: tuple[str, str, str], title: str) -> Drawing:
    down, across, value = columns
    counts = {(text_in(row, down), text_in(row, across)): int(_number(row, value)) for row in rows}
    names = [list(dict.fromkeys(key[at] for key in counts)) for at in (0, 1)]
    cells = [[MatrixCell(counts.get((one, other), 0)) for other in names[1]] for one in names[0]]
    matrix = Matrix([*map(LinkedName, names[0])], [*map(LinkedName, names[1])], cells)
    return draw_matrix(matrix, title)


def _table(query: str, rows: Sequence[Row], base: str) -> str:
    columns = [name for name in _columns(query) if any(name in row for row in rows)]
    lines = [columns, ["---:" if _is_number(rows, name) else "---" for name in columns]]
    lines += [[_shown(row, name, base) for name in columns] for row in rows[:MOST_ROWS]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _columns(query: str) -> list[str]:
    head = query.partition("WHERE")[0]
    return re.findall(
        r"\?(\w+)", re.sub(r"\(\w+\((?:[^()]|\([^()]*\))*\)\s+AS\s+(\?\w+)\)", r"\1", head)
    )


def _is_number(rows: Sequence[Row], name: str) -> bool:
    return all(_DECIMAL.fullmatch(text_in(row, name)) for row in rows)


def _shown(row: Row, name: str, base: str) -> str:
    term = row.get(name)
    if isinstance(term, ox.NamedNode):
        return f"`{term.value.removeprefix(base)}`"
    return text_in(row, name).replace("|", "\\|").replace("\n", " ")


def _number(row: Row, name: str) -> float:
    return float(text_in(row, name) or 0)


def main(dataset: Path) -> None:
    """Write the files of the cookbook."""
    for path, text in Recipes(LocalDataset.open(dataset)).files():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
