"""The steps from one schema to the next.

A new step is a new file in `versions/`, numbered and named after what it does, that names the one before it. Steps that
were released are not edited, and there is none back: that is what `bongsu backup` is for.
`tests/storage/test_schema.py` holds that all of them together give `storage.tables`.
"""
