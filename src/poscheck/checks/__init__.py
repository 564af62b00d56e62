"""The rule language: checks parsed from YAML, compiled for speed, and explained with the reasons."""
