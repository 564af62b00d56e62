"""One submission and one ruleset, judged anew whenever a file of them is saved, on a page that follows."""
