/**
 * What each clause of a query asks of the index: a unit. It knows its terms, which documents satisfy it, what lunr is to
 * score, and what to highlight.
 *
 * A word satisfies by its stem in titles and texts, and by its exact form in names and outlets. Where other words of the
 * same stem are names that are marked in the index (*Hamas* for *hama*), a text that holds the stem only as those does
 * not satisfy: a document must hold it more often than them.
 */
var archive = window.archive || {};

archive.units = (() => {
  const MAX_TERMS = 256; // words that all patterns of a query may stand for, each for its share
  const MARK = "="; // behind the exact form of a name: its capitalised occurrences

  const TEXTS = ["title", "text"];
  const NAMES = ["names", "outlet"];
  const SCOPES = { "": [...TEXTS, ...NAMES], title: ["title"], text: ["text"], outlet: ["outlet"] };
  const SHARDS_AT_ONCE = 8; // of the vocabulary, some milliseconds' work; then the page may breathe

  /** The fields of a clause that are among these. */
  function within(clause, fields) {
    return fields.filter((field) => SCOPES[clause.field].includes(field));
  }

  function numberOf(field) {
    return archive.postings.FIELDS.indexOf(field);
  }

  /** A unit that asks for nothing yet. */
  function blank(clause) {
    const find = () => {};
    const marks = { keys: new Map(), globs: [], sequence: null };
    return { clause, required: true, lunr: [], lines: new Map(), problems: [], find, ...marks, countsKey: "" };
  }

  /** Looks up terms at once, and keeps the lines of those there are. */
  async function lookUp(unit, terms, index) {
    const wanted = [...new Set(terms)].filter((term) => !unit.lines.has(term));
    const lines = await Promise.all(wanted.map((term) => index.postings.line(term)));
    await Promise.all(lines.map((line) => index.postings.bring(line)));
    wanted.forEach((term, at) => lines[at] && unit.lines.set(term, lines[at]));
  }

  /** Has lunr score a term in these fields, if the index knows it. */
  function score(unit, term, fields) {
    if (fields.length && unit.lines.has(term)) unit.lunr.push({ term, fields });
  }

  /** The lines of the marks of other names that share a stem: [{stem, other, line}]. */
  async function rivalsOf(form, stems, unit, index) {
    const rivals = stems.flatMap((stem) => {
      const names = unit.lines.get(stem)?.[4]?.split(" ") ?? [];
      return names.filter((other) => other !== form).map((other) => ({ stem, other }));
    });
    return Promise.all(rivals.map(async (rival) => ({ ...rival, line: await index.postings.line(rival.other + MARK) })));
  }

  /**
   * The documents of a stem in a field, less those where marked rivals account for every occurrence.
   *
   * @param {?object} list the stem's postings.
   * @param {Array<{list: ?object, isIn: function(number): boolean}>} rivals their postings, and in which documents they
   *   have the stem: that depends on the language.
   */
  function unexplained(list, rivals) {
    if (!list || !rivals.length) return list ? list.documents : [];
    const explained = new Map();
    for (const { list: marked, isIn } of rivals) {
      marked?.documents.forEach((document, at) => {
        if (isIn(document)) explained.set(document, (explained.get(document) || 0) + marked.frequencies[at]);
      });
    }
    return list.documents.filter((document, at) => list.frequencies[at] > (explained.get(document) || 0));
  }

  function flag(found, documents) {
    for (const document of documents) found[document] = 1;
  }

  /** Flags the documents whose names hold an exact form, through any record but those switched off. */
  function flagNames(found, line, fields, index, switchedOff) {
    for (const record of archive.postings.Postings.records(line)) {
      if (switchedOff.has(record)) continue;
      const filed = index.postings.filedUnder(record);
      if (fields.includes("names")) flag(found, filed.names.documents);
      if (fields.includes("outlet")) flag(found, filed.outlet);
    }
  }

  async function word(clause, index) {
    const unit = blank(clause);
    const [form] = clause.words;
    const stems = index.analysis.terms(form);
    const mark = form + MARK;
    // What one of the archive's languages leaves out of its texts cannot be asked of them.
    unit.required = index.analysis.names.every((name) => !index.analysis.isStopWord(form, name));
    await lookUp(unit, [form, mark, ...stems], index);
    const rivals = await rivalsOf(form, within(clause, TEXTS).length ? stems : [], unit, index);
    const isName = clause.exact && unit.lines.has(mark);
    if (!isName) for (const stem of stems) score(unit, stem, within(clause, TEXTS));
    score(unit, mark, within(clause, TEXTS));
    score(unit, form, within(clause, NAMES));
    for (const key of stems.length ? [MARK + form, ...(isName ? [] : stems)] : []) unit.keys.set(key, true);
    for (const { other } of rivals) unit.keys.set(MARK + other, false);
    if (!clause.field && !isName && unit.required) {
      const isInTexts = (stem) => unit.lines.get(stem)?.slice(1, 3).some(Boolean);
      const isAlone = unit.lines.has(mark) || archive.postings.Postings.records(unit.lines.get(form)).length > 0;
      unit.countsKey = archive.counts.keyOf(form, isAlone, stems.filter(isInTexts));
    }
    unit.find = (found, switchedOff) => {
      for (const field of within(clause, TEXTS)) {
        for (const stem of isName ? [mark] : stems) {
          const lists = index.postings.of(unit.lines.get(stem) ?? null);
          const against = rivals.filter((rival) => rival.stem === stem);
          const marked = against.map(({ other, line }) => {
            const languages = index.analysis.names.map((name) => index.analysis.term(other, name) === stem);
            const isIn = (document) => languages[index.postings.columns.analysers[document]];
            return { list: index.postings.of(line)?.[numberOf(field)], isIn };
          });
          flag(found, unexplained(lists?.[numberOf(field)], marked));
        }
      }
      flagNames(found, unit.lines.get(form), within(clause, NAMES), index, switchedOff);
    };
    return unit;
  }

  /** The stems that a line of the vocabulary tells: for each, how much of the form to leave off, and what to add. */
  function stemsOf([form, codes]) {
    return [...(codes || "").matchAll(/(?:Z([0-9a-z]+)\.|([A-Y]))([^A-Z]*)/g)].map((match) => {
      const left = match[1] ? parseInt(match[1], 36) - 1 : match[2].charCodeAt(0) - 65;
      return form.slice(0, form.length - left) + match[3];
    });
  }

  /** A unit of all words of the vocabulary that fit, the most frequent if they are too many. */
  async function several(clause, index, patterns, beginning, fits) {
    const unit = blank(clause);
    const shards = await Promise.all(index.vocabulary.namesFrom(beginning).map((name) => index.store.file(name)));
    let entries = [];
    for (const [at, shard] of shards.entries()) {
      if (at && at % SHARDS_AT_ONCE === 0) await archive.store.breathe();
      entries.push(...archive.coding.linesFrom(shard, beginning, fits));
    }
    const most = Math.floor(MAX_TERMS / patterns);
    if (entries.length > most) {
      unit.problems.push(index.problem("many-terms", { found: clause.text, limit: most }));
      const count = (entry) => parseInt(entry[2] || "0", 36);
      const key = ([form]) => form;
      entries = entries.sort((a, b) => count(b) - count(a)).slice(0, most).sort((a, b) => (key(a) < key(b) ? -1 : 1));
    }
    const forms = entries.map(([form]) => form);
    const stems = [...new Set(entries.flatMap(stemsOf))];
    await lookUp(unit, [...forms, ...stems], index);
    for (const stem of stems) score(unit, stem, within(clause, TEXTS));
    for (const form of forms) if (unit.lines.get(form)?.[3]) score(unit, form, within(clause, NAMES));
    unit.find = (found, switchedOff) => {
      for (const stem of stems) {
        const lists = index.postings.of(unit.lines.get(stem) ?? null);
        for (const field of within(clause, TEXTS)) flag(found, lists?.[numberOf(field)]?.documents ?? []);
      }
      for (const form of forms) flagNames(found, unit.lines.get(form), within(clause, NAMES), index, switchedOff);
    };
    for (const form of forms) unit.keys.set(MARK + form, true);
    return unit;
  }

  async function wildcard(clause, index, patterns) {
    const [pattern] = clause.words;
    const fits = (form) => archive.highlight.fits(form, pattern);
    const unit = await several(clause, index, patterns, pattern.slice(0, pattern.indexOf("*")), fits);
    unit.globs.push(pattern);
    return unit;
  }

  // Rows of a table of distances: of the letters up to here, before it, and before that.
  let rows = Array.from({ length: 3 }, () => new Uint8Array(0));

  /** Whether two words differ by at most so many letters added, left out, replaced or swapped with their neighbour. */
  function near(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return false;
    if (rows[0].length <= b.length) rows = rows.map(() => new Uint8Array(b.length + 1));
    let [row, above, before] = rows;
    for (let j = 0; j <= b.length; j++) above[j] = Math.min(j, 255);
    for (let i = 1; i <= a.length; i++) {
      row[0] = Math.min(i, 255);
      let least = row[0];
      for (let j = 1; j <= b.length; j++) {
        let distance = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, before[j - 2] + 1);
        row[j] = distance;
        if (distance < least) least = distance;
      }
      if (least > most) return false;
      [row, above, before] = [before, row, above];
    }
    return above[b.length] <= most;
  }

  function fuzzy(clause, index, patterns) {
    const [form] = clause.words;
    return several(clause, index, patterns, "", (other) => near(form, other, clause.distance));
  }

  const MAKERS = { word, wildcard, fuzzy, phrase: (clause, index) => archive.phrases.make(clause, index) };

  /**
   * The units of a query's clauses, their terms fetched. Rejects with a LoadError.
   *
   * @param {Array} clauses as archive.query gives them, each once.
   * @param {object} index the engine's.
   * @returns {Promise<Array<{clause, required: boolean, lunr: Array<{term: string, fields: string[]}>, lines: Map, problems:
   *   Array, find: function(Uint8Array, Set<string>): (void|Promise), keys: Map<string, boolean>, globs: string[],
   *   sequence: ?Array, countsKey: string}>>} find flags the documents that satisfy the clause, save through the records given
   *   by id; required: whether it may be asked of every document; keys, globs and sequence: what to highlight, and what not;
   *   countsKey: under what the build may have counted what it finds, see counts.js; empty where it has not.
   */
  function make(clauses, index) {
    const patterns = clauses.filter(({ kind }) => kind === "wildcard" || kind === "fuzzy").length;
    return Promise.all(clauses.map((clause) => MAKERS[clause.kind](clause, index, patterns)));
  }

  return { make, blank, lookUp, score, within, flag, numberOf, near, TEXTS };
})();
