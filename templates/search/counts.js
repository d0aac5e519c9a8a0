/**
 * Counts that the build has made, over what a frequent word or a name finds: in place of the facets of most documents.
 *
 * The format's reference is archive/search/__init__.py (counts-HASH).
 */
var archive = window.archive || {};

archive.counts = (() => {
  const ALONE = "="; // before an exact form that finds other documents than all other forms of its stems

  /** What tells the documents that a form finds from those of others. */
  function keyOf(form, isAlone, stems) {
    return isAlone ? ALONE + form : [...stems].sort().join("+");
  }

  /**
   * The counts over what words find together, if the build has made them.
   *
   * @param {object} index the engine's, whose columns have come.
   * @param {string[]} keys of the words.
   * @returns {Promise<?Object<string, Uint32Array>>} by facet; null when there are none. Rejects with a LoadError.
   */
  async function made(index, keys) {
    const key = [...new Set(keys)].sort().join(" ");
    const name = index.counts.nameOf(key);
    const line = name && archive.coding.line(await index.store.file(name), key);
    if (!line) return null;
    const wide = Object.entries(index.postings.columns.facets).filter(([, { isWide }]) => isWide);
    return Object.fromEntries(wide.map(([facet, { none }], at) => {
      const [unstated, ...counts] = archive.coding.packedNumbers(line[1 + at] ?? "", none + 1);
      return [facet, Uint32Array.from([...counts, unstated])];
    }));
  }

  return { keyOf, made };
})();
