/**
 * What is known of every document besides its words: lengths, days, and the values of each facet.
 *
 * The format's reference is archive/search/__init__.py (columns-HASH).
 */
var archive = window.archive || {};

archive.columns = (() => {
  /** A facet's values, and which documents have them. The value after the last one stands for "not stated". */
  class Facet {
    constructor({ values, documents }, size) {
      const rows = values.map(([id, heading = "", type = "", parent = -1, words = 0]) => ({ id, heading, type, parent, words }));
      /** @type {Array<{id: string, heading: string, type: string, parent: number, words: number}>} */
      this.rows = rows;
      this.none = rows.length;
      this.numbers = new Map(rows.map((row, number) => [row.id, number]));
      this.numbers.set("", this.none);
      /** Values as stated: starts and values of a forward list. */
      this.direct = archive.coding.forwardList(documents, size);
      /** The same with all that each value lies within, and "not stated" where there is none: for archive.facets. */
      this.list = this.withBroader(size);
    }

    withBroader(size) {
      const { starts, values } = this.direct;
      const chains = this.rows.map((_, number) => this.chain(number));
      const flat = chains.every((chain) => chain.length === 1);
      const all = [];
      const ends = new Uint32Array(size + 1);
      const seenIn = new Int32Array(this.rows.length).fill(-1);
      for (let document = 0; document < size; document++) {
        const [from, to] = [starts[document], starts[document + 1]];
        if (from === to) all.push(this.none);
        for (let i = from; i < to; i++) {
          if (flat) all.push(values[i]);
          else {
            for (const value of chains[values[i]]) {
              if (seenIn[value] === document) continue;
              seenIn[value] = document;
              all.push(value);
            }
          }
        }
        ends[document + 1] = all.length;
      }
      return { starts: ends, values: Uint32Array.from(all), size: this.rows.length + 1 };
    }

    /** A value and all that it lies within. */
    chain(number) {
      const chain = [];
      for (let at = number; at >= 0 && !chain.includes(at); at = this.rows[at].parent) chain.push(at);
      return chain;
    }

    /** For each value the documents that state it, ascending. Made once, when first asked for. */
    get documents() {
      if (!this.inverse) {
        const { starts, values } = this.direct;
        const ends = new Uint32Array(this.rows.length + 1);
        for (const value of values) ends[value + 1] += 1;
        for (let value = 0; value < this.rows.length; value++) ends[value + 1] += ends[value];
        const next = ends.slice();
        const documents = new Uint32Array(values.length);
        for (let document = 0; document + 1 < starts.length; document++) {
          for (let i = starts[document]; i < starts[document + 1]; i++) documents[next[values[i]]++] = document;
        }
        this.inverse = this.rows.map((_, value) => documents.subarray(ends[value], ends[value + 1]));
      }
      return this.inverse;
    }

    /** The sum of the words of each document's values: the length of a field of names. */
    wordsOf(size, lengths = new Uint32Array(size)) {
      const { starts, values } = this.direct;
      for (let document = 0; document < size; document++) {
        for (let i = starts[document]; i < starts[document + 1]; i++) lengths[document] += this.rows[values[i]].words;
      }
      return lengths;
    }
  }

  /** The facets whose records make the field "names"; that of "outlet" is outlet. */
  const NAMED = ["places", "actors", "sources"];

  class Columns {
    /**
     * @param {object} content of the file.
     * @param {number} size how many documents.
     * @param {archive.analysis.Analysis} analysis
     * @returns {Promise<Columns>}
     */
    static async read(content, size, analysis) {
      const facets = {};
      for (const [name, facet] of Object.entries(content.facets)) {
        facets[name] = new Facet(facet, size);
        await archive.store.breathe();
      }
      return new Columns(content, facets, size, analysis);
    }

    constructor({ lengths, dates }, facets, size, analysis) {
      /** @type {Object<string, Facet>} */
      this.facets = facets;
      this.days = archive.coding.dates(dates, size);
      this.analysers = this.analysersOf(facets.language, size, analysis);
      /** Field → the number of terms of each document; of the title it stands with the postings. */
      this.lengths = {
        text: archive.coding.packedNumbers(lengths, size),
        names: NAMED.reduce((sums, name) => this.facets[name].wordsOf(size, sums), new Uint32Array(size)),
        outlet: this.facets.outlet.wordsOf(size),
      };
    }

    /** For each document the number of the analyser of its language. */
    analysersOf({ rows, direct }, size, analysis) {
      const numbers = rows.map(({ id }) => analysis.names.indexOf(analysis.nameFor(id)));
      return Uint8Array.from({ length: size }, (_, document) => {
        const from = direct.starts[document];
        return from < direct.starts[document + 1] ? numbers[direct.values[from]] : 0;
      });
    }

    /** The documents that a record brings words to: {names, outlet}, each ascending; empty when to none. */
    documentsOf(record) {
      const of = (name) => {
        const facet = this.facets[name];
        const number = facet.numbers.get(record);
        return number !== undefined && facet.rows[number]?.words ? facet.documents[number] : null;
      };
      return { outlet: of("outlet"), names: NAMED.map(of).filter(Boolean) };
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
