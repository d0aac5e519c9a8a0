/**
 * What is known of every document besides its words: lengths, days, and the values of each facet.
 *
 * Of the facets of which a document has many values, those of a document come with the range that it lies in, when they
 * are needed. The format's reference is archive/search/__init__.py (columns-HASH, values-HASH).
 */
var archive = window.archive || {};

archive.columns = (() => {
  const AT_ONCE = 2000; // documents whose values are read before the page may draw again
  const SHARE = 2; // where every second range is needed, all of them come in one file

  /** A facet's values, and which documents have them. The value after the last one stands for "not stated". */
  class Facet {
    constructor({ values, unstated, documents }, size) {
      const rows = values.map(([id, count, heading = "", type = "", parent = -1, words = 0]) => {
        return { id, count, heading, type, parent, words };
      });
      /** @type {Array<{id: string, count: number, heading: string, type: string, parent: number, words: number}>} */
      this.rows = rows;
      this.none = rows.length;
      this.numbers = new Map(rows.map((row, number) => [row.id, number]));
      this.numbers.set("", this.none);
      /** How many documents of all have each value. */
      this.totals = Uint32Array.from([...rows.map(({ count }) => count), unstated]);
      this.chains = rows.map((_, number) => this.chain(number));
      /** For each document its values, with all that they lie within: for archive.facets. */
      this.list = { starts: new Uint32Array(size), ends: new Uint32Array(size), values: new Uint32Array(size), size: rows.length + 1 };
      this.used = 0;
      this.isWide = documents === undefined;
      if (!this.isWide) {
        /** Of a facet that is not wide, for each document the number of its first value. */
        this.first = new Uint32Array(size);
        this.add(documents, 0, size);
      }
    }

    /** A value and all that it lies within. */
    chain(number) {
      const chain = [];
      for (let at = number; at >= 0 && !chain.includes(at); at = this.rows[at].parent) chain.push(at);
      return chain;
    }

    /** Takes in the values of the documents in [from, to), from their codes. */
    add(text, from, to) {
      const { list, chains } = this;
      const cursor = new archive.coding.Cursor(text);
      const seenIn = new Int32Array(this.rows.length).fill(-1);
      for (let document = from; document < to; document++) {
        list.starts[document] = this.used;
        if (this.first) this.first[document] = this.none;
        let value = -1;
        while (!cursor.point()) {
          value += cursor.packed() + 1;
          if (this.first?.[document] === this.none) this.first[document] = value;
          for (const one of chains[value]) {
            if (seenIn[one] === document) continue;
            seenIn[one] = document;
            this.push(one);
          }
        }
        if (value < 0) this.push(this.none);
        list.ends[document] = this.used;
      }
    }

    push(value) {
      const { list } = this;
      if (this.used === list.values.length) {
        const more = new Uint32Array(2 * this.used);
        more.set(list.values);
        list.values = more;
      }
      list.values[this.used++] = value;
    }

    /** The documents that have a value directly, ascending: of a facet that is not wide. */
    documentsOf(value) {
      const documents = [];
      this.first.forEach((first, document) => first === value && documents.push(document));
      return documents;
    }
  }

  class Columns {
    /**
     * @param {archive.store.Store} store
     * @param {object} manifest
     * @param {archive.analysis.Analysis} analysis
     * @returns {Promise<Columns>} rejects with a LoadError.
     */
    static async read(store, manifest, analysis) {
      const content = await store.file(manifest.columns, false);
      const facets = {};
      for (const [name, facet] of Object.entries(content.facets)) {
        facets[name] = new Facet(facet, manifest.documents);
        await archive.store.breathe();
      }
      return new Columns(content, facets, store, manifest, analysis);
    }

    constructor({ lengths, dates }, facets, store, manifest, analysis) {
      const size = manifest.documents;
      this.store = store;
      this.size = size;
      this.whole = manifest.whole;
      this.ranges = archive.store.ranges(manifest.values, (hash) => `values-${hash}`);
      this.coming = new Map(); // number of a range → promise
      /** @type {Object<string, Facet>} */
      this.facets = facets;
      this.days = archive.coding.dates(dates, size);
      /** For each document the number of the analyser of its language. */
      const numbers = facets.language.rows.map(({ id }) => analysis.names.indexOf(analysis.nameFor(id)));
      this.analysers = Uint8Array.from(facets.language.first, (value) => numbers[value] ?? 0);
      /** Field → the number of terms of each document; of the other fields it stands with the postings. */
      this.lengths = {
        text: archive.coding.packedNumbers(lengths, size),
        outlet: Uint32Array.from(facets.outlet.first, (value) => facets.outlet.rows[value]?.words ?? 0),
      };
    }

    /** Whether documents are so many that their values in the wide facets lie in most ranges, and have not come. */
    areMostlyMissing(documents) {
      const { ends } = this.ranges;
      return documents.length >= ends.length && this.coming.size < ends.length;
    }

    /** Brings the values of documents in the wide facets. Rejects with a LoadError. */
    async bring(documents) {
      const { ends } = this.ranges;
      const wanted = new Set();
      // Mostly one document lies in the range of the one before, or in the next.
      let at = 0;
      for (const document of documents) {
        if (document >= ends[at] || document < (ends[at - 1] ?? 0)) at = archive.ranking.lowerBound(ends, document + 1);
        wanted.add(at);
      }
      const missing = [...wanted].filter((range) => !this.coming.has(range));
      if (missing.length > 1 && missing.length * SHARE >= ends.length) {
        await this.take(this.whole, 0, this.size, ends.keys());
      } else {
        for (const range of missing) this.take(this.ranges.names[range], ends[range - 1] ?? 0, ends[range], [range]);
      }
      await Promise.all([...wanted].map((range) => this.coming.get(range)));
    }

    /** Takes in the values of a file's documents, those in [from, to): of all of them it is long work. */
    async add(content, from, to) {
      for (const [facet, text] of Object.entries(content)) {
        this.facets[facet].add(text, from, to);
        if (to - from > AT_ONCE) await archive.store.breathe();
      }
    }

    /** Brings the file of the documents in [from, to), which are those of these ranges; once. */
    take(name, from, to, ranges) {
      const mine = [...ranges];
      const known = mine.map((range) => this.coming.get(range));
      const coming = this.store.file(name, false).then((content) => this.add(content, from, to)).catch((error) => {
        // What came before is still there; the rest can be asked for again.
        mine.forEach((range, at) => (known[at] ? this.coming.set(range, known[at]) : this.coming.delete(range)));
        throw error;
      });
      coming.catch(() => {});
      for (const range of mine) this.coming.set(range, coming);
      return coming;
    }
  }

  const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

  /** The first and last day (after 1970-01-01) of "2024", "2024-12" or "2024-12-02"; null when it is none of these. */
  function daysOf(text) {
    const match = DATE.exec(text);
    if (!match) return null;
    const [year, month, day] = match.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
    const time = (...parts) => {
      const date = new Date(0);
      date.setUTCFullYear(...parts); // Date.UTC takes the year 48 for 1948
      return Math.round(date.getTime() / 86400000);
    };
    if (match[2] && (month < 1 || month > 12)) return null;
    if (!match[2]) return [time(year, 0, 1), time(year, 11, 31)];
    const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
    if (!match[3]) return [time(year, month - 1, 1), time(year, month - 1, lastDay)];
    return day < 1 || day > lastDay ? null : [time(year, month - 1, day), time(year, month - 1, day)];
  }

  /**
   * The documents whose date may lie in a range.
   *
   * @param {{first: Float64Array, last: Float64Array}} days of the documents; one without a date is in no range.
   * @param {number} from @param {number} to days after 1970-01-01, both included; may be infinite.
   * @returns {{within: Uint8Array, imprecise: Uint8Array}} for each document 1 or 0; imprecise: it may lie outside too.
   */
  function inRange({ first, last }, from, to) {
    const within = new Uint8Array(first.length);
    const imprecise = new Uint8Array(first.length);
    for (let document = 0; document < first.length; document++) {
      if (!(first[document] <= to && last[document] >= from)) continue;
      within[document] = 1;
      if (first[document] < from || last[document] > to) imprecise[document] = 1;
    }
    return { within, imprecise };
  }

  return { Columns, daysOf, inRange };
})();
