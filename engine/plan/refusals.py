"""The sentences of a plan that is refused."""

from engine.errors import DeskError


class NothingThere(DeskError):
    """There is no Parquet file at {address}; name a file, a folder, or a pattern in quotes, such as
    'lines/*.parquet'."""


class NotRead(DeskError):
    """{address} cannot be read as Parquet ({detail}); check the files, and that you may read them."""


class FilesDisagree(DeskError):
    """The files of {address} cannot be read as one table ({detail}); write each column alike in all."""


class ColumnMissing(DeskError):
    """{address} has no column {column} ({meaning}); add it to the {table}."""


class ColumnOfOtherType(DeskError):
    """The column {column} of {address} holds {found} and must hold {expected}; write it so."""


class WarehouseMissing(DeskError):
    """{address} has no column warehouse and {other} has one; give both that column, or none of them."""


class NoRows(DeskError):
    """{address} has no {rows}, so there is nothing to plan; name other files."""


class BadCells(DeskError):
    """In {number} of the lines in {address} the {column} is not {expected}, the first of them line {first};
    correct them."""


class RepeatedLines(DeskError):
    """{address} gives {number} of its line ids more than once, the first of them {first}; give each line one
    of its own."""


class BadStock(DeskError):
    """In {number} of the rows of stock in {address} the {column} is not {expected}, the first of them of LIC
    {first}; correct them."""


class RepeatedPool(DeskError):
    """The stock in {address} gives {number} of its pools in several rows, the first of them of LIC {first};
    add them up."""


class UnknownPolicy(DeskError):
    """There is no policy {name}; name one of {known}."""


class UnknownEngine(DeskError):
    """There is no engine {name}; name one of {known}."""


class BadSkipAge(DeskError):
    """--skip-age-days is {days}; give a number of days from 0 to {most}."""


class BadMemory(DeskError):
    """--memory is {said}, which is no size; write it like 500MB or 8GB."""


class OutThere(DeskError):
    """{address} is there already; name a place for the allotments where nothing is yet."""


class OutClosed(DeskError):
    """The allotments cannot be written to {address} ({detail}); see that its folder exists and that you may
    write there."""


class NoTempFolder(DeskError):
    """There is no folder {folder} to put aside what does not fit into memory; make it, or name another with
    --temp."""


class TooMuchAtOnce(DeskError):
    """Under {policy}, {lines} of these lines decide about each other across pools and must be walked at once,
    which takes about {needed} of memory and there are {there}; allow more with --memory, or plan with
    --policy strict."""


class MemoryShort(DeskError):
    """The plan does not fit into the memory it may use ({detail}); allow more with --memory."""


class NoSpark(DeskError):
    """Apache Spark is not installed here, so --engine spark cannot plan; install it with "make install-spark"
    or pip install 'backorder-desk[spark]', or plan with --engine duckdb."""


class NoJava(DeskError):
    """Spark needs Java 17 or newer, and there is none here; install one, such as default-jre-headless, or
    name the folder of yours in JAVA_HOME."""


class SparkNotStarted(DeskError):
    """Spark did not start ({detail}); check its settings and its master, and that Java is 17 or newer."""


class SparkFailed(DeskError):
    """Spark could not make the plan ({detail}); see that its workers have this version of Backorder Desk and
    of Python, enough memory, and that they reach the files."""


class StoreUnknown(DeskError):
    """This Spark knows no store such as {address} is in; write its address as Spark does (s3a://…), and give
    Spark the package that reads it."""


class DeepPattern(DeskError):
    """Spark knows no ** in {address}; name the folder, for all below it is read."""


class FileInStore(DeskError):
    """Spark writes a folder of files into an object store, and {address} is the name of one file; name a
    folder with --out."""
