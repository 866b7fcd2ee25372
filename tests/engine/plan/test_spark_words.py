"""What Spark says, made a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import DeskError, Refused
from engine.plan import spark_words
from engine.plan.refusals import (
    FilesDisagree,
    NoJava,
    NothingThere,
    NotRead,
    OutThere,
    SparkFailed,
    SparkNotStarted,
    StoreUnknown,
)

FROM_A_WORKER = """An error occurred while calling o1.parquet.
: org.apache.spark.SparkException: Job aborted due to stage failure
Caused by: org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "walking.py", line 3, in walk
engine.plan.refusals.MemoryShort: The plan does not fit; allow more with --memory.

\tat org.apache.spark.Scheduler.run(Scheduler.scala:1)"""
NO_STORE = (
    "An error occurred\n: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3A not found"
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("[PATH_NOT_FOUND] Path does not exist: s3a://lake/lines. SQLSTATE: 42K03", NothingThere),
        ("[UNABLE_TO_INFER_SCHEMA] Unable to infer schema for Parquet.", NothingThere),
        ("[CANNOT_MERGE_SCHEMAS] Failed merging schemas", FilesDisagree),
        (NO_STORE, StoreUnknown),
        (
            'x\n: org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "s3"',
            StoreUnknown,
        ),
        ("[FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] Encountered error", NotRead),
    ],
)
def test_why_a_table_cannot_be_read(said: str, kind: type[DeskError]) -> None:
    assert type(spark_words.of_reading("s3a://lake/lines", said)) is kind


def test_the_innermost_cause_is_named_without_the_names_of_classes() -> None:
    said = ": java.io.IOException: outer\n\tat x\nCaused by: java.net.ConnectException: Connection refused."
    assert "(Connection refused)" in str(spark_words.of_reading("hdfs://lake/lines", said))
    assert "(A master must be set)" in str(spark_words.of_work("out", "[MASTER_URL] A master must be set."))


def test_the_sentence_of_a_worker_is_handed_on() -> None:
    refused = spark_words.of_work("out", FROM_A_WORKER)
    assert isinstance(refused, Refused)
    assert refused.problems == ["The plan does not fit; allow more with --memory."]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("[PATH_ALREADY_EXISTS] Path s3a://lake/out already exists.", OutThere),
        (NO_STORE, StoreUnknown),
        ("Caused by: ModuleNotFoundError: No module named 'engine'", SparkFailed),
    ],
)
def test_why_a_plan_was_not_made(said: str, kind: type[DeskError]) -> None:
    assert type(spark_words.of_work("s3a://lake/out", said)) is kind


def test_why_spark_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert isinstance(spark_words.of_start("java: not found"), NoJava)
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(mode=0o755)
    assert isinstance(spark_words.of_start("All masters are unresponsive"), SparkNotStarted)
