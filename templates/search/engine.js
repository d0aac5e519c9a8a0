/**
 * The search engine: what a page asks, and what it gets. This is the interface; the rooms are beside it.
 *
 * Everything hangs on the global `archive`. Nothing here touches the page, save for the <script> elements that bring data.
 *
 * archive.search.open(base, load?) -> Promise<Index>
 *   base: the address of the folder site/search/ (string or URL). Rejects with an Error when the manifest does not
 *   load; calling again tries again. load(address) -> Promise: for tests, in place of a <script> element. Where the page
 *   itself holds <script src="…/search/manifest.js"> behind these scripts, no time is lost in fetching it.
 *
 * index.size       how many documents there are
 * index.manifest   the manifest as published
 *
 * index.parse(text) -> Promise<{clauses, problems, names}>
 *   clauses: [{kind: 'word'|'phrase'|'wildcard'|'fuzzy'|'name', text, field: ''|'title'|'text'|'outlet'|'names', without: bool}]
 *   names:   [{record, kind: 'outlet'|'place'|'actor', heading, matched, variants: [string], without, expanded}]
 *            one for each record whose heading or variant stands in the query; matched: as the reader wrote it.
 *            expanded is false where `expand` switched it off; its chip can be brought back.
 *
 * index.search(request) -> Promise<Result>
 *   request: {q: '', expand: {recordId: false}, facets: {places: {any: [id…], not: [id…]}, …},
 *             from: '', to: '', sort: 'relevance'|'newest'|'oldest'|'outlet', ordered: Infinity}; all may be left out.
 *     ordered: how many of the first hits must be in order, such as page × 10: asking for no more saves time, and what
 *     is shown of the last ten of them is fetched ahead.
 *     A facet value is its id; '' is "non renseigné". from and to are 'yyyy', 'yyyy-mm' or 'yyyy-mm-dd', both included.
 *     Without q every document is found (tier 1), the newest first.
 *   Result: {
 *     total, tier1, tier2,        numbers of documents after all filters; total = tier1 + tier2
 *     hits: [document number],    all of them in order: the whole of tier 1 (all words), then tier 2 (any of them)
 *     tierOf(number) -> 1|2,
 *     scores: [number],           lunr's scores, beside hits; all 0 without q
 *     counts: {facet: {valueId: n}},   of tier 1, or of tier 2 where nothing has all words (countsOf: 1|2 says which);
 *                                 a facet's own counts ignore its own selection; values without documents are left out
 *     histogram: {months: [['2020-02', n], …], years: [['2020', n], …], undated: n},   ascending, same tier as counts;
 *                                 ignores from and to; a document counts in each month (year) that its date may mean
 *     isImprecise(number),        whether from/to took a document in although its date may lie outside
 *     imprecise: n,               how many of the hits are so
 *     names: as parse gives them,
 *     words,                      opaque: for archive.highlight
 *     problems: [Problem]
 *   }
 *
 * Problem: {kind, text, found?, limit?, retry?}
 *   text is a sentence for the reader, in the site's language (French or English). kind is one of
 *     'long' 'many-words' 'many-terms' 'quote' 'short-wildcard' 'fuzzy' 'empty' 'stop-words' 'date' 'load'.
 *   found: the part of the query that it is about. limit: the number that was passed.
 *   'load': some data did not load; what needs it is missing from the result (a query's own words: everything).
 *   retry() -> a Promise of the whole answer, tried again.
 *
 * index.documents([number]) -> Promise<[Document]>, in the order asked
 *   Document: {number, id, address, title, language, outlet, outletHeading, edtf, date, author, url, text}
 *     address is relative to the site's root ('articles/x.html'); outlet is the record's id or ''; date is the label, empty
 *     like edtf where there is none.
 *   One whose data did not load is {number, problem}.
 *
 * index.values(facet) -> Promise<[{id, heading, parent, type}]>   every value of a facet; id '' is "non renseigné",
 *   parent is the id of the value it lies within, or ''. Rejects with an Error when it does not load.
 * index.facets     the names of the facets, in the order of the manifest
 *
 * index.suggest(text, limit = 8) -> Promise<[{kind: 'outlet'|'place'|'actor'|'word', text, matched, record?, count}]>
 *   for the last words being typed. text: the heading, or the word; matched: the form that begins so. Never rejects.
 *
 * archive.facets.count(documents, lists, selection, options?)   pure: see facets.js
 * archive.highlight.excerpt(text, words, length, language?) -> {pieces: [{text, hit}]}   see highlight.js
 * archive.highlight.mark(text, words, language?) -> [{text, hit}]   the whole text, for titles
 */
var archive = window.archive || {};

archive.search = (() => {
  const VERSION = 2; // of the index's format: see archive/search/__init__.py
  const FACETS = ["outlet", "date", "places", "actors", "sources", "language", "basis"];

  class Index {
    constructor(store, manifest) {
      const { ShardTable } = archive.store;
      this.store = store;
      this.manifest = manifest;
      this.size = manifest.documents;
      this.facets = FACETS;
      this.analysis = new archive.analysis.Analysis(manifest);
      this.records = new ShardTable("records", manifest.records);
      this.vocabulary = new ShardTable("vocabulary", manifest.vocabulary);
      this.counts = new ShardTable("counts", manifest.counts);
      this.postings = new archive.postings.Postings(
        store, new ShardTable("terms", manifest.terms), new ShardTable("filed", manifest.filed),
      );
      this.chunks = archive.store.ranges(manifest.chunks, (hash, number) => `chunk-${hash}-${number}`);
    }

    problem(kind, details) {
      return archive.query.problem(kind, this.manifest.language, details);
    }

    /** What is known of every document; fetched once. Rejects with a LoadError; then the next call tries again. */
    columns() {
      this.columnsComing ??= this.bringColumns().catch((error) => {
        this.columnsComing = null;
        throw error;
      });
      return this.columnsComing;
    }

    async bringColumns() {
      this.postings.columns = await archive.columns.Columns.read(this.store, this.manifest, this.analysis);
      return this.postings.columns;
    }

    /** The line of a stem's places in texts, [stem, positions]; null when it has none. */
    async positionsLine(stem) {
      const table = new archive.store.ShardTable("positions", await this.store.file(this.manifest.positions));
      const name = table.nameOf(stem);
      return name ? archive.coding.line(await this.store.file(name), stem) : null;
    }

    /** The number of the chunk that holds a document. */
    chunkOf(number) {
      return archive.ranking.lowerBound(this.chunks.ends, number + 1);
    }

    /** What is shown of a document. Rejects with a LoadError. */
    async card(number) {
      const chunk = this.chunkOf(number);
      const cards = await this.store.file(this.chunks.names[chunk]);
      const [id, title, language, outlet, edtf, date, author, url, text] = cards[number - (this.chunks.ends[chunk - 1] ?? 0)];
      return { number, id, title, language: language || this.manifest.language, outlet, edtf, date, author, url, text };
    }

    async documents(numbers) {
      const columns = this.columns().catch(() => null); // only for the outlets' headings
      return Promise.all(
        numbers.map(async (number) => {
          try {
            const card = await this.card(number);
            const outlets = (await columns)?.facets.outlet;
            const outletHeading = card.outlet ? outlets?.rows[outlets.numbers.get(card.outlet)]?.heading ?? card.outlet : "";
            return { ...card, address: `articles/${card.id}.html`, outletHeading };
          } catch (error) {
            return { number, problem: this.loadProblem(error, () => this.documents([number])) };
          }
        }),
      );
    }

    async values(name) {
      const facet = (await this.columns()).facets[name];
      const rows = facet.rows.map(({ id, heading, type, parent }) => ({ id, heading, type, parent: facet.rows[parent]?.id ?? "" }));
      return [...rows, { id: "", heading: "", type: "", parent: "" }];
    }

    async parse(text) {
      const { clauses, problems } = archive.query.parse(text, this.manifest.language, this.analysis);
      try {
        const names = await archive.names.find(String(text ?? ""), clauses, this);
        return { clauses: archive.names.joined(clauses, names), problems, names };
      } catch (error) {
        return { clauses, problems: [...problems, this.loadProblem(error, () => this.parse(text))], names: [] };
      }
    }

    async suggest(text, limit = 8) {
      try {
        return await archive.names.suggest(String(text ?? ""), this, limit);
      } catch (error) {
        this.loadProblem(error);
        return [];
      }
    }

    async search(request = {}) {
      const search = new archive.finding.Search(this, request);
      try {
        return await search.run();
      } catch (error) {
        return search.failed(this.loadProblem(error, () => this.search(request)));
      }
    }

    /** The problem of something that did not load; any other error is a mistake of ours, and thrown on. */
    loadProblem(error, retry) {
      if (!(error instanceof archive.store.LoadError)) throw error;
      return this.problem("load", { found: error.file, retry });
    }
  }

  /** See the interface above. */
  async function open(base, load) {
    const address = String(base).replace(/\/?$/, "/");
    const store = new archive.store.Store(address, load);
    const manifest = await store.file("manifest", false);
    // A cache may hold the one from before the other's last change.
    if (manifest.version !== VERSION) throw new Error(`the index is of version ${manifest.version}, the engine reads ${VERSION}`);
    return new Index(store, manifest);
  }

  return { open };
})();
