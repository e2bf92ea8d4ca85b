"""Statements about the organisation: who controls the service, and whose profit carries it."""
