"""TOML text → the same text with one value changed, all else kept byte by byte: the fields of a form.

`pipelines.toml_editor` adds and removes; here a string is set anew where it stands, and a list of strings is brought to
what it should be item by item, so that comments between the items, their order and their line breaks stay.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipelines.toml_editor import WIDTH, put_strings, quoted
from pipelines.toml_reader import Path, key_lines, loads

_SPAN = tuple[int, int]
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|[^\s#,\[\]{}"\']+', re.S
)
_ASSIGNED = re.compile(r"""[^=\n]*?=[ \t]*""")
_HEADING = re.compile(r"[ \t]*\[")
_WRAPPED = re.compile(r"\\[ \t]*\r?\n")


def set_value(text: str, path: Path, value: str | Sequence[str], order: Sequence[str]) -> str:
    """Return `text` with the value at `path` set: ("title",) or ("watch", 0, "aliases"); () takes the key away.

    A key that is missing is put where `order` has it. Raises ValueError where the text is written in a way that a
    program can't edit.
    """
    places = key_lines(text)
    if path not in places:
        return _added(text, path, value, order) if value else text
    wanted = value if isinstance(value, str) else list(value)
    if _at(loads(text), path) == wanted:
        return text
    start = _line_start(text, places[path])
    head = _ASSIGNED.match(text, start)
    if head is None:
        raise _by_hand()
    span, items = _value(text, head.end())
    if value == ():
        behind = text.find("\n", span[1]) + 1 or len(text)
        return text[:start] + text[behind:]
    if isinstance(value, str):
        return text[: span[0]] + _written_like(text[slice(*span)], value) + text[span[1] :]
    edited = _List(text, span, items).changed_to(value)
    if _at(loads(edited), path) != wanted:
        raise _by_hand()
    return edited


def remove_key(text: str, path: Path) -> str:
    """Return `text` without the key at `path` and its value."""
    return set_value(text, path, (), ())


def _by_hand() -> ValueError:
    return ValueError("it is written in a way that a program can't edit")


def _at(data: object, path: Path) -> object:
    for part in path:
        data = data[part]  # type: ignore[index] # a path that `key_lines` has found in this very text
    return data


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at


def _value(text: str, at: int) -> tuple[_SPAN, list[_SPAN]]:
    """Where the value that begins at `at` stands, and where the items of it do, if it is a list."""
    depth = 0
    items: list[_SPAN] = []
    for token in _TOKEN.finditer(text, at):
        word = token[0]
        if word.startswith("#"):
            continue
        if word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        elif depth:
            items.append(token.span())
        if depth == 0:
            return (at, token.end()), items
    raise _by_hand()


def _added(text: str, path: Path, value: str | Sequence[str], order: Sequence[str]) -> str:
    if len(path) == 3:
        name, index, key = path
        return put_strings(text, str(name), int(index), {str(key): value}, order)
    assert isinstance(value, str)
    return _added_at_top(text, str(path[0]), value, order)


def _added_at_top(text: str, key: str, value: str, order: Sequence[str]) -> str:
    """The text with a key of the list itself: behind those before it, else below the comment at the top."""
    lines = text.split("\n")
    mark = "\r" if "\r\n" in text else ""
    line = f"{key} = {quoted(value)}{mark}"
    places = {path[0]: number for path, number in key_lines(text).items() if len(path) == 1}
    before = [places[each] for each in order[: order.index(key)] if each in places]
    if before:
        start = _line_start(text, max(before))
        head = _ASSIGNED.match(text, start)
        assert head is not None
        (_, end), _ = _value(text, head.end())
        lines.insert(text.count("\n", 0, end) + 1, line)
        return "\n".join(lines)
    after = [places[each] - 1 for each in order if each in places]
    at = min(after, default=0)
    if not after:
        while at < len(lines) and lines[at].startswith("#"):
            at += 1
        at = at if at < len(lines) and not lines[at].strip() else 0  # else the comment belongs to the first table
        lines[at:at] = [mark] * bool(at) + [line] + [mark] * (at == 0 and bool(text.strip()))
        return "\n".join(lines)
    lines.insert(at, line)
    return "\n".join(lines)


def _written_like(old: str, value: str) -> str:
    """A string as TOML, in the manner in which the old one was written where that can hold it."""
    if "\n" in value:
        inner = quoted(value.replace("\r\n", "\n"))[1:-1].replace("\\n", "\n")
        return f'"""\n{inner}"""'
    if old.startswith('"""') and _WRAPPED.search(old) and value == " ".join(value.split()):
        lines = textwrap.wrap(quoted(value)[1:-1], WIDTH, break_long_words=False, break_on_hyphens=False)
        return '"""' + " \\\n".join(lines) + '"""'
    if old.startswith("'") and "'" not in value and value.isprintable():
        return f"'{value}'"
    if old.lstrip("-").isdecimal() and re.fullmatch(r"0|-?[1-9][0-9]*", value):
        return value
    return quoted(value)


class _List:
    """A list of strings in a text, on its way to other items."""

    def __init__(self, text: str, span: _SPAN, items: list[_SPAN]) -> None:
        self.text, self.span, self.items = text, span, items
        self.end = "\r\n" if "\r\n" in text else "\n"

    def changed_to(self, wanted: Sequence[str]) -> str:
        """Return the text with the wanted items."""
        loaded = [loads(f"x = {self.text[slice(*item)]}")["x"] for item in self.items]
        if not loaded or not all(isinstance(each, str) for each in loaded):
            start, end = self.span
            return self.text[:start] + _fresh([quoted(each) for each in wanted], self.end) + self.text[end:]
        for tag, a, b, c, d in reversed(SequenceMatcher(None, loaded, list(wanted), autojunk=False).get_opcodes()):
            if tag == "equal":
                continue
            same = min(b - a, d - c)
            for place in reversed(range(a + same, b)):
                self._drop(place)
            for each in reversed(wanted[c + same : d]):
                self._insert(a + same, each)
            for offset in reversed(range(same)):
                start, end = self.items[a + offset]
                self._put(start, end, _written_like(self.text[start:end], wanted[c + offset]))
        return self._not_too_wide()

    def _put(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of a part of the text; the items behind it move."""
        self.text = self.text[:start] + new + self.text[end:]
        by = len(new) - (end - start)
        # What is put right behind an item does not belong to it.
        self.items = [(a + by * (a >= end), b + by * (b > end or start < b == end)) for a, b in self.items]
        self.span = self.span[0], self.span[1] + by

    def _line(self, at: int) -> _SPAN:
        """Where the line of a place begins, and where the next one does."""
        start = self.text.rfind("\n", 0, at) + 1
        return start, self.text.find("\n", at) + 1 or len(self.text)

    def _indent(self, place: int) -> str | None:
        """The blanks before an item that has its line to itself, None for one that shares it."""
        start, end = self.items[place]
        begin, behind = self._line(start)
        before, after = self.text[begin:start], self.text[end:behind]
        alone = not before.strip() and re.fullmatch(r"\s*,?\s*(#.*)?\s*", after)
        return before if alone else None

    def _drop(self, place: int) -> None:
        start, end = self.items[place]
        if self._indent(place) is not None:
            start, end = self._line(start)
        elif place + 1 < len(self.items) and "\n" not in self.text[end : self.items[place + 1][0]]:
            end = self.items[place + 1][0]
        elif place and "\n" not in self.text[self.items[place - 1][1] : start]:
            start = self.items[place - 1][1]
        elif comma := re.compile(r"\s*,").match(self.text, end):
            end = comma.end()
        del self.items[place]
        self._put(start, end, "")

    def _insert(self, place: int, value: str) -> None:
        """Put a new item before item number `place`, or behind the last one."""
        new = quoted(value)
        if not self.items:
            self._put(*self.span, _fresh([new], self.end))
            self.items = [(self.text.index(new, self.span[0]), self.text.index(new, self.span[0]) + len(new))]
            return
        if place == 0:
            at, indent = self.items[0][0], self._indent(0)
            self._put(at, at, f"{new},{' ' if indent is None else self.end + indent}")
            self.items.insert(0, (at, at + len(new)))
            return
        end, indent = self.items[place - 1][1], self._indent(place - 1)
        if indent is None:
            gap = self._gap(end, new)
            self._put(end, end, gap + new)
            self.items.insert(place, (end + len(gap), end + len(gap) + len(new)))
            return
        if not re.compile(r"\s*,").match(self.text, end):
            self._put(end, end, ",")
        at = self._line(end)[1]
        self._put(at, at, f"{indent}{new},{self.end}")
        self.items.insert(place, (at + len(indent), at + len(indent) + len(new)))

    def _gap(self, at: int, new: str) -> str:
        """What parts a new item from the one that ends at `at`: a line break where several lines are full of items."""
        begin, behind = self._line(at)
        line = self.text[begin:behind].rstrip()
        several = "\n" in self.text[slice(*self.span)] and begin > self.span[0]
        if several and len(line) + len(new) > WIDTH:
            return f",{self.end}{line[: len(line) - len(line.lstrip())]}"
        return ", "

    def _not_too_wide(self) -> str:
        """The text, with the list one item a line if it stood on one line and has outgrown it."""
        start, end = self.span
        line = slice(*self._line(start))
        if "\n" not in self.text[start:end] and len(self.text[line].rstrip()) > WIDTH and len(self.items) > 1:
            self._put(start, end, _fresh([self.text[slice(*item)] for item in self.items], self.end, wide=True))
        return self.text


def _fresh(strings: list[str], end: str, *, wide: bool = False) -> str:
    if not wide and sum(map(len, strings)) < WIDTH - 20:
        return f"[{', '.join(strings)}]"
    return end.join(["[", *(f"  {each}," for each in strings), "]"])
