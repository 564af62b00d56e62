"""Many submissions at once: listed, scored in chunks by several processes, laid down as tables, pages, a database."""
