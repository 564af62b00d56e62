"""A submission as an Excel workbook: written from the contract, and read with the cell of every value."""
