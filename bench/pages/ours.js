/** The archive's engine, asked as its own search page asks it. */
"use strict";
window.bench = {
  index: null,
  async open() {
    this.index = await archive.search.open("search/");
  },
  /** The first ten results as cards, with the counts of every facet: {ids, total, counts}. */
  async ask(q) {
    const result = await this.index.search({ q, ordered: 10 });
    const documents = await this.index.documents(result.hits.slice(0, 10));
    const cards = documents.map(({ id, title, text, language }) => ({
      id,
      title: archive.highlight.mark(title, result.words, language),
      excerpt: archive.highlight.excerpt(text, result.words, 280, language),
    }));
    return { ids: cards.map(({ id }) => id), total: result.total, first: result.tier1, counts: result.counts };
  },
};
