"""Tests of question to cited answer: `qa` and `prompts`, over the invented sample."""
