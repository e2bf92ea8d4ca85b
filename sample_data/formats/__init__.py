"""What each system exports, one file a format: from the ledger's words into the vendor's."""
