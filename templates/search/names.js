/**
 * Names in what the reader writes: the records that a query names, and suggestions while it is typed.
 */
var archive = window.archive || {};

archive.names = (() => {
  const LONGEST = 10; // words of a name
  const MAX_CANDIDATES = 60; // records whose forms are compared; a word in more names than that is no name by itself
  const MAX_SHARDS = 4; // files of each kind that a suggestion may take
  const SHORTEST = 2; // letters from which on there are suggestions
  const KINDS = { o: "outlet", p: "place", a: "actor" };

  const recordsOf = (line) => archive.postings.Postings.records(line);

  /** What `some` and `others` have in common; all of `others` where `some` is null. */
  function common(some, others) {
    return some ? some.filter((one) => others.includes(one)) : others;
  }

  /** A record's line: {record, kind, type, count, heading, forms}; null when it is not in the index. */
  async function recordLine(id, index) {
    const name = index.records.nameOf(id);
    const line = name && archive.coding.line(await index.store.file(name), id);
    if (!line) return null;
    const [record, kind, type, count, ...forms] = line;
    return { record, kind: KINDS[kind], type, count: parseInt(count || "0", 36), heading: forms[0], forms };
  }

  /** The exact forms of a name's words; elided ones left out. */
  function wordsOf(name, index) {
    return index.analysis.words(name).filter(({ exact }) => exact);
  }

  /** Runs of words that may be names, by number: plain words, all asked for, or in one piece behind a minus. */
  function runs(text, clauses) {
    const found = [];
    let before = null;
    clauses.forEach((clause, at) => {
      const isPlain = clause.kind === "word" && !clause.field && clause.end !== undefined;
      const goesOn = before && clause.without === before.without;
      if (isPlain && goesOn && !(clause.without && /\s/.test(text.slice(before.end, clause.start)))) {
        found[found.length - 1].push(at);
      } else if (isPlain) {
        found.push([at]);
      }
      before = isPlain ? clause : null;
    });
    return found;
  }

  /** The records that have exactly these words, given as lines of their terms, as one of their forms. */
  async function exactly(words, lines, index) {
    const own = index.analysis.names[0];
    let candidates = null;
    words.forEach((word, at) => {
      if (!index.analysis.isStopWord(word, own)) candidates = common(candidates, recordsOf(lines[at]));
    });
    if (!candidates?.length || candidates.length > MAX_CANDIDATES) return [];
    const records = await Promise.all(candidates.map((id) => recordLine(id, index)));
    const wanted = words.join(" ");
    return records.filter((one) => one?.forms.some((form) => wordsOf(form, index).map(({ exact }) => exact).join(" ") === wanted));
  }

  /**
   * The records that a query names, by any of their forms; of names within names the longest.
   *
   * @param {string} text the query.
   * @param {Array} clauses of it, as archive.query gives them.
   * @param {object} index the engine's.
   * @param {Object<string, boolean>} expand false for a record that is not to stand for its other forms.
   * @returns {Promise<Array<{record, kind, heading, matched, variants, without, expanded, first, last}>>} first and last:
   *   the numbers of its clauses. Rejects with a LoadError.
   */
  async function find(text, clauses, index, expand = {}) {
    const lines = await Promise.all(
      clauses.map(({ kind, words }) => (kind === "word" ? index.postings.line(words[0]) : null)),
    );
    const found = [];
    for (const run of runs(text, clauses)) {
      for (let start = 0; start < run.length; ) {
        let length = Math.min(LONGEST, run.length - start);
        let records = [];
        for (; length > 0; length--) {
          const part = run.slice(start, start + length);
          records = await exactly(part.map((at) => clauses[at].words[0]), part.map((at) => lines[at]), index);
          if (records.length) break;
        }
        const [first, last] = [run[start], run[start + Math.max(length, 1) - 1]];
        for (const { record, kind, heading, forms } of records) {
          found.push({
            record, kind, heading,
            matched: text.slice(clauses[first].start, clauses[last].end),
            variants: forms.slice(1),
            without: clauses[first].without,
            expanded: expand[record] !== false,
            first, last,
          });
        }
        start += Math.max(length, 1);
      }
    }
    return found;
  }

  /** The clauses with those of each name as one, of the kind "name". */
  function joined(clauses, names) {
    const made = [];
    for (let at = 0; at < clauses.length; at++) {
      const name = names.find(({ first }) => first === at);
      if (!name) made.push(clauses[at]);
      else {
        const words = clauses.slice(name.first, name.last + 1).flatMap((clause) => clause.words);
        made.push({ kind: "name", text: name.matched, words, field: "", without: name.without });
        at = name.last;
      }
    }
    return made;
  }

  /** Where a form goes on as the words typed do, the last of them unfinished: the rest of the form from there. */
  function tail(form, typed, index) {
    const words = wordsOf(form, index);
    const at = words.findIndex((_, start) =>
      typed.every((word, step) => {
        const exact = words[start + step]?.exact;
        return exact !== undefined && (step === typed.length - 1 ? exact.startsWith(word) : exact === word);
      }),
    );
    return at < 0 ? null : { at, matched: form.slice(words[at].start) };
  }

  /** Records with a form that goes on as what is typed. */
  async function suggestRecords(typed, index) {
    const whole = typed.slice(0, -1).filter((word) => !index.analysis.isStopWord(word, index.analysis.names[0]));
    const last = typed[typed.length - 1];
    // Where whole words lead to few records, there is no need to look which words begin as the last.
    const lines = whole.length
      ? await Promise.all(whole.map((word) => index.postings.line(word)))
      : last.length < SHORTEST ? [] : (await index.postings.linesFrom(last, MAX_SHARDS)).lines;
    const candidates = whole.length
      ? lines.map(recordsOf).reduce((some, others) => common(some, others))
      : [...new Set(lines.flatMap(recordsOf))];
    const records = await Promise.all(candidates.slice(0, MAX_CANDIDATES).map((id) => recordLine(id, index)));
    return records.flatMap((one) => {
      const tails = one ? one.forms.map((form) => tail(form, typed, index)).filter(Boolean) : [];
      const best = tails.find(({ at }) => at === 0) ?? tails[0];
      return best ? [{ ...one, ...best }] : [];
    });
  }

  /** Words of the texts that begin as the last word typed. */
  async function suggestWords(beginning, index, limit) {
    if (beginning.length < SHORTEST) return [];
    const names = index.vocabulary.namesFrom(beginning).slice(0, MAX_SHARDS);
    const shards = await Promise.all(names.map((name) => index.store.file(name)));
    return shards
      .flatMap((shard) => archive.coding.linesFrom(shard, beginning))
      .map(([form, , count, word]) => ({ kind: "word", text: word || form, matched: word || form, count: parseInt(count || "0", 36) }))
      .filter(({ count }) => count)
      .sort((a, b) => b.count - a.count)
      .slice(0, limit);
  }

  /**
   * What a query may go on as: records first, those that begin so before others, then words; the most frequent first.
   *
   * @param {string} text as far as it is typed.
   * @param {object} index the engine's.
   * @param {number} limit how many at most.
   * @returns {Promise<Array<{kind, text, matched, record?, count}>>} rejects with a LoadError.
   */
  async function suggest(text, index, limit) {
    const typed = wordsOf(text.slice(-200), index).map(({ exact }) => exact).slice(-5);
    const last = typed[typed.length - 1];
    if (!last || !/[\p{L}\p{N}\p{M}]$/u.test(text)) return [];
    const [words, ...found] = await Promise.all([
      suggestWords(last, index, limit),
      ...typed.map((_, at) => suggestRecords(typed.slice(at), index)),
    ]);
    // The more of what is typed a name takes up, the better.
    const records = (found.find((some) => some.length) ?? []).sort((a, b) => (a.at > 0) - (b.at > 0) || b.count - a.count);
    const seen = new Set();
    return [
      ...records.map(({ kind, heading, matched, record, count }) => ({ kind, text: heading, matched, record, count })),
      ...words,
    ]
      .filter(({ record, text: shown }) => !seen.has(record ?? shown) && seen.add(record ?? shown))
      .slice(0, limit);
  }

  return { find, joined, suggest };
})();
