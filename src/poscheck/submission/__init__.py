"""A submission: one program of study at one district, read, checked against the contract and ready to be judged."""

from __future__ import annotations

from poscheck.submission.load import load_document, load_submission, read_submission, read_submission_bytes
from poscheck.submission.model import Submission
from poscheck.submission.patch import changed

__all__ = [
    "Submission",
    "changed",
    "load_document",
    "load_submission",
    "read_submission",
    "read_submission_bytes",
]
