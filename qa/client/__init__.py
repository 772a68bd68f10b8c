"""A library that another machine, or another process, serves: the same methods and objects.

client = qa.connect("http://127.0.0.1:7860")
answer = client.ask("Does lumetripant prevent chronic migraine?")

sending    what is sent          transport   httpx: sent, tried again, errors as ours
replies    what comes back       uploading   files, and the job that indexes them
reading    no more than is borne  again         when a request is sent again
"""

from qa.client.client import Client, connect

__all__ = ["Client", "connect"]
