/** Pagefind, asked as its documentation says; all its filters are loaded, so that it gives the counts of each. */
window.bench = {
  async open() {
    this.engine = await import("/pagefind/pagefind.js");
    await this.engine.init();
  },
  async ask(q) {
    // Counts come only of filters that are loaded; what the search needs is fetched in the meantime.
    this.filters ??= this.engine.filters();
    await Promise.all([this.filters, this.engine.preload(q)]);
    const { results, filters } = await this.engine.search(q);
    const cards = await Promise.all(results.slice(0, 10).map((one) => one.data()));
    return { ids: cards.map(({ url }) => url.split("/").pop().replace(".html", "")), total: results.length, counts: filters };
  },
};
