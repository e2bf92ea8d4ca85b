"""One file a page: title, one to three calls to data, one to three charts."""
