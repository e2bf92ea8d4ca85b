"""The demo company, Brzoza: what it is, how its tickets live, and what its systems export.

`company` and `departments` describe it, `behaviour` lets a ticket live, `formats` write what each
system exports, `generate` puts a workspace together. TRUTH.md says what is planted in it. Beside
it stands `tiny`, a workspace of twenty tickets worked out by hand.
"""
