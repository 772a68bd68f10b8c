"""Answers written by a chat model from numbered sentences, each statement checked as it comes.

contract   what any model is here             models, calls, chunks   LangChain's, behind it
named      which model, where, what key       failing    errors in words, without keys
gguf       llama.cpp on loopback              opinion    the model's own second opinion
brief      what the model is shown            drafting   what it wrote, parsed as it comes
grading    a statement checked, or its fault  numbering  citations 1, 2, 3
writing    the conversation, without calls    making     one answer, from articles to events
author     the facade: sync and async         opening    all of it put together from settings
conversing follow-ups made one question
"""
