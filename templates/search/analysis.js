/**
 * From text to terms, exactly as archive/search/analysis.py does it; a test holds both to each other.
 *
 * A word is a run of letters, digits and marks; everything else parts words, apostrophes and hyphens too. Its exact form
 * is its fold; its term is the stem of the exact form and depends on nothing else. Elided words before an apostrophe and
 * stop words have no term, but count where words are counted. Offsets count UTF-16 code units.
 */
var archive = window.archive || {};

archive.analysis = (() => {
  const LONGEST = 64; // code points of a word that count
  const MAX_REMEMBERED = 30000; // stems, and forms, that are kept

  const WORD = /([\p{L}\p{N}\p{M}\u00AD\u200C\u200D\u2060]+)(['’‘‛′`´]?)/gu;
  const NO_LETTER = /[^\p{L}\p{N}]|[\u02B9-\u02FF]/gu;
  const LETTERS = { ı: "i", ł: "l", ø: "o", đ: "d", œ: "oe", æ: "ae", ß: "ss", ς: "σ" };

  const folded = new Map(); // word that is not ASCII → exact form

  /** U+02BC is an apostrophe here, though Unicode takes it for a letter. */
  function separated(text) {
    return text.replaceAll("\u02BC", "'");
  }

  /** The exact form of one word: lower case, without accents; empty when no letter or digit is in it. */
  function exact(word) {
    const cut = word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word;
    // eslint-disable-next-line no-control-regex -- ASCII has nothing to decompose
    if (/^[\x00-\x7F]*$/.test(cut)) return cut.toLowerCase();
    let form = folded.get(cut);
    if (form === undefined) {
      const letters = cut.normalize("NFKD").toLowerCase().replace(NO_LETTER, "");
      form = letters.replace(/[ıłøđœæßς]/g, (letter) => LETTERS[letter]).toLowerCase();
      if (folded.size >= MAX_REMEMBERED) folded.clear();
      folded.set(cut, form);
    }
    return form;
  }

  /** A text with each of its words as its exact form, and all between them as it was: for comparing. */
  function fold(text) {
    return separated(text).replace(WORD, (_, word, apostrophe) => exact(word) + (apostrophe && "'"));
  }

  const ACCENTS = [
    [/^([a-z]{1,3}i)ee?(s?)$/, "$1é$2"],
    [/iees?$/, "ie"],
    [/ee(s?)$/, "ée$1"],
    [/iere(s?)$/, "ière$1"],
    [/([^fh]|ch)erent$/, "$1èrent"],
    [/([ao]y)e(s?)$/, "$1é$2"],
  ];

  /** A folded French word with the accents that its endings need for Snowball to know them. */
  function accented(word) {
    return ACCENTS.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), word);
  }

  const STEMMERS = {
    fr: (word) => exact(lunr.fr.stemmer(accented(word))),
    en: (word) => lunr.stemmer({ update: (stem) => stem(word) }).replace(/y$/, "i"),
    plain: (word) => word,
  };

  /** What turns the words of an archive's languages into terms. */
  class Analysis {
    /**
     * @param {{elisions: string, analysers: Array<{name: string, stop: string}>}} manifest the lists, parted by spaces.
     */
    constructor({ elisions, analysers }) {
      this.elisions = new Set(elisions.split(" "));
      this.stopWords = new Map(analysers.map(({ name, stop }) => [name, new Set(stop.split(" "))]));
      /** The names of the analysers: those of the languages that the archive's articles are in. */
      this.names = analysers.map(({ name }) => name);
      this.stems = new Map(this.names.map((name) => [name, new Map()]));
    }

    /** The name of the analyser for texts of a language (BCP 47). */
    nameFor(language) {
      const primary = language.split("-", 1)[0].toLowerCase();
      return this.stopWords.has(primary) ? primary : this.names.includes("plain") ? "plain" : this.names[0];
    }

    /**
     * Every word of a text in order.
     *
     * @returns {Array<{text: string, exact: string, start: number, end: number}>} exact is empty for an elided word, and
     *   for one without letter or digit.
     */
    words(text) {
      const found = [];
      for (const { 1: word, 2: apostrophe, index } of separated(text).matchAll(WORD)) {
        const folded = exact(word);
        const kept = apostrophe && this.elisions.has(folded) ? "" : folded;
        found.push({ text: word, exact: kept, start: index, end: index + word.length });
      }
      return found;
    }

    /** Whether an exact form is a stop word of an analyser. */
    isStopWord(form, name) {
      return this.stopWords.get(name).has(form);
    }

    /** The term of an exact form. */
    term(form, name) {
      const known = this.stems.get(name);
      let stem = known.get(form);
      if (stem === undefined) {
        stem = /^[a-z]+$/.test(form) ? STEMMERS[name](form) : form;
        if (known.size >= MAX_REMEMBERED) known.clear();
        known.set(form, stem);
      }
      return stem;
    }

    /** The different terms of an exact form: one for each analyser that does not take it for a stop word. */
    terms(form) {
      return [...new Set(this.names.filter((name) => !this.isStopWord(form, name)).map((name) => this.term(form, name)))];
    }

    /** The words of a text that have a term, in order: [{term, exact, start, end}]. */
    analyse(text, language) {
      const name = this.nameFor(language);
      const kept = this.words(text).filter((word) => word.exact && !this.isStopWord(word.exact, name));
      return kept.map(({ exact: form, start, end }) => ({ term: this.term(form, name), exact: form, start, end }));
    }
  }

  return { Analysis, exact, fold };
})();
