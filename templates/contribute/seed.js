/**
 * The finished file: front matter in YAML, then the text as it was typed.
 */
var archive = window.archive || {};

archive.seed = (() => {
  const { fold, strip } = archive.text;
  // Text that every reader of YAML takes for the same text without quotes.
  const PLAIN = /^\p{L}(?:[\p{L}\p{N} \u00a0\u202f.,'’()/;!?%&=+_«»“”…–—-]|:(?=[\p{L}\p{N}/]))*$/u;
  const NO_TEXT = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
  const DAY = /^\d{4}-\d\d(?:-\d\d)?$/;
  const LONGEST_TITLE = 60; // characters of an id

  function scalar(value) {
    if (DAY.test(value) || (PLAIN.test(value) && !NO_TEXT.test(value) && strip(value) === value)) return value;
    const escaped = value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
    return `"${escaped}"`;
  }

  /** A key with its value: a text, or a list of texts. */
  function entry(key, value) {
    if (!Array.isArray(value)) return `${key}: ${scalar(value)}\n`;
    if (value.length === 1) return `${key}: ${scalar(value[0])}\n`;
    return [`${key}:\n`, ...value.map((one) => `  - ${scalar(one)}\n`)].join(""); // no template in another: for rjsmin
  }

  /** The front matter; empty when nothing is known and the text could not be taken for one. */
  function head(values, body) {
    const entries = Object.entries(values).filter(([, value]) => value.length);
    if (!entries.length && !/^(?:---|\ufeff)/.test(body)) return "";
    return `---\n${entries.map(([key, value]) => entry(key, value)).join("")}---\n`;
  }

  /** The id to propose: the date as far as it is known, and the title. */
  function proposedId(date, title) {
    const day = /^\d{4}(?:-\d\d){0,2}(?!\d)/.exec(date)?.[0];
    let slug = fold(title)
      .replace(/[^a-z0-9_]+/g, "-")
      .replace(/^[-_]+|[-_]+$/g, "");
    if (day && !slug.startsWith(day)) slug = `${day}-${slug}`.replace(/-+$/, "");
    if (slug.length <= LONGEST_TITLE) return slug;
    const cut = slug.slice(0, LONGEST_TITLE);
    return (cut.includes("-") ? cut.slice(0, cut.lastIndexOf("-")) : cut).replace(/^-+|-+$/g, "");
  }

  /** Whether an id may be one of the archive's: see archive/contributing.py. */
  function isPerhapsTaken(id, sieve) {
    const bits = sieve.length * 8;
    const first = fnv(id, 0x811c9dc5);
    const step = (fnv(id, 0x050c5d1f) | 1) >>> 0;
    return [0, 1, 2, 3, 4, 5, 6].every((n) => {
      const place = (first + n * step) % bits;
      return sieve.charCodeAt(place >> 3) & (1 << (place & 7));
    });
  }

  function fnv(id, seed) {
    let hash = seed;
    for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    return hash;
  }

  return { head, proposedId, isPerhapsTaken };
})();
