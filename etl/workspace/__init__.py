"""A company's workspace and what its ledger.toml may say."""
