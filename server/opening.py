"""Opens a version of the dataset: its data, its engine, and what answers from both."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from server.engine import Dataset, DatasetError, Limits, Setting
from server.engine.disk_store import Prepared, is_large, prepare
from server.engine.embedded.engine import EmbeddedEngine
from server.engine.loading import base_of, fingerprint, load
from server.rdf.prefixes import common_prefixes
from server.settings import Settings
from server.version import Version, create_version

_MEBIBYTE = 1 << 20


async def open_version(path: Path, settings: Settings) -> Version:
    """Return all that answers from the dataset of a folder or an RDF file.

    Raises:
        DatasetError: it cannot be loaded, or was replaced while it was.
    """
    async with opened(path, settings) as (dataset, engine):
        return await asyncio.to_thread(create_version, dataset, engine, settings, prepare=True)


@asynccontextmanager
async def opened(path: Path, settings: Settings) -> AsyncIterator[tuple[Dataset, EmbeddedEngine]]:
    """Yield a dataset with its engine, which is closed where anything fails within.

    Raises:
        DatasetError: it cannot be loaded, or was replaced while it was.
    """
    seen = fingerprint(path)
    prepared = await asyncio.to_thread(_prepared, path, settings)
    engine = _engine(path, settings, prepared)
    starting = asyncio.create_task(engine.start())
    try:
        # Its engine finds out whether a triple stands in two graphs: once is enough.
        loaded = prepared.loaded() if prepared else await asyncio.to_thread(load, path)
        await starting
        dataset = Dataset(loaded.store, loaded.identity, settings.union)
        if prepared:
            dataset = replace(dataset, merged=prepared.merged)
        elif engine.is_merged():
            dataset = await asyncio.to_thread(dataset.with_union)
        _check_same(path, seen, dataset, engine)
        yield dataset, engine
    except BaseException:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await engine.close()
        raise


def _check_same(path: Path, seen: object, dataset: Dataset, engine: EmbeddedEngine) -> None:
    if dataset.identity.checksum != engine.identity.checksum or fingerprint(path) != seen:
        message = f"{path}: the dataset was replaced while it was loaded; load it again"
        raise DatasetError(message)


def _prepared(path: Path, settings: Settings) -> Prepared | None:
    """Return the dataset's store on disk, None where it is served from memory."""
    on_disk = settings.store == "disk" or (settings.store == "auto" and is_large(path))
    return prepare(path, union=settings.union) if on_disk else None


def _engine(path: Path, settings: Settings, prepared: Prepared | None) -> EmbeddedEngine:
    base = base_of(path)
    setting = Setting(
        prefixes=common_prefixes(base),
        base=base,
        union=settings.union,
        services=frozenset(settings.allow_service),
    )
    store = prepared.folder if prepared else None
    return EmbeddedEngine(path, _limits(settings), setting, store)


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.timeout,
        memory=settings.memory * _MEBIBYTE,
        result=settings.result * _MEBIBYTE,
        query=settings.body,
        nesting=settings.nesting,
        workers=settings.workers or processors() + 1,
        waiting=settings.waiting,
        per_client=settings.per_client,
    )


def processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
