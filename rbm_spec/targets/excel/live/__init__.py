"""A workbook's datasets and indicators -> formulas that compute the indicators while data is entered.

Two hidden sheets hold the steps. On the sheet of rows, every row of data has one row, and every part of an expression
one column. On the sheet of sums, every cell of an indicator (the total, the cells of its breakdowns) has one row, and
every measure and every step of a formula its columns. The sheet of results reads the sums.

Only functions that Excel, LibreOffice and Google Sheets know alike are used, no array formulas, and no text from a spec
ever stands inside a formula: literals and codes are cells of a third hidden sheet, to which formulas point.

How values stand in cells: a number, a date or text as itself; missing as an error while computing and as empty text in
a column; a condition as 1, 0, or 0.5 when missing, so that `and` is MIN, `or` is MAX and `not` is 1 - x.
"""
