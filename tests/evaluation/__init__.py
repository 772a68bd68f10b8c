"""Tests of evaluation: gold sets, measures and reports."""
