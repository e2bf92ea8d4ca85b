"""What can be asked of a published build."""
