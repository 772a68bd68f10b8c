"""Tests of what reads sentences: the built-in reranker, any other, and how they are weighed."""
