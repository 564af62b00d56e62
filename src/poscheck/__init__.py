"""poscheck."""
