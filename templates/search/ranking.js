/**
 * Scores that are lunr's own, from the postings of the query's terms alone.
 *
 * A document's score in lunr is, for each field, (query · document) / |query|: only the query's terms matter. So a
 * lunr.Index that holds no others gives the very numbers of one that holds everything, as long as the terms keep their
 * relative order (floating-point sums depend on it). That order is: first document, first field, UTF-16 code units —
 * the order of lunr.Builder when each field's terms come sorted.
 */
var archive = window.archive || {};

archive.ranking = (() => {
  const K1 = 1.2;
  const B = 0.75; // lunr's defaults, as K1

  // A lunr query over this many postings takes some ten milliseconds; after each, the page may breathe.
  const POSTINGS_AT_ONCE = 4000;

  const NO_METADATA = {};

  // lunr gathers for each match which term stands in which field; nobody here asks, and it takes a third of the time.
  lunr.MatchData = class NoMatchData {
    add() {}
    combine() {}
  };

  /** The order in which lunr.Builder would have met the terms: [document, field, term] of each first appearance. */
  function firstAppearance(postings) {
    let document = Infinity;
    let field = 0;
    postings.forEach((list, at) => {
      if (list && list.documents[0] < document) [document, field] = [list.documents[0], at];
    });
    return [document, field];
  }

  function inOrderOfAppearance(terms) {
    const known = [...terms].map(([term, postings]) => ({ term, postings, first: firstAppearance(postings) }));
    return known.sort(
      (a, b) => a.first[0] - b.first[0] || a.first[1] - b.first[1] || (a.term < b.term ? -1 : a.term > b.term ? 1 : 0),
    );
  }

  /** lunr.idf, from the number of (document, field) pairs that hold the term. */
  function idf(pairs, size) {
    return Math.log(1 + Math.abs((size - pairs + 0.5) / (pairs + 0.5)));
  }

  /** The weight that lunr.Builder gives a term in a field, with its rounding. */
  function weight(inverse, frequency, length, field) {
    const saturation = K1 * (1 - B + B * (length / field.average)) + frequency;
    let score = (inverse * ((K1 + 1) * frequency)) / saturation;
    score *= field.boost;
    return Math.round(score * 1000) / 1000;
  }

  /** The position of the first of a sorted list's numbers that is not below `number`. */
  function lowerBound(sorted, number) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function toLunr(clause) {
    const { term, fields } = clause;
    const given = { term, fields, usePipeline: false, presence: lunr.Query.presence.OPTIONAL };
    if (clause.distance) given.editDistance = clause.distance;
    return given;
  }

  // "title/0", "title/1" … as lunr names a field of a document: made once, as they are needed for every query.
  const references = new Map();
  function referencesOf(name, size) {
    if (!references.has(name)) references.set(name, []);
    const known = references.get(name);
    while (known.length < size) known.push(`${name}/${known.length}`);
    return known;
  }

  /** A lunr.Index of these terms only and of the wanted documents in [from, to), numbered anew from 0. */
  function restrictedIndex(wanted, from, to, terms, tokenSet, fields) {
    const numbers = [];
    const places = new Int32Array(to - from);
    for (let document = from; document < to; document++) if (wanted[document]) places[document - from] = numbers.push(document);
    const invertedIndex = Object.create(null);
    const vectors = fields.map(() => new Array(numbers.length));
    terms.forEach(({ term, postings, inverse }, at) => {
      const posting = Object.create(null);
      posting._index = at;
      fields.forEach((field, which) => {
        const documents = (posting[field.name] = Object.create(null));
        const list = postings[which];
        if (!list) return;
        const end = lowerBound(list.documents, to);
        for (let i = lowerBound(list.documents, from); i < end; i++) {
          const document = list.documents[i];
          const place = places[document - from] - 1;
          if (place < 0) continue;
          documents[place] = NO_METADATA;
          const length = list.lengths ? list.lengths[i] : field.lengths[document];
          const score = weight(inverse, list.frequencies[i], length, field);
          const vector = vectors[which][place];
          // Terms come in the order of their numbers, as a lunr.Vector wants its elements.
          if (vector) vector.elements.push(at, score);
          else vectors[which][place] = new lunr.Vector([at, score]);
        }
      });
      invertedIndex[term] = posting;
    });
    const fieldVectors = Object.create(null);
    fields.forEach(({ name }, which) => {
      const named = referencesOf(name, numbers.length);
      vectors[which].forEach((vector, place) => (fieldVectors[named[place]] = vector));
    });
    const names = fields.map((field) => field.name);
    const index = new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields: names, pipeline: new lunr.Pipeline() });
    return { index, numbers };
  }

  /** For each document, which (clause, term, field) of the query finds it first: lunr's order among equal scores. */
  function firstFindings(clauses, terms, tokenSet, fields, size) {
    const found = new Uint32Array(size);
    const byTerm = new Map(terms.map((entry) => [entry.term, entry]));
    let ordinal = 0;
    for (const clause of clauses) {
      for (const term of tokenSet.intersect(lunr.TokenSet.fromClause(toLunr(clause))).toArray()) {
        for (const name of clause.fields) {
          ordinal += 1;
          const list = byTerm.get(term).postings[fields.findIndex((field) => field.name === name)];
          if (!list) continue;
          for (const document of list.documents) if (!found[document]) found[document] = ordinal;
        }
      }
    }
    return found;
  }

  /** Ends of ranges of document numbers, each range with about POSTINGS_AT_ONCE of the wanted postings. */
  function portions(wanted, terms, size) {
    const load = new Uint16Array(size);
    for (const { postings } of terms) {
      for (const list of postings) if (list) for (const document of list.documents) load[document] += 1;
    }
    const ends = [];
    let sum = 0;
    for (let document = 0; document < size; document++) {
      if (wanted[document]) sum += load[document];
      if (sum >= POSTINGS_AT_ONCE) {
        ends.push(document + 1);
        sum = 0;
      }
    }
    if (!ends.length || ends[ends.length - 1] < size) ends.push(size);
    return ends;
  }

  /**
   * The wanted documents that any clause finds, best first, with lunr's scores.
   *
   * @param {Array<{term: string, fields: string[], distance?: number}>} clauses lunr's: a term may hold `*`.
   * @param {Map<string, Array>} terms each term that the clauses may find → for each field its postings
   *   ({documents, frequencies, lengths}, ascending) or null; lengths are those of the field, where it has none for all.
   * @param {Array<{name: string, boost: number, average: number, lengths: ?ArrayLike<number>}>} fields in lunr's order.
   * @param {Uint8Array} wanted for each document of the whole index, whether it may be found.
   * @returns {Promise<{documents: number[], scores: number[]}>} equal scores in lunr's order.
   */
  async function rank(clauses, terms, fields, wanted) {
    const size = wanted.length;
    const ordered = inOrderOfAppearance(terms);
    for (const entry of ordered) {
      const pairs = entry.postings.reduce((sum, list) => sum + (list ? list.documents.length : 0), 0);
      entry.inverse = idf(pairs, size);
    }
    const tokenSet = lunr.TokenSet.fromArray(ordered.map((entry) => entry.term).sort());
    const results = [];
    const ends = portions(wanted, ordered, size);
    for (let portion = 0; portion < ends.length; portion++) {
      if (portion) await archive.store.breathe();
      const { index, numbers } = restrictedIndex(wanted, ends[portion - 1] || 0, ends[portion], ordered, tokenSet, fields);
      const found = index.query((query) => clauses.forEach((clause) => query.clause(toLunr(clause))));
      for (const { ref, score } of found) results.push({ document: numbers[ref], score });
    }
    if (ends.length > 1) {
      const first = firstFindings(clauses, ordered, tokenSet, fields, size);
      results.sort((a, b) => b.score - a.score || first[a.document] - first[b.document] || a.document - b.document);
    }
    return { documents: results.map(({ document }) => document), scores: results.map(({ score }) => score) };
  }

  return { rank, lowerBound };
})();
