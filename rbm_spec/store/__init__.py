"""Accepted and refused submissions <-> a folder that only ever grows: bytes as they came, rows as Parquet, a ledger."""
