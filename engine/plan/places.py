"""Where the files of a lake lie: on a disk or in an object store, as Arrow knows them.

An address is a path or a URI (``s3://bucket/lines``, ``gs://…``, ``abfss://…``). It names a file, a folder
with all below it, or a pattern: ``*`` and ``?`` within a name, ``**`` for any folders.
Folders such as ``warehouse=EAST`` are columns.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow import fs

from db import machine, scratch
from db.errors import RowsUnread
from engine.errors import DeskError
from engine.plan import unread
from engine.plan.refusals import DeepPattern, FilesDisagree, NothingThere, NotRead, OutClosed, OutThere

ENDINGS: Final = (".parquet", ".parq", ".pq")
_STORES: Final = frozenset({"file", "s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs"})
"""What the addresses begin with that Arrow reads."""
_WILD: Final = re.compile(r"[*?\[]")
_TOKEN: Final = re.compile(r"(\*\*/|\*\*|\*|\?|\[[^]]+\])")
_AS_REGEX: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def on_disk(address: str) -> Path | None:
    """The path that an address means; None in an object store."""
    if "://" not in address:
        return Path(address).expanduser().absolute()
    return Path(_located(address)[1]) if address.startswith("file://") else None


def read(address: str) -> ds.Dataset:
    """The files at an address as one table; NothingThere, NotRead or FilesDisagree where that cannot be."""
    try:
        filesystem, path = _located(address)
        base, files = _files(filesystem, path)
    except (OSError, pa.ArrowException, ValueError) as error:
        raise NotRead(address=address, detail=machine.reason(error)) from error
    if not files:
        raise NothingThere(address=address)
    try:
        return _as_one(address, filesystem, base, files)
    except (OSError, pa.ArrowException, ValueError) as error:
        raise NotRead(address=address, detail=unread.broken(filesystem, base, files, error)) from error


@contextmanager
def reading(address: str) -> Iterator[None]:
    """While rows are read from an address: NotRead where its files are damaged below their columns."""
    try:
        yield
    except RowsUnread as error:
        raise NotRead(address=address, detail=error.facts["detail"]) from error


def out_fault(address: str) -> Iterator[DeskError]:
    """What is wrong with a place for a result: something is there already, or it cannot be looked at."""
    try:
        filesystem, path = _located(address)
        if filesystem.get_file_info(path).type != fs.FileType.NotFound:
            yield OutThere(address=address)
        elif (file := on_disk(address)) and not file.parent.is_dir():
            yield OutClosed(address=address, detail="there is no such folder")
    except (OSError, pa.ArrowException, ValueError) as error:
        yield OutClosed(address=address, detail=machine.reason(error))


@contextmanager
def workplace(out: str, temp: Path | None) -> Iterator[Path]:
    """A folder for what exceeds memory and for what is not whole yet: beside the result, or where one wants
    it."""
    beside = on_disk(out) or Path(tempfile.gettempdir()) / "plan"
    try:
        with scratch.folder(temp / "plan" if temp else beside) as folder:
            yield folder
    except OSError as error:
        raise OutClosed(address=out, detail=machine.reason(error)) from error


def for_spark(address: str) -> tuple[str, list[str]]:
    """The folder that the names of folders are read below ("": Spark finds it), and what Spark is to read.

    On a disk these are the files that ``read`` reads; what lies in an object store is Spark's business.
    """
    if not on_disk(address):
        if "**" in address:
            raise DeepPattern(address=address)
        wild = _WILD.search(address)
        return (address[: wild.start()].rpartition("/")[0] if wild else ""), [address]
    base, files = _files(*_located(address))
    if not files:
        raise NothingThere(address=address)
    return uri(base), [re.sub(r"([*?\[\]{}\\])", r"\\\1", uri(file)) for file in files]


def uri(path: Path | str) -> str:
    """A path of this machine's disk as Spark takes it: with its scheme, and nothing in it encoded."""
    return f"file:///{Path(path).as_posix().lstrip('/')}"


def tidied(written: Path, folder: Path) -> Path:
    """What Spark has written, called as other parts are, without what it keeps beside."""
    folder.mkdir()
    for number, file in enumerate(sorted(written.glob("part-*.parquet"))):
        file.rename(folder / f"part-{number}.parquet")
    return folder


def put(parts: Path, address: str) -> None:
    """Give finished files their place: all of a folder's, or the one of it where the address is a file's.

    On a disk they appear at once, in an object store one by one.
    """
    files = sorted(parts.iterdir())
    try:
        if target := on_disk(address):
            scratch.put(files[0] if is_file(address) else parts, target)
            return
        filesystem, path = _located(address)
        for file in files:
            name = path if is_file(address) else f"{path.rstrip('/')}/{file.name}"
            fs.copy_files(str(file), name, destination_filesystem=filesystem)
    except OSError as error:
        raise OutClosed(address=address, detail=machine.reason(error)) from error


def is_file(address: str) -> bool:
    """Whether a result at this address is one file, and no folder of them."""
    path = address.partition("?")[0] if "://" in address else address
    return path.endswith(ENDINGS)


def _located(address: str) -> tuple[fs.FileSystem, str]:
    """The store of an address, and the path in it; ValueError where no store is called so."""
    if "://" in address:
        if (scheme := address.partition("://")[0]) not in _STORES:
            raise ValueError(f"no store is called {scheme}://; write s3://, gs:// or abfss://")
        found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(address)
        return found
    return fs.LocalFileSystem(), Path(address).expanduser().absolute().as_posix()


def _files(filesystem: fs.FileSystem, path: str) -> tuple[str, list[str]]:
    """The folder that the names of folders are read below, and the files."""
    info = filesystem.get_file_info(path)
    if info.type == fs.FileType.File:
        return str(PurePosixPath(path).parent), [path]
    if info.type == fs.FileType.Directory:
        return path, [file for file in _below(filesystem, path) if file.endswith(ENDINGS)]
    if not _WILD.search(path):
        return path, []
    fixed = path[: _WILD.search(path).start()].rpartition("/")[0]  # type: ignore[union-attr] # found just above
    pattern = re.compile("".join(map(_regex, _TOKEN.split(path))))
    return fixed, [file for file in _below(filesystem, fixed) if pattern.fullmatch(file)]


def _regex(token: str) -> str:
    return _AS_REGEX.get(token) or (token if token.startswith("[") else re.escape(token))


def _below(filesystem: fs.FileSystem, folder: str) -> Iterable[str]:
    """The files below a folder, but for the hidden ones: what others are writing just now is called so."""
    found = filesystem.get_file_info(fs.FileSelector(folder, allow_not_found=True, recursive=True))
    names = (info.path for info in found if info.type == fs.FileType.File)
    return sorted(name for name in names if not _is_hidden(name.removeprefix(folder)))


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.split("/"))


def _as_one(address: str, filesystem: fs.FileSystem, base: str, files: list[str]) -> ds.Dataset:
    """Files as one table with the columns that any of them has."""
    hive = ds.HivePartitioning.discover(infer_dictionary=False)
    options = ds.FileSystemFactoryOptions(partition_base_dir=base, partitioning=hive)
    factory = ds.FileSystemDatasetFactory(filesystem, files, ds.ParquetFileFormat(), options)
    found = factory.inspect_schemas()
    of_folders = ("the names of their folders", found[-1])
    with _agreeing(address, [("the files", found[0]), of_folders]):
        first = factory.finish(pa.unify_schemas(found, promote_options="permissive"))
    named = [(part.path.removeprefix(f"{base}/"), part.physical_schema) for part in first.get_fragments()]
    with _agreeing(address, [*named, of_folders]):
        schemas = [first.schema, *(schema for _, schema in named)]
        return first.replace_schema(pa.unify_schemas(schemas, promote_options="permissive"))


@contextmanager
def _agreeing(address: str, named: list[tuple[str, pa.Schema]]) -> Iterator[None]:
    """While columns are made one table: FilesDisagree where they are of other types here and there."""
    try:
        yield
    except pa.ArrowException as error:
        if detail := unread.disagreement(named):
            raise FilesDisagree(address=address, detail=detail) from error
        raise
