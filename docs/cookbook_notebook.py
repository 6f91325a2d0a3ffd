"""The cookbook as a notebook: its texts, and for each query a cell that runs and plots it."""

import json
import re

from server.editor.examples import Example
from server.findings.values import example_named
from server.http.language import Language

BLOCK = re.compile(r"<!-- ([a-z-]+) -->\n.*?<!-- / -->", re.DOTALL)
MOST_ROWS, MOST_BARS = 10, 20

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


def notebook(page: str) -> str:
    """Return the notebook of a page: texts, and for each query a cell that runs and plots it."""
    cells = [_words(_HELLO), _code(_PREPARE)]
    for part in page.split("\n## ")[1:]:
        offset = 0
        for found in BLOCK.finditer(part):
            cells += [_words(("## " if not offset else "") + part[offset : found.start()])]
            cells += [_code(_cell(example_named(found[1])))]
            offset = found.end()
        cells += [_words(part[offset:])] if part[offset:].strip() else []
    cells += [_words(_TOOLS), _code(_CALL)]
    numbered = [{"id": f"cell-{index}", **cell} for index, cell in enumerate(cells)]
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
