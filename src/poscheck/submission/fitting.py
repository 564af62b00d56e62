"""Where a submission does not fit the contract, by a fast validator; then nothing that explains needs to be imported.

Where that validator is not installed, the slow one looks at everything, and gives the same answers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poscheck.contract import Contract
    from poscheck.paths import Path


def fits(data: Any, contract: Contract) -> bool:
    """Whether ``data`` fits. A missing member of a list (None) is a no, which costs time and changes no answer."""
    fast = _fast(contract)
    return fast is not None and bool(fast.is_valid(data))


def doubtful(data: dict[str, Any], contract: Contract) -> dict[str, Any]:
    """``data`` without whatever in it fits, or with None in its place, so that it need not be looked at again.

    The slow validator passes over None, and the contract asks nothing of one value because of another, but that there
    is a format.
    """
    fast = _fast(contract)
    if fast is None:
        return data
    return {**dict.fromkeys(data), **_only(data, [tuple(error.instance_path) for error in fast.iter_errors(data)])}


def _only(value: Any, paths: list[Path]) -> Any:
    """What stands at ``paths`` of ``value``, in the containers that hold it; items of lists keep their numbers."""
    if () in paths:
        return value
    inner: dict[str | int, list[Path]] = {}
    for first, *rest in paths:
        inner.setdefault(first, []).append(tuple(rest))
    if isinstance(value, dict):
        return {key: _only(value[key], inner[key]) for key in value if key in inner}
    return [_only(member, inner[place]) if place in inner else None for place, member in enumerate(value)]


@lru_cache(maxsize=8)
def _fast(contract: Contract) -> Any:
    """The fast validator of a contract; None where it is not installed."""
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        return None
    return Draft202012Validator(dict(contract.schema))
