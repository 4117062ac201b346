"""How much a returned file may hold. More is refused in words before it can hurt."""

from __future__ import annotations

FILE_BYTES = 20 * 1024 * 1024
PARTS = 1_000
PART_BYTES = 100 * 1024 * 1024
INFLATED_BYTES = 200 * 1024 * 1024
SHEETS = 64
ROWS = 20_000
COLUMNS = 300
CELLS = 500_000
TEXTS = 500_000
DEPTH = 32
TABLE_BYTES = 2 * 1024 * 1024 * 1024
TABLE_ROWS = 20_000_000
TABLE_CELLS = 250_000_000
DECODED_BYTES = 2 * 1024 * 1024 * 1024
LONGEST_CELL = 100_000
TROUBLES = 1_000  # of one column of a file, listed one by one

# The child process in which files are read. Seconds are those of the processor, those on the wall, and those for it to
# end by itself. Memory is address space; that of tables grows with the size of the file.
SECONDS, WALL_SECONDS, LAST_SECONDS = 120, 300, 5
PLAIN_MEMORY = 2 * 1024 * 1024 * 1024
TABLE_MEMORY, MEMORY_FOR_EACH_BYTE = 4 * 1024 * 1024 * 1024, 8
MARKS_MEMORY = 4 * 1024 * 1024 * 1024
MOST_MEMORY = 16 * 1024 * 1024 * 1024
