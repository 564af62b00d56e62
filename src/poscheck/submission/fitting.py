"""Whether a submission fits the contract: a quick yes or no. Most do, and then nothing that explains is imported."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.contract import Contract


def fits(data: Any, contract: Contract) -> bool:
    """Whether ``data`` fits. A missing member of a list (None) is a no, which costs time and changes no answer."""
    return _fast(contract)(data)


@lru_cache(maxsize=8)
def _fast(contract: Contract) -> Callable[[Any], bool]:
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        return lambda _data: False
    return Draft202012Validator(dict(contract.schema)).is_valid
