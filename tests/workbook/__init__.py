"""Workbooks: written, read, damaged, converted."""
