"""Take an article out of a store, for good: what its sources said of it is forgotten with it.

The article goes first, and with it a note of the vectors and words that must still go. Stopped in
between, nothing finds it any more, and the next run that writes does the rest.
"""

from index.article import Article
from index.store import Store


def remove(store: Store, name: str) -> Article:
    """Remove the article under a key, a PMID, a PMCID or a DOI; returns it as it was.

    Indexing its source again adds it again. What it says as a notice of other articles, that one
    is retracted, stays known. Raises ArticleNotFoundError when nothing is stored under `name`,
    StoreLockedError if something else is writing.
    """
    with store.writing():
        article = store.article(name)
        store.catalogue.remove(article.key)
        store.catalogue.commit()
        carry_out_removals(store)
    return article


def carry_out_removals(store: Store) -> None:
    """Drop vectors and words of what the catalogue no longer has."""
    removals = store.catalogue.backlog.removals()
    if removals:
        store.vectors.remove(removals)
        store.lexical.write((), removals)
        store.catalogue.backlog.confirm_removals(removals)
        store.note_written()
        store.catalogue.commit()
