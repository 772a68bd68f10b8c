"""Tests of the check of a statement against the sentences it cites."""
