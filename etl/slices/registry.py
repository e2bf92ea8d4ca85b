"""The slices there are: how cases can be grouped and filtered, in the order a person meets them."""

from etl.metrics.slice import Slice, Slices

SLICES: Slices = {
    found.id: found
    for found in (
        Slice("unit", "owner"),
        Slice("division", "division_id", "slice_division"),
        Slice("reporting_line", "reporting_line", "slice_reporting_line"),
        Slice("channel", "channel"),
        Slice("priority", "priority"),
        Slice("category", "category"),
        Slice("product", "product"),
        Slice("region", "region"),
        Slice("source", "source"),
    )
}
