"""Service Ledger's pages: they show what `etl` found and compute nothing themselves."""
