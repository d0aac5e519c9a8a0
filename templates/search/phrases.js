/**
 * The unit of a phrase: words in a row. See units.js for what a unit is.
 *
 * Titles and texts are asked by the numbers of their words. Words are compared by their stems; stop words and elided words
 * only keep their place, and none at the ends.
 */
var archive = window.archive || {};

archive.phrases = (() => {
  const { blank, lookUp, score, within, flag, numberOf, TEXTS } = archive.units;
  const PLACES = { text: 1, title: 2 }; // the column of a line of positions

  /** How often each document has any of a word's stems, from their postings in one field. */
  function frequenciesOf(lists) {
    const many = new Map();
    for (const list of lists) {
      list?.documents.forEach((document, at) => many.set(document, (many.get(document) ?? 0) + list.frequencies[at]));
    }
    return many;
  }

  /** The documents that every word's map knows, ascending. */
  function inAll(maps) {
    const [fewest] = [...maps].sort((a, b) => a.size - b.size);
    return [...fewest.keys()].filter((document) => maps.every((map) => map.has(document))).sort((a, b) => a - b);
  }

  /**
   * Flags the documents that hold the words in a row, in one field.
   *
   * @param {Array<Array<{list: ?object, places: ?string}>>} words of each word the stems: their postings, and the column of
   *   their places.
   * @param {number[]} steps how far each word stands behind the first.
   */
  function inRow(found, words, steps) {
    const wanted = new Set(inAll(words.map((stems) => frequenciesOf(stems.map(({ list }) => list)))));
    const places = words.map((stems) => {
      const all = new Map();
      for (const { list, places: column } of stems) {
        if (!list || !column) continue;
        for (const [document, some] of archive.coding.positions(column, list, wanted)) {
          const known = all.get(document) ?? new Set();
          for (const place of some) known.add(place);
          all.set(document, known);
        }
      }
      return all;
    });
    for (const document of wanted) {
      const [first, ...others] = places.map((of) => of.get(document) ?? new Set());
      const begins = (place) => others.every((other, at) => other.has(place + steps[at + 1]));
      if ([...first].some(begins)) found[document] = 1;
    }
  }

  /** Flags the documents of outlets whose names hold every word, given as lines of the words' terms. */
  function inOutlets(found, lines, index) {
    const [first, ...others] = lines.map((line) => archive.postings.Postings.records(line));
    for (const record of first.filter((id) => others.every((some) => some.includes(id)))) {
      flag(found, index.postings.filedUnder(record).outlet);
    }
  }

  /** The unit of a phrase; see archive.units.make. */
  async function make(clause, index) {
    const { analysis, postings } = index;
    const unit = blank(clause);
    const isLeftOut = (form) => !form || analysis.names.some((name) => analysis.isStopWord(form, name));
    const forms = clause.words.slice(clause.words.findIndex((form) => !isLeftOut(form)));
    while (forms.length && isLeftOut(forms[forms.length - 1])) forms.pop();
    const steps = forms.flatMap((form, at) => (isLeftOut(form) ? [] : [at]));
    const stems = steps.map((at) => analysis.terms(forms[at]));
    unit.required = steps.length > 0;
    if (!unit.required) return unit;
    unit.sequence = forms.map((form) => (isLeftOut(form) ? null : new Set(analysis.terms(form))));
    const fields = within(clause, TEXTS);
    const [lines] = await Promise.all([
      Promise.all(stems.map((some) => Promise.all(some.map((stem) => (fields.length ? index.positionsLine(stem) : null))))),
      lookUp(unit, [...stems.flat(), ...(clause.field === "outlet" ? forms : [])], index),
    ]);
    for (const stem of new Set(stems.flat())) score(unit, stem, within(clause, TEXTS));
    for (const at of steps) score(unit, forms[at], within(clause, clause.field ? ["outlet"] : []));
    const listOf = (stem, field) => postings.of(unit.lines.get(stem) ?? null)?.[numberOf(field)];
    unit.find = (found) => {
      for (const field of fields) {
        const words = stems.map((some, at) =>
          some.map((stem, which) => ({ list: listOf(stem, field), places: lines[at][which]?.[PLACES[field]] })),
        );
        inRow(found, words, steps);
      }
      if (clause.field === "outlet") inOutlets(found, steps.map((at) => unit.lines.get(forms[at])), index);
    };
    return unit;
  }

  return { make };
})();
