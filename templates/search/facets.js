/**
 * Counts of facet values over a set of documents. Pure: numbers in, numbers out.
 *
 * Values within a facet join by OR, facets by AND; an excluded value takes its documents away. A facet's own counts
 * ignore its own selection, so that they tell what another choice would give.
 */
var archive = window.archive || {};

archive.facets = (() => {
  const CHOSEN = 1;
  const EXCLUDED = 2;

  /** For each value, whether it is chosen or excluded; null when the facet has no selection. */
  function marks(list, selection) {
    if (!selection || !(selection.any?.length || selection.not?.length)) return null;
    const marked = new Uint8Array(list.size);
    for (const value of selection.any || []) if (value >= 0 && value < list.size) marked[value] |= CHOSEN;
    for (const value of selection.not || []) if (value >= 0 && value < list.size) marked[value] |= EXCLUDED;
    return marked;
  }

  function passes(list, marked, anyChosen, document) {
    let chosen = !anyChosen;
    for (let i = list.starts[document]; i < list.ends[document]; i++) {
      const mark = marked[list.values[i]];
      if (mark & EXCLUDED) return false;
      if (mark & CHOSEN) chosen = true;
    }
    return chosen;
  }

  /**
   * The documents that pass every facet, and the counts of each facet's values.
   *
   * @param {ArrayLike<number>} documents numbers of the documents found, each once.
   * @param {Object<string, {starts: ArrayLike<number>, ends: ArrayLike<number>, values: ArrayLike<number>, size: number}>}
   *   lists for each facet its forward list: the values of document n are values[starts[n]] … values[ends[n] - 1], each
   *   once, all below size.
   * @param {Object<string, {any?: number[], not?: number[]}>} selection by facet. An `any` that is empty chooses
   *   nothing in particular; one that names only unknown values lets nothing pass.
   * @param {Object<string, Uint8Array>} limits by facet, what a range allows: for each document of the index 1 or 0.
   *   Part of the facet's own selection.
   * @returns {{documents: number[], counts: Object<string, Uint32Array>}} documents in the order given; for each facet
   *   the number of documents of each value.
   */
  function count(documents, lists, selection = {}, limits = {}) {
    const facets = Object.keys(lists).map((name) => ({
      list: lists[name],
      marked: marks(lists[name], selection[name]),
      anyChosen: Boolean(selection[name]?.any?.length),
      limit: limits[name] || null,
      counts: new Uint32Array(lists[name].size),
    }));
    const selective = facets.filter((facet) => facet.marked || facet.limit);
    const passing = [];
    for (let at = 0; at < documents.length; at++) {
      const document = documents[at];
      let failing = null;
      let failures = 0;
      for (const facet of selective) {
        const { list, marked, anyChosen, limit } = facet;
        if ((limit && !limit[document]) || (marked && !passes(list, marked, anyChosen, document))) {
          failing = facet;
          failures += 1;
          if (failures > 1) break;
        }
      }
      if (failures > 1) continue;
      if (!failures) passing.push(document);
      for (const facet of failing ? [failing] : facets) {
        const { starts, ends, values } = facet.list;
        for (let i = starts[document]; i < ends[document]; i++) facet.counts[values[i]] += 1;
      }
    }
    const counts = Object.fromEntries(Object.keys(lists).map((name, at) => [name, facets[at].counts]));
    return { documents: passing, counts };
  }

  return { count };
})();
