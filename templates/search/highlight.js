/**
 * The words of a query where they stand in a text: whole titles marked, and the best excerpt of a body.
 *
 * Gives pieces of plain text, never markup: {text, hit}. Texts are read with the analysis that made the index, so what
 * is marked is what was found.
 */
var archive = window.archive || {};

archive.highlight = (() => {
  const MAX_TEXT = 200000; // UTF-16 code units of a text that are looked at
  const REPEATED = 0.05; // what a word counts when it is in the excerpt already

  // As is_furniture in archive/text.py: in the text of an article, but none of its prose.
  const FURNITURE = new RegExp(
    "^\\s*(?:table of contents|table des mati[eè]res|sommaire" +
      "|(?:auteur|autrice|author|source|publi[ée] le|published|mise [àa] jour|updated?)\\s*:.*" +
      "|\\(\\s*(?:voir|see|cf\\.?)(?![\\p{L}\\p{N}_]).*\\))\\s*$",
    "iu",
  );
  const DATE_PREFIX = /^\s*date[ :]+\d{4}(?:-\d\d){0,2}\s+/i;

  /** Whether a folded word fits a folded pattern with `*` for any letters. */
  function fits(word, pattern) {
    const parts = pattern.split("*");
    const last = parts.pop();
    const first = parts.shift();
    if (word.length < first.length + last.length || !word.startsWith(first) || !word.endsWith(last)) return false;
    let at = first.length;
    for (const part of parts) {
      at = word.indexOf(part, at);
      if (at < 0) return false;
      at += part.length;
    }
    return at <= word.length - last.length;
  }

  /** Which word of the query a word of a text is, by number; undefined when it is none. */
  function idOf(exact, names, { analysis, keys, globs }) {
    if (names.every((name) => analysis.isStopWord(exact, name))) return undefined;
    const known = keys.get("=" + exact);
    if (known !== undefined) return known < 0 ? undefined : known;
    for (const name of names) {
      const id = analysis.isStopWord(exact, name) ? undefined : keys.get(analysis.term(exact, name));
      if (id !== undefined) return id;
    }
    return globs.find(({ pattern }) => fits(exact, pattern))?.id;
  }

  /** Whether a row of words stands at a place of a text. */
  function standsAt(found, at, row, names, analysis) {
    if (at + row.length > found.length) return false;
    return row.every((wanted, step) => {
      const { exact } = found[at + step];
      if (!wanted) return true;
      return wanted.has("=" + exact) || names.some((name) => wanted.has(analysis.term(exact, name)));
    });
  }

  const read = new WeakMap(); // words of a query → language → exact form → what it may be

  /** For each exact form the word of the query that it is, and the rows that may begin with it; worked out once. */
  function readerOf(names, words) {
    if (!read.has(words)) read.set(words, new Map());
    const language = names.join();
    if (!read.get(words).has(language)) read.get(words).set(language, new Map());
    const known = read.get(words).get(language);
    return (exact) => {
      let entry = known.get(exact);
      if (!entry) {
        const rows = words.rows.filter(({ row }) => standsAt([{ exact }], 0, row.slice(0, 1), names, words.analysis));
        known.set(exact, (entry = { id: exact ? idOf(exact, names, words) : undefined, rows }));
      }
      return entry;
    };
  }

  /**
   * The hits of a query in a text: [{start, end, id}], in order, never overlapping; equal ids for one word of the query.
   *
   * @param {{analysis: archive.analysis.Analysis, keys: Map<string, number>, globs: Array<{pattern: string, id: number}>,
   *   rows: Array<{row: Array<?Set<string>>, id: number}>}} words keys are terms, or `=` and an exact form, whose number
   *   is below 0 where it is not to be marked; rows are of sets of such keys, null for any word.
   */
  function findHits(text, words, language) {
    const { analysis } = words;
    const names = language ? [analysis.nameFor(language)] : analysis.names;
    const found = analysis.words(text.slice(0, MAX_TEXT));
    const reading = readerOf(names, words);
    const hits = [];
    for (let at = 0; at < found.length; at++) {
      const { id, rows } = reading(found[at].exact);
      const row = rows.find((one) => standsAt(found, at, one.row, names, analysis));
      if (row) {
        const last = at + row.row.length - 1;
        hits.push({ start: found[at].start, end: found[last].end, id: row.id });
        at = last;
        continue;
      }
      const { start, end } = found[at];
      if (id !== undefined) hits.push({ start, end, id });
    }
    return hits;
  }

  /** The spans of the lines of prose: [start, end) without the white space around. */
  function proseLines(text) {
    const lines = [];
    for (const match of text.matchAll(/[^\r\n]+/g)) {
      const prefix = DATE_PREFIX.exec(match[0] + " ");
      const line = prefix ? match[0].slice(prefix[0].length) : match[0];
      if (!line.trim() || FURNITURE.test(line)) continue;
      const end = match.index + match[0].trimEnd().length;
      const start = match.index + match[0].length - line.trimStart().length;
      if (start < end) lines.push({ start, end });
    }
    return lines.length ? lines : [{ start: 0, end: text.length }];
  }

  /** The pieces of text[start, end), hits marked. */
  function pieces(text, hits, start, end) {
    const made = [];
    let at = start;
    for (const hit of hits) {
      if (hit.end <= start || hit.start >= end) continue;
      const [from, to] = [Math.max(hit.start, start), Math.min(hit.end, end)];
      if (from > at) made.push({ text: text.slice(at, from), hit: false });
      made.push({ text: text.slice(from, to), hit: true });
      at = to;
    }
    if (at < end) made.push({ text: text.slice(at, end), hit: false });
    return made;
  }

  /** The window of at most `length` that holds the most different words: its first hit, and where its last ends. */
  function bestWindow(hits, length) {
    let best = null;
    for (let first = 0; first < hits.length; first++) {
      const seen = new Set();
      let value = 0;
      let end = hits[first].end;
      for (let last = first; last < hits.length && hits[last].end - hits[first].start <= length; last++) {
        value += seen.has(hits[last].id) ? REPEATED : 1;
        seen.add(hits[last].id);
        end = hits[last].end;
      }
      if (!best || value > best.value + 1e-9) best = { value, start: hits[first].start, end };
    }
    return best;
  }

  /** Where an excerpt around [from, to) begins: at a sentence or line if one begins near enough, else at a word. */
  function beginning(text, lines, from, to, length) {
    const room = Math.max(0, length - (to - from));
    const line = lines.findLast((one) => one.start <= from) || lines[0];
    const earliest = Math.max(line.start, from - room);
    if (earliest === line.start) return line.start;
    const before = text.slice(earliest, from);
    const sentence = /^.*[.!?…]["”»’)\]]*\s+(?=\S|$)/s.exec(before);
    if (sentence) return earliest + sentence[0].length;
    const word = /\s+(?=\S)/.exec(text.slice(Math.max(earliest, from - (room >> 1)), from));
    return word ? Math.max(earliest, from - (room >> 1)) + word.index + word[0].length : from;
  }

  /** The last place up to `limit`, after `start`, where a word ends; `limit` itself when a word is longer than that. */
  function endOfWord(text, start, limit) {
    if (limit >= text.length || /\s/.test(text[limit])) return limit;
    for (let at = limit; at > start; at--) if (/\s/.test(text[at - 1])) return text.slice(0, at).trimEnd().length;
    return /[\uDC00-\uDFFF]/.test(text[limit]) ? limit - 1 : limit; // not between two halves of a character
  }

  /**
   * The excerpt of a text that shows most of the query's words.
   *
   * @param {string} text the verbatim body.
   * @param {object} words `words` of a search result.
   * @param {number} length about how many UTF-16 code units; the excerpt has whole words and is at most so long (a
   *   first word longer than that is cut).
   * @param {string} [language] the text's; without it the words of each language of the index are looked for.
   * @returns {{pieces: Array<{text: string, hit: boolean}>}} verbatim but for lines joined by a space, lines left out
   *   that are no prose, and an ellipsis where the excerpt begins or ends inside the text.
   */
  function excerpt(text, words, length, language) {
    const looked = text.slice(0, MAX_TEXT);
    const lines = proseLines(looked);
    let at = 0;
    const inProse = ({ start, end }) => {
      while (at < lines.length && lines[at].end < end) at += 1;
      return at < lines.length && lines[at].start <= start;
    };
    const hits = words ? findHits(looked, words, language).filter(inProse) : [];
    const best = bestWindow(hits, length) || { start: lines[0].start, end: lines[0].start };
    const start = beginning(looked, lines, best.start, best.end, length);
    const made = start > lines[0].start ? [{ text: "… ", hit: false }] : [];
    let left = length;
    for (const line of lines) {
      if (line.end <= start) continue;
      const from = Math.max(line.start, start);
      const to = Math.min(line.end, endOfWord(looked, from, from + left));
      if (to <= from) break;
      if (from > start) made.push({ text: " ", hit: false });
      made.push(...pieces(looked, hits, from, to));
      left -= to - from + 1;
      if (to < line.end || left <= 0) {
        if (to < lines[lines.length - 1].end) made.push({ text: " …", hit: false });
        break;
      }
    }
    return { pieces: made };
  }

  /**
   * A whole text, the query's words marked: for titles.
   *
   * @param {string} text
   * @param {object} words `words` of a search result.
   * @param {string} [language] the text's.
   * @returns {Array<{text: string, hit: boolean}>} the text in pieces; joined, they are the text.
   */
  function mark(text, words, language) {
    return pieces(text, words ? findHits(text, words, language) : [], 0, text.length);
  }

  return { excerpt, mark, fits };
})();
