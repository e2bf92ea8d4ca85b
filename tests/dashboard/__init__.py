"""The dashboard, from its pure parts to a walk through it in a browser."""
