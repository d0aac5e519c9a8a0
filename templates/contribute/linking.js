/**
 * Finding the names, exactly as archive/linking.py does it in a text that lists no record; a test holds both to each
 * other. Offsets count UTF-16 code units.
 */
var archive = window.archive || {};

archive.Linker = (() => {
  const { SPACE, WORD, fold, foldWithOrigins, paragraphs } = archive.text;
  const ELISIONS = new Set("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu entr".split(" "));
  const CONNECTORS = new Set(
    "de d des du la le les l et ou ni à au aux en dans celle celles celui ceux the of and in or".split(" "),
  );
  const AFTER_ADJECTIVES = new Set(["d", "de", "des", "du", "of", ","]);
  const ADJECTIVES_AFTER_OPENER = 2;
  const CONTEXT = 200; // code points
  const TOKEN = new RegExp(`[${WORD}]+(?:-[${WORD}]+)*|[^${WORD}${SPACE}]`, "gu");
  const WORD_AT_END = new RegExp(`[${WORD}]*$`, "u");
  const POSSESSIVE = new RegExp(`^'s[^${WORD}]?$`, "u");
  const GROUP_END = /[.!?…;:\n]/;
  const ASIDE = /\([^()]*\)/g;
  const AT_ONCE = 500; // places between two rests

  /** Whether a character of the source begins at this place of its fold: not inside œ, folded to oe. */
  function begins(origins, at) {
    return at === 0 || origins[at] !== origins[at - 1];
  }

  /** For each unit of a folded text, whether it belongs to a letter or digit. */
  function letters(text) {
    const found = new Uint8Array(text.length);
    for (const { 0: run, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) found.fill(1, index, index + run.length);
    return found;
  }

  function isWhole(text, isLetter, start, end) {
    if (start && isLetter[start - 1]) return false;
    if (isLetter[end]) return false;
    if (start && text[start - 1] === "'") {
      const word = WORD_AT_END.exec(text.slice(Math.max(0, start - 20), start - 1))[0];
      if (word && !ELISIONS.has(word)) return false;
    }
    if (text[end] !== "'" || !isLetter[end + 1]) return true;
    return POSSESSIVE.test([...text.slice(end, end + 4)].slice(0, 3).join(""));
  }

  function isUpper(text, at) {
    return /^\p{Uppercase}/u.test(text.slice(at, at + 2));
  }

  function isAdjective(word) {
    return /^\p{L}/u.test(word) && /^\p{Lowercase}/u.test(word) && (!CONNECTORS.has(fold(word)) || word === "où");
  }

  /** Whether one of the words that a form asks for opens the noun group that the hit belongs to. */
  function isOpened({ start, openers }, body) {
    const context = [...body.slice(Math.max(0, start - 2 * CONTEXT), start)].slice(-CONTEXT).join("");
    const words = context.replace(ASIDE, " ").split(GROUP_END).at(-1).match(TOKEN) ?? [];
    const position = words.findLastIndex((word) => openers.has(fold(word)));
    if (position < 0) return false;
    const rest = words.slice(position + 1);
    let adjectives = 0;
    while (adjectives < Math.min(rest.length, ADJECTIVES_AFTER_OPENER) && isAdjective(rest[adjectives]))
      adjectives += 1;
    if (adjectives && (adjectives === rest.length || !AFTER_ADJECTIVES.has(fold(rest[adjectives])))) return false;
    return !rest.slice(adjectives).some(isAdjective);
  }

  /** The end in the text of the folded unit at `last`, with the accents that the fold dropped after it. */
  function endOf(origins, last, body) {
    let end = origins[last] + String.fromCodePoint(body.codePointAt(origins[last])).length;
    const marks = /^\p{Mn}+/u.exec(body.slice(end, origins[last + 1]));
    end += marks ? marks[0].length : 0;
    return end;
  }

  /** The longest of any hits that overlap, in the order of the text. */
  function longest(hits, size) {
    const sorted = [...hits].sort(
      (one, other) =>
        other.length - one.length ||
        one.start - other.start ||
        other.rule - one.rule ||
        (other.introduced ?? -1) - (one.introduced ?? -1) ||
        (one.record.id < other.record.id ? -1 : 1),
    );
    const taken = new Uint8Array(size);
    const settled = sorted.filter(({ start, end }) => {
      const isFree = !taken.subarray(start, end).includes(1);
      if (isFree) taken.fill(1, start, end);
      return isFree;
    });
    return settled.sort((one, other) => one.start - other.start);
  }

  return class Linker {
    #claims = new Map(); // folded form → who claims it
    #lengths = new Map(); // its first two units → the lengths of the forms that begin so

    /** Takes records in: a generator. @param {Array} records rows as archive/contributing.py writes them. */
    *learn(records) {
      for (const [id, kind, cites, heading, forms] of records) {
        for (const form of forms) {
          const [text, rule] = [form].flat();
          yield* this.#add(text, {
            record: { id, kind, cites, heading },
            openers: Array.isArray(rule) ? new Set(rule.map(fold)) : null,
            isShort: rule === 1,
          });
        }
        yield;
      }
      return this;
    }

    *#add(form, claim) {
      const { text, origins } = yield* foldWithOrigins(form);
      const capitals = [...origins.keys()].filter(
        (at) => at < text.length && begins(origins, at) && isUpper(form, origins[at]),
      );
      if (!this.#claims.has(text)) this.#claims.set(text, []);
      this.#claims.get(text).push({ ...claim, capitals });
      const key = text.slice(0, 2);
      if (!this.#lengths.has(key)) this.#lengths.set(key, new Set());
      this.#lengths.get(key).add(text.length);
    }

    /** The mentions in a text, [{start, end, record}] in its order: a generator. */
    *link(body) {
      const hits = yield* this.#hits(body);
      const full = [];
      for (const hit of hits) {
        if (hit.isShort) continue;
        if (!hit.openers || isOpened(hit, body)) full.push({ ...hit, rule: hit.openers ? 3 : 1 });
        yield;
      }
      const introduced = new Map();
      for (const { record, start } of longest(full, body.length)) {
        if (!introduced.has(record.id)) introduced.set(record.id, []);
        introduced.get(record.id).push(start);
      }
      yield;
      const short = [];
      for (const hit of hits) {
        const last = hit.isShort && introduced.get(hit.record.id)?.findLast((start) => start < hit.start);
        if (Number.isInteger(last)) short.push({ ...hit, rule: 0, introduced: last });
      }
      return longest([...full, ...short], body.length);
    }

    /** Every form that stands in a text at word boundaries with the capitals it asks for. */
    *#hits(body) {
      const { text, origins } = yield* foldWithOrigins(body);
      const isLetter = letters(text);
      const spans = paragraphs(body);
      const hits = [];
      for (let first = 0; first < text.length; first += 1) {
        if (first % AT_ONCE === 0) yield;
        if (first && isLetter[first - 1]) continue;
        for (const { end, claims } of this.#standing(text, first)) {
          if (!isWhole(text, isLetter, first, end) || !begins(origins, first) || !begins(origins, end)) continue;
          const span = { start: origins[first], end: endOf(origins, end - 1, body) };
          const inside = body.slice(span.start, span.end);
          if (inside.includes("\n") && !spans.some(({ start, end }) => start <= span.start && span.end <= end))
            continue;
          for (const { capitals, ...claim } of claims) {
            if (!capitals.every((at) => isUpper(body, origins[first + at]))) continue;
            hits.push({ ...span, ...claim, length: [...inside].length });
          }
        }
      }
      return hits;
    }

    /** The forms that stand at one place of a folded text. */
    *#standing(text, first) {
      for (const key of new Set([text.slice(first, first + 1), text.slice(first, first + 2)])) {
        for (const length of this.#lengths.get(key) ?? []) {
          const claims = this.#claims.get(text.slice(first, first + length));
          if (claims && first + length <= text.length) yield { end: first + length, claims };
        }
      }
    }
  };
})();
