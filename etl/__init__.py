"""Service Ledger's numbers: exports in, results out. `pipeline` is the table of contents."""
