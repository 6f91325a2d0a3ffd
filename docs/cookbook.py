"""Writes what is computed in the cookbook: queries, tables, charts and the notebook.

    python docs/cookbook.py build/dataset

The words are those of the findings (`server/findings/texts.toml`), which are also pages of the
site. Between `<!-- NAME -->` and `<!-- / -->` stands what the example query NAME gives.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.charts.drawing.figures import (
    Bar,
    LinkedName,
    Matrix,
    MatrixCell,
    draw_bars,
    draw_matrix,
)
from server.charts.drawing.svg import Drawing, Imprint, document
from server.editor.examples import Example, find_example
from server.engine import LocalDataset, Row
from server.findings.book import PublishedFinding, load_findings
from server.findings.values import Results
from server.http.language import Language
from server.site.site import Site

FOLDER = Path(__file__).parent
PAGES = {Language.EN: "cookbook.md", Language.JA: "cookbook.ja.md"}
NOTEBOOK = "cookbook.ipynb"
MOST_ROWS, MOST_BARS = 10, 20

_BLOCK = re.compile(r"<!-- ([a-z-]+) -->\n.*?<!-- / -->", re.DOTALL)
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
# What the numbers of a chart count, by the columns of its table.
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
_HELLO = """\
# Thirteen questions to the prefectures

The cookbook as a notebook: each cell asks the endpoint and draws what it answers. It needs pandas
and matplotlib, and a server (`make serve`); `DIGIGOV_ENDPOINT` names another one. The last cell
needs the package mcp.
"""
_PREPARE = """\
import os
from urllib.parse import urlencode

import pandas as pd

ENDPOINT = os.environ.get("DIGIGOV_ENDPOINT", "http://127.0.0.1:8000/sparql")


def ask(query):
    return pd.read_csv(ENDPOINT + "?" + urlencode({"query": query, "format": "csv"}))
"""

_TOOLS = """\
## The same by the tools for assistants

The SDK's client calls the tools of `/mcp`, as an assistant does (assistants.md): which answers name
a chatbot in use, each with the words that say so.
"""
_CALL = """\
import asyncio
from concurrent.futures import ThreadPoolExecutor

from mcp import Client


async def call(name, **arguments):
    async with Client(ENDPOINT.removesuffix("sparql") + "mcp") as client:
        return (await client.call_tool(name, arguments)).structured_content


def tool(name, **arguments):
    # A notebook has an event loop of its own, therefore another thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, call(name, **arguments)).result()


where = {"technology": ["chatbot"], "status": ["introduced"]}
reply = tool("count", where=where, entries=50)
quotes = pd.DataFrame(
    [entry["name"], fact["property"]["label"], words["quote"], words["page"]]
    for entry in reply["answer"]["entries"]
    for fact in entry["facts"]
    for words in fact["words"]
)
quotes.columns = ["entry", "property", "quote", "page"]
print(reply["source"]["citation"])
quotes
"""


@dataclass(frozen=True, slots=True)
class Recipes:
    """The files of the cookbook, made of a dataset."""

    dataset: LocalDataset

    @property
    def site(self) -> Site:
        """Return the site that has the findings as pages."""
        return Site.of(self.dataset)

    def files(self) -> Iterator[tuple[Path, str]]:
        """Yield every file with what it should hold."""
        for language, name in PAGES.items():
            text = self._page(language)
            yield FOLDER / name, text
            for slug in _BLOCK.findall(text):
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
            Bar(LinkedName(_text(row, name)), count, count)
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
            self._question(place, finding, language)
            for place, finding in enumerate(load_findings(), start=1)
        ]
        return "\n".join([_HEADS[language], cautions + "\n", *questions])

    def _question(self, place: int, finding: PublishedFinding, language: Language) -> str:
        """Return a question as Markdown, with a block for each of its queries."""
        results = Results(self.site, language)
        parts = [f"## {place}. {finding.title[language]}", results.plain(finding.answer[language])]
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


def example_named(slug: str) -> Example:
    """Return an example.

    Raises:
        LookupError: there is none of this name.
    """
    example = find_example(slug)
    if example is None:
        message = f"no file ontology/examples/{slug}.rq"
        raise LookupError(message)
    return example


def image(slug: str, language: Language) -> str:
    """Return the path of a chart beside the pages."""
    return f"images/cookbook-{slug}.{language}.svg"


def notebook(page: str) -> str:
    """Return the notebook of a page: its words, and for each query a cell that asks and draws."""
    cells = [_words(_HELLO), _code(_PREPARE)]
    for part in page.split("\n## ")[1:]:
        place = 0
        for found in _BLOCK.finditer(part):
            cells += [_words(("## " if not place else "") + part[place : found.start()])]
            cells += [_code(_cell(example_named(found[1])))]
            place = found.end()
        cells += [_words(part[place:])] if part[place:].strip() else []
    cells += [_words(_TOOLS), _code(_CALL)]
    numbered = [{"id": f"cell-{place}", **cell} for place, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {
        "cells": numbered,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _cell(example: Example) -> str:
    name = example.slug.replace("-", "_")
    lines = [f'{name} = ask("""\n{example.query(Language.EN)}""")']
    if example.chart:
        _, x, y, *series = example.chart
        if series:
            lines.append(
                f'{name}.pivot(index="{x}", columns="{series[0]}", values="{y}")'
                f'.plot.barh(stacked=True, title="{example.titles[Language.EN]}")'
            )
        else:
            lines.append(
                f'{name}.head({MOST_BARS}).iloc[::-1].plot.barh(x="{x}", y="{y}", '
                f'title="{example.titles[Language.EN]}")'
            )
    return "\n".join([*lines, f"{name}.head({MOST_ROWS})"])


def _words(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.strip()}


def _code(text: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": text.strip(),
    }


def _matrix(rows: Sequence[Row], columns: tuple[str, str, str], title: str) -> Drawing:
    down, across, value = columns
    counts = {(_text(row, down), _text(row, across)): int(_number(row, value)) for row in rows}
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
    return all(_DECIMAL.fullmatch(_text(row, name)) for row in rows)


def _shown(row: Row, name: str, base: str) -> str:
    term = row.get(name)
    if isinstance(term, ox.NamedNode):
        return f"`{term.value.removeprefix(base)}`"
    return _text(row, name).replace("|", "\\|").replace("\n", " ")


def _text(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _number(row: Row, name: str) -> float:
    return float(_text(row, name) or 0)


def main(dataset: Path) -> None:
    """Write the files of the cookbook."""
    for path, text in Recipes(LocalDataset.open(dataset)).files():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
