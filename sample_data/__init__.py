"""The demo company, Brzoza: what it is, how its tickets live, and what its systems export.

`company` and `departments` describe it, `behaviour` lets a ticket live, `customers`, `complaints`,
`surveys`, `loss` and `money` have what follows from tickets, `world` puts all of it together,
`formats` write what each system exports, `generate` makes a workspace. TRUTH.md says what is
planted in it, and `truth` counts it. Beside it stands `tiny`, a workspace of twenty tickets worked
out by hand.
"""
