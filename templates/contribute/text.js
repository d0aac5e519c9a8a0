/**
 * Text as it is compared, exactly as archive/text.py does it; a test holds both to each other.
 *
 * Offsets count UTF-16 code units. What takes long is a generator, which gives way from time to time.
 */
var archive = window.archive || {};

archive.text = (() => {
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // Python's \s
  const WORD = "\\p{L}\\p{N}_"; // Python's \w
  const IS_SPACE = new RegExp(`[${SPACE}]`, "u");
  const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
  const IN_LINE = SPACE.replace("\\t-\\r", "\\t\\v-\\r");
  const PARTED = new RegExp(`\\n[${IN_LINE}]*\\n`, "u"); // by a blank line
  const BLANK_LINES = new RegExp(`\\n(?:[${IN_LINE}]*\\n)+`, "gu");
  const APOSTROPHES = "'’‘‛ʼʻʹ′ʾʿ`´";
  const HYPHENS = "-‐‑‒–—−";
  const LETTERS = { ı: "i", ł: "l", ø: "o", đ: "d", œ: "oe", æ: "ae", ß: "ss" };
  const AT_ONCE = 4000; // characters between two rests

  const folded = new Map();

  function foldCharacter(character) {
    let fold = folded.get(character);
    if (fold === undefined) folded.set(character, (fold = folding(character)));
    return fold;
  }

  function folding(character) {
    if (APOSTROPHES.includes(character)) return "'";
    if (HYPHENS.includes(character) || IS_SPACE.test(character)) return " ";
    if (character <= "\x7f") return character.toLowerCase();
    const parts = character.toLowerCase().normalize("NFKD").toLowerCase();
    if (parts !== character) return [...parts].map(foldCharacter).join("");
    if (/^[\p{Mn}\p{Cf}]$/u.test(character)) return "";
    return LETTERS[character] ?? character;
  }

  function fold(text) {
    return [...text].map(foldCharacter).join("");
  }

  /** A text folded, with the offset in it of each folded unit's source; one more, its length. */
  function* foldWithOrigins(source) {
    let text = "";
    const origins = [];
    let offset = 0;
    for (const character of source) {
      const piece = foldCharacter(character);
      text += piece;
      for (let n = 0; n < piece.length; n += 1) origins.push(offset);
      const before = offset;
      offset += character.length;
      if (Math.floor(before / AT_ONCE) !== Math.floor(offset / AT_ONCE)) yield;
    }
    origins.push(offset);
    return { text, origins };
  }

  /** The spans of a text's paragraphs: parted by blank lines where it has any, else by line ends. */
  function paragraphs(body) {
    const start = /^\n*/.exec(body)[0].length;
    const stop = Math.max(start, body.length - /\n*$/.exec(body)[0].length);
    const separator = PARTED.test(body.slice(start, stop)) ? BLANK_LINES : /\n/g;
    const spans = [];
    let from = start;
    for (const gap of body.slice(0, stop).matchAll(separator)) {
      if (gap.index < from) continue;
      spans.push({ start: from, end: gap.index });
      from = gap.index + gap[0].length;
    }
    if (from < stop) spans.push({ start: from, end: stop });
    return spans;
  }

  /** Without white space at its ends, as Python's strip(). */
  function strip(text) {
    return text.replace(EDGES, "");
  }

  return { SPACE, WORD, fold, foldWithOrigins, paragraphs, strip };
})();

/** Runs a generator to its end in pieces so short that nobody waits; undefined once `isStale()` says so. */
archive.paced = async (steps, isStale = () => false) => {
  const LONGEST = 12; // milliseconds of a piece
  for (let began = performance.now(); ;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < LONGEST) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isStale()) return undefined;
    began = performance.now();
  }
};
