"""What a company has to bring, and what of it a load has: load_input."""

from importlib import resources

from etl.warehouse import Loading


def build(loading: Loading) -> None:
    """Fill load_input from the core_, fact_ and slice_ tables."""
    with resources.as_file(resources.files("etl.slices") / "load_input.sql") as path:
        loading.run_file(path)
