/**
 * The index's texts as numbers and lines. The format's reference is archive/search/__init__.py.
 */
var archive = window.archive || {};

archive.coding = (() => {
  const CAPITAL_A = 65;
  const CAPITAL_Z = 90;
  const SMALL_A = 97;
  const POINT = 46;

  /** Reads numbers from a text, one after another. */
  class Cursor {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    get done() {
      return this.at >= this.text.length;
    }

    /** A base-36 number, up to the first character that is no digit or small letter. */
    base36() {
      let number = 0;
      for (; this.at < this.text.length; this.at++) {
        const code = this.text.charCodeAt(this.at);
        if (code >= SMALL_A) number = number * 36 + code - SMALL_A + 10;
        else if (code >= 48 && code < 58) number = number * 36 + code - 48;
        else break;
      }
      return number;
    }

    /** A count: A is 1 … Y is 25; from 26 on Z, base 36 and a point. */
    count() {
      const code = this.text.charCodeAt(this.at++);
      if (code !== CAPITAL_Z) return code - CAPITAL_A + 1;
      const number = this.base36();
      this.at += 1;
      return number;
    }

    /** A packed number: base 26, small letters and at last a capital. */
    packed() {
      let number = 0;
      let code = this.text.charCodeAt(this.at++);
      for (; code >= SMALL_A; code = this.text.charCodeAt(this.at++)) number = number * 26 + code - SMALL_A;
      return number * 26 + code - CAPITAL_A;
    }

    /** Passes over so many packed numbers: each ends with a capital. */
    skipPacked(many) {
      for (let left = many; left > 0; this.at++) if (this.text.charCodeAt(this.at) <= CAPITAL_Z) left -= 1;
    }

    /** Whether the next character is a point, which is then passed over. */
    point() {
      if (this.text.charCodeAt(this.at) !== POINT) return false;
      this.at += 1;
      return true;
    }
  }

  /**
   * Postings of a title or text column, documents ascending.
   *
   * @param {string} text the column.
   * @param {boolean} withLengths whether each document's field length follows its frequency, as in titles.
   * @returns {{documents: Uint32Array, frequencies: Uint32Array, lengths: ?Uint32Array}}
   */
  function postings(text, withLengths) {
    const cursor = new Cursor(text);
    const documents = [];
    const frequencies = [];
    const lengths = [];
    let document = -1;
    while (!cursor.done) {
      document += cursor.base36();
      documents.push(document);
      frequencies.push(cursor.count());
      if (withLengths) lengths.push(cursor.count());
    }
    return {
      documents: Uint32Array.from(documents),
      frequencies: Uint32Array.from(frequencies),
      lengths: withLengths ? Uint32Array.from(lengths) : null,
    };
  }

  /** A terms line's records: [[id, how often the word stands in its names], …]. */
  function recordCounts(text) {
    const records = [];
    for (const match of text.matchAll(/([a-z0-9_-]+)(?:Z([0-9a-z]+)\.|([A-Y]))/g)) {
      records.push([match[1], match[2] ? parseInt(match[2], 36) : match[3].charCodeAt(0) - CAPITAL_A + 1]);
    }
    return records;
  }

  /**
   * The places of a stem's words in texts, or in titles.
   *
   * @param {string} text the column of positions.
   * @param {{documents: Uint32Array, frequencies: Uint32Array}} list the stem's postings there.
   * @param {Set<number>} wanted documents.
   * @returns {Map<number, Uint32Array>} for each wanted document that has the stem, word numbers ascending.
   */
  function positions(text, list, wanted) {
    const cursor = new Cursor(text);
    const found = new Map();
    list.documents.forEach((document, at) => {
      const frequency = list.frequencies[at];
      if (!wanted.has(document)) return cursor.skipPacked(frequency);
      const places = new Uint32Array(frequency);
      let place = -1;
      for (let i = 0; i < frequency; i++) places[i] = place += cursor.packed() + 1;
      found.set(document, places);
    });
    return found;
  }

  /** As many packed numbers as a text holds. */
  function packedNumbers(text, size) {
    const cursor = new Cursor(text);
    return Uint32Array.from({ length: size }, () => cursor.packed());
  }

  /**
   * The days that each document's date may mean.
   *
   * @param {{origin: number, days: string}} dates
   * @param {number} size how many documents.
   * @returns {{first: Float64Array, last: Float64Array}} days after 1970-01-01, both included; -Infinity and Infinity for
   *   open ends, NaN for a document without a date.
   */
  function dates({ origin, days }, size) {
    const cursor = new Cursor(days);
    const first = new Float64Array(size).fill(NaN);
    const last = new Float64Array(size).fill(NaN);
    let day = origin;
    for (let document = 0; document < size; document++) {
      if (cursor.point()) continue;
      // `+` and `-` are no letters of a number: they end an entry as a point does.
      day += cursor.packed();
      const sign = days[cursor.at];
      first[document] = sign === "-" ? -Infinity : day;
      last[document] = sign === "+" ? Infinity : sign === "-" ? day : day + cursor.packed();
      cursor.at += 1;
    }
    return { first, last };
  }

  /** The first column of a line; a line may be nothing else. */
  function keyAt(lines, start, end) {
    const tab = lines.indexOf("\t", start);
    return lines.slice(start, tab < 0 || tab > end ? end : tab);
  }

  /** Where the line with a key not before this one begins; the length of the lines when there is none. */
  function lineFrom(lines, key) {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = lines.lastIndexOf("\n", ((low + high) >> 1) - 1) + 1;
      const start = Math.max(middle, low);
      const next = lines.indexOf("\n", start);
      if (keyAt(lines, start, next < 0 ? lines.length : next) < key) {
        low = next < 0 ? lines.length : next + 1;
      } else {
        high = start;
      }
    }
    return low;
  }

  /**
   * The columns of the line with a key.
   *
   * @param {string} lines sorted by their first columns, each but the last with its line end.
   * @returns {?string[]} the key first; null when there is no such line.
   */
  function line(lines, key) {
    const start = lineFrom(lines, key);
    const next = lines.indexOf("\n", start);
    const end = next < 0 ? lines.length : next;
    return start < end && keyAt(lines, start, end) === key ? lines.slice(start, end).split("\t") : null;
  }

  /**
   * The columns of every line whose key begins so, and passes.
   *
   * @param {string} lines as above.
   * @param {string} beginning of the keys; empty for all.
   * @param {function(string): boolean} [passes] asked of each key.
   * @returns {string[][]}
   */
  function linesFrom(lines, beginning, passes) {
    const found = [];
    for (let at = lineFrom(lines, beginning); at < lines.length && lines.startsWith(beginning, at); ) {
      const next = lines.indexOf("\n", at);
      const end = next < 0 ? lines.length : next;
      if (!passes || passes(keyAt(lines, at, end))) found.push(lines.slice(at, end).split("\t"));
      at = end + 1;
    }
    return found;
  }

  return { postings, recordCounts, positions, packedNumbers, dates, line, linesFrom, Cursor };
})();
