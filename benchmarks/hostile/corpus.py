"""All files of the corpus, in order: classics, harmful text, harmful names, archives, then random damage."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.generator import data_of, make_up
from benchmarks.generator.dice import Dice
from benchmarks.hostile.damage import damaged
from poscheck.contract import Field, Kind, standard_contract
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAMP = (2026, 10, 15, 0, 0, 0)
_GOOD = b"format: poscheck/1\nprogram:\n  title: A fictional program\n"


def hostile_files(seed: int = 1, count: int = 1000) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of so many files, or of all the known breakages where these are more."""
    known = [*_classics(), *_harmful_texts(seed), *_harmful_names(), *_archives()]
    yield from known
    samples = sorted(data_dir("sample_submissions").glob("*.*"))
    samples = [path for path in samples if path.suffix in {".yaml", ".json"}]
    for number in range(count - len(known)):
        dice = Dice(seed, "damage", number)
        if dice.chance(0.5):
            made = make_up(seed, number, 8, "mixed")
            text, ending = made.content.decode(), Path(made.name).suffix
        else:
            sample = dice.pick(samples)
            text, ending = sample.read_text(encoding="utf-8"), sample.suffix
        yield f"damage/{number:05}{ending}", damaged(text, dice)


def _classics() -> Iterator[tuple[str, bytes]]:
    tree = _data("classics")
    for file in tree["files"]:
        for ending in file["ending"]:
            content = tree["beginnings"][ending].encode() if file.get("good") else b""
            yield f"classics/{file['name']}.{ending}", content + _content(file)


def _content(file: dict[str, Any]) -> bytes:
    if "hex" in file:
        return bytes.fromhex(file["hex"])
    text = "".join(part * times for part, times in file["parts"]) if "parts" in file else file["text"]
    text = text.replace("\n", file.get("line_end", "\n"))
    encoded: bytes = text.encode(file.get("encoding", "utf-8"))
    return encoded


def _harmful_texts(seed: int) -> Iterator[tuple[str, bytes]]:
    """Good submissions in which every free text says one and the same thing, as YAML and as JSON."""
    for number, text in enumerate(_data("harm")["texts"]):
        data = _with_texts(data_of(seed, number, 8), standard_contract().root, text)
        yield f"texts/{number:03}.json", json.dumps(data, ensure_ascii=number % 2 == 0).encode()
        yield f"texts/{number:03}.yaml", _as_yaml(data, readable=number % 2 == 0)


def _as_yaml(data: dict[str, Any], *, readable: bool) -> bytes:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, allow_unicode=readable, sort_keys=False)
    return text.encode()


def _with_texts(value: Any, field: Field, text: str) -> Any:
    """``value`` with ``text`` in place of whatever may be any text at all and is not referred to."""
    if isinstance(value, dict):
        known = {key: member for key, member in field.members.items() if key != field.id_key}
        return {key: _with_texts(member, known[key], text) if key in known else member for key, member in value.items()}
    if isinstance(value, list) and field.item:
        return [_with_texts(item, field.item, text) for item in value]
    free = field.kind is Kind.TEXT and not field.reference and "pattern" not in field.schema
    return text if free and isinstance(value, str) else value


def _harmful_names() -> Iterator[tuple[str, bytes]]:
    for name in _data("harm")["names"]:
        yield f"names/{name}", _GOOD


def _archives() -> Iterator[tuple[str, bytes]]:
    """Archives with members that want to leave their folder; workbooks and archives that are called something else."""
    bad = _zip([(name, _GOOD) for name in dict.fromkeys(_data("harm")["members"])])
    yield "archives/members.zip", bad
    yield "archives/members.yaml", bad
    yield "archives/nested.zip", _zip([("inner.zip", bad), ("good.yaml", _GOOD)])
    yield "archives/cut.zip", bad[: len(bad) // 2]
    yield "archives/no-directory.zip", bad[:40]
    yield "archives/bomb.zip", _zip([("zeros.yaml", bytes(20_000_000))])
    yield "archives/empty.zip", _zip([])
    yield (
        "archives/lying-size.zip",
        _zip([("good.yaml", _GOOD)]).replace(len(_GOOD).to_bytes(4, "little"), b"\x01\x00\x00\x00"),
    )
    yield "archives/encrypted.zip", _encrypted(_zip([("secret.yaml", _GOOD)]))
    workbook = _zip([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
    yield "archives/workbook.yaml", workbook
    yield "archives/workbook.json", workbook
    yield "archives/word.yaml", _zip([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.filename = name  # ZipInfo would have made it harmless
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _encrypted(archive: bytes) -> bytes:
    """The archive with the flag of encryption set on its only member, in both places where it stands."""
    local, central = archive.index(b"PK\x03\x04") + 6, archive.index(b"PK\x01\x02") + 8
    content = bytearray(archive)
    content[local] |= 1
    content[central] |= 1
    return bytes(content)


def _data(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_bytes())
