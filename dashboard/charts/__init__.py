"""One file a chart form: results in, an Altair chart out."""
