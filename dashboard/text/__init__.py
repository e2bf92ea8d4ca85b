"""The messages in four languages, and numbers and names as each language writes them."""
