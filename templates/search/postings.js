/**
 * Where terms stand: for each term its postings in title, text, names and outlet, read from the shards that hold it.
 */
var archive = window.archive || {};

archive.postings = (() => {
  const MAX_KEPT = 1_000_000; // numbers in decoded postings
  const FIELDS = ["title", "text", "names", "outlet"];

  /** Frequencies that several lists of documents add up to, as one list; null when there are no documents. */
  function merged(given) {
    const lists = given.filter(({ documents }) => documents.length);
    if (!lists.length) return null;
    if (lists.length === 1) {
      const [{ documents, lengths, count }] = lists;
      return { documents, frequencies: new Uint32Array(documents.length).fill(count), lengths };
    }
    const [sums, known] = [new Map(), new Map()];
    for (const { documents, lengths, count } of lists) {
      documents.forEach((document, at) => {
        sums.set(document, (sums.get(document) || 0) + count);
        if (lengths) known.set(document, lengths[at]);
      });
    }
    const documents = Uint32Array.from(sums.keys()).sort();
    const lengths = known.size ? documents.map((document) => known.get(document)) : null;
    return { documents, frequencies: documents.map((document) => sums.get(document)), lengths };
  }

  /** The postings of one index. Columns must have come before `of`, and what `bring` brings. */
  class Postings {
    /** @param {archive.store.Store} store @param {archive.store.ShardTable} terms @param {archive.store.ShardTable} filed */
    constructor(store, terms, filed) {
      this.store = store;
      this.terms = terms;
      this.filed = filed;
      this.columns = null;
      this.documents = new Map(); // record → {documents, lengths}: who has it in the field "names"
      this.kept = new Map(); // term → {lists, weight}, the least lately used first
      this.weight = 0;
    }

    /** The line of a term, [term, title, text, records]; null when no document has it. Rejects with a LoadError. */
    async line(term) {
      const name = this.terms.nameOf(term);
      return name ? archive.coding.line(await this.store.file(name), term) : null;
    }

    /**
     * The lines of the terms that begin so, from as many shards as `most` allows.
     *
     * @returns {Promise<{lines: string[][], whole: boolean}>} whole: whether these are all.
     */
    async linesFrom(beginning, most) {
      const names = this.terms.namesFrom(beginning);
      const shards = await Promise.all(names.slice(0, most).map((name) => this.store.file(name)));
      const lines = shards.flatMap((shard) => archive.coding.linesFrom(shard, beginning));
      return { lines, whole: names.length <= most };
    }

    /** Brings the documents that are filed under the records of a term's line. Rejects with a LoadError. */
    async bring(line) {
      const wanted = Postings.records(line).filter((record) => !this.documents.has(record));
      await Promise.all(
        wanted.map(async (record) => {
          const name = this.filed.nameOf(record);
          const found = name && archive.coding.line(await this.store.file(name), record);
          const list = archive.coding.postings(found?.[1] ?? "", false);
          this.documents.set(record, { documents: list.documents, lengths: list.frequencies });
        }),
      );
    }

    /** The documents that a record brings words to: those of {names: {documents, lengths}, outlet: number[]}. */
    filedUnder(record) {
      const { outlet } = this.columns.facets;
      const number = outlet.numbers.get(record);
      const isOutlet = number !== undefined && outlet.rows[number]?.words > 0;
      return { names: this.documents.get(record), outlet: isOutlet ? outlet.documentsOf(number) : [] };
    }

    /** The records, by id, that have a word in their names: from the line of its exact form. */
    static records(line) {
      return line?.[3] ? archive.coding.recordCounts(line[3]).map(([id]) => id) : [];
    }

    /**
     * A term's postings from its line.
     *
     * @param {?string[]} line as `line` gives it.
     * @returns {?Array} for each field {documents, frequencies, lengths} or null, lengths only of titles and names; null when no
     *   field has the term: it stands only in the name of a record that others lie within.
     */
    of(line) {
      if (!line) return null;
      const [term, title, text, records] = line;
      const known = this.kept.get(term);
      if (known) {
        this.kept.delete(term);
        this.kept.set(term, known);
        return known.lists;
      }
      const lists = [
        title ? archive.coding.postings(title, true) : null,
        text ? archive.coding.postings(text, false) : null,
        ...this.ofNames(records),
      ];
      if (lists.every((list) => !list)) return null;
      this.keep(term, lists);
      return lists;
    }

    ofNames(records) {
      const names = [];
      const outlets = [];
      for (const [id, count] of records ? archive.coding.recordCounts(records) : []) {
        const filed = this.filedUnder(id);
        names.push({ ...filed.names, count });
        outlets.push({ documents: filed.outlet, lengths: null, count });
      }
      return [merged(names), merged(outlets)];
    }

    keep(term, lists) {
      const weight = lists.reduce((sum, list) => sum + (list ? 2 * list.documents.length : 0), 16);
      this.kept.set(term, { lists, weight });
      this.weight += weight;
      for (const [oldest, { weight: freed }] of this.kept) {
        if (this.weight <= MAX_KEPT || oldest === term) break;
        this.kept.delete(oldest);
        this.weight -= freed;
      }
    }
  }

  return { Postings, FIELDS };
})();
