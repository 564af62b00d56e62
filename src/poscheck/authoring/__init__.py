"""What authors of rules need: skeletons, style, tests, the mutation check, and the table of what is covered."""
