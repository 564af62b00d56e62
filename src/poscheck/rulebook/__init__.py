"""The rulebook: what a ruleset asks, in plain English that is made from its checks."""
