"""Answers by a real model over a real wire: SmolLM2-135M, far too small to be trusted."""
