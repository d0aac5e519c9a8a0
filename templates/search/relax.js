/**
 * What to let go of when nothing is found: each word and each filter, with what the rest would find.
 */
var archive = window.archive || {};

archive.relax = (() => {
  const MOST = 14; // ways that are tried; each is a search
  const SHORTEST = 4; // letters of a word that may be misspelt

  /** A clause as the reader would write it. */
  function written({ kind, text, field, without, exact }) {
    const quoted = kind === "phrase" || exact ? `"${text}"` : text;
    return `${without ? "-" : ""}${field ? `${field}:` : ""}${quoted}`;
  }

  /**
   * The states that ask for less than this one.
   *
   * @param {object} state
   * @param {object[]} clauses of its words, as the engine reads them.
   * @returns {{kind: string, state: object, clause?: string, facet?: string, values?: string[]}[]} what each lets go of:
   *   kind is "word", "spelling" (a word that may be spelt otherwise), "chosen", "excluded", "range", "name" (which may
   *   stand for its other forms again), "filters" or "everything".
   */
  function ways(state, clauses) {
    const { change, toggle, withoutChosen, withoutFilters, filters } = archive.state;
    const found = [];
    const words = clauses.map(written);
    const without = (at, instead) => words.toSpliced(at, 1, ...instead).join(" ");
    if (words.length > 1 || filters(state)) {
      words.forEach((clause, at) => found.push({ kind: "word", clause, state: change(state, { q: without(at, []) }) }));
    }
    clauses.forEach(({ kind, text, without: isExcluded, exact }, at) => {
      if (kind !== "word" || isExcluded || exact || [...text].length < SHORTEST) return;
      found.push({ kind: "spelling", clause: text, state: change(state, { q: without(at, [`${words[at]}~1`]) }) });
    });
    for (const record of state.narrow) {
      found.push({ kind: "name", state: change(state, { narrow: state.narrow.filter((one) => one !== record) }) });
    }
    for (const [facet, { any, not }] of Object.entries(state.facets)) {
      if (any.length) found.push({ kind: "chosen", facet, values: any, state: withoutChosen(state, facet) });
      for (const value of not) found.push({ kind: "excluded", facet, values: [value], state: toggle(state, facet, value, "not") });
    }
    if (state.from || state.to) found.push({ kind: "range", state: change(state, { from: "", to: "" }) });
    if (filters(state) > 1 && state.q) found.push({ kind: "filters", state: withoutFilters(state) });
    found.splice(MOST);
    found.push({ kind: "everything", state: { ...archive.state.EMPTY } });
    return found;
  }

  return ways;
})();
