"""Answers written by a model: what is made of its words, whatever they are."""
