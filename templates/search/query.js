/**
 * The query language: what the reader typed, as clauses.
 *
 *   alep idlib            every word (then, in a second tier, any of them)
 *   "armée syrienne"      these words in this order; also « » and “ ”
 *   -hama  -"al-Assad"    without
 *   bombard*  *assad      any word that begins, or ends, so; * may stand anywhere
 *   cham~1                words that differ by one letter (or two: ~2)
 *   title:alep  text:alep  outlet:sana        in one field; also titre: texte: média: media: and field:"a phrase"
 *
 * Any text is a query: what has no meaning as an operator is a separator. Nothing throws.
 */
var archive = window.archive || {};

archive.query = (() => {
  const MAX_LENGTH = 1000; // UTF-16 code units; beyond, nobody typed it
  const MAX_WORDS = 32; // words of all clauses
  const MAX_DISTANCE = 2; // letters; more finds everything and takes long

  const FIELDS = {
    title: "title", titre: "title",
    text: "text", texte: "text",
    outlet: "outlet", media: "outlet",
  };
  const CLOSING = { '"': '"', "“": "”“", "”": "”“", "„": "”“", "«": "»", "»": "«" };
  const MINUS = "-−–";

  const FIELD = /([\p{L}\p{M}]+):(?=\S)/uy;
  const PIECE = /(?<pattern>[\p{L}\p{N}\p{M}\u00AD\u200C\u200D\u2060*]+)(?<fuzzy>~(?<distance>\d*))?/gu;

  const SENTENCES = {
    fr: {
      long: "La recherche est trop longue : seuls ses {limit} premiers caractères comptent.",
      "many-words": "La recherche a trop de mots : seuls les {limit} premiers comptent.",
      "many-terms": "« {found} » correspond à trop de mots : seuls les {limit} plus fréquents comptent.",
      quote: "Un guillemet n’est pas fermé : tout ce qui le suit est cherché comme une expression.",
      "short-wildcard": "« {found} » est trop court pour * : il faut au moins {limit} lettres ou chiffres.",
      fuzzy: "« {found} » : l’écart est d’une lettre (~1) ou de deux (~2), et le mot doit être plus long que lui.",
      "stop-words": "Ces mots sont trop courants pour être cherchés : {found}.",
      empty: "Il n’y a aucun mot à chercher dans « {found} ».",
      date: "« {found} » n’est pas une date : écrivez 2024, 2024-12 ou 2024-12-02.",
      load: "Une partie de l’index n’a pas pu être chargée ({found}).",
    },
    en: {
      long: "The query is too long: only its first {limit} characters count.",
      "many-words": "The query has too many words: only the first {limit} count.",
      "many-terms": "“{found}” stands for too many words: only the {limit} most frequent count.",
      quote: "A quotation mark is not closed: all that follows is searched as a phrase.",
      "short-wildcard": "“{found}” is too short for *: it takes at least {limit} letters or digits.",
      fuzzy: "“{found}”: one letter (~1) or two (~2) may differ, and the word must be longer than that.",
      "stop-words": "These words are too common to be searched: {found}.",
      empty: "There is no word to search in “{found}”.",
      date: "“{found}” is not a date: write 2024, 2024-12 or 2024-12-02.",
      load: "A part of the index did not load ({found}).",
    },
  };

  /**
   * A problem as a value.
   *
   * @param {string} kind one of the keys above.
   * @param {string} language the site's; anything but French gets English.
   * @param {{found?: string, limit?: number, retry?: function}} details
   * @returns {{kind: string, text: string, found?: string, limit?: number, retry?: function}} text is the sentence.
   */
  function problem(kind, language, details = {}) {
    const sentences = /^fr\b/i.test(language) ? SENTENCES.fr : SENTENCES.en;
    const found = details.found && details.found.length > 60 ? details.found.slice(0, 59) + "…" : details.found;
    const text = sentences[kind].replace(/\{(found|limit)\}/g, (_, name) => (name === "found" ? found : details.limit));
    return { kind, text, ...details };
  }

  /** How many letters and digits a pattern must give: two to begin with, or three anywhere. */
  function tooShort(pattern) {
    return [...pattern.replace(/\*.*/s, "")].length < 2 && [...pattern.replaceAll("*", "")].length < 3;
  }

  /** Reads one query; see `parse`. */
  class Reader {
    constructor(text, language, analysis) {
      this.language = language;
      this.analysis = analysis;
      this.text = text.replaceAll("\u02BC", "'"); // an apostrophe, though Unicode takes it for a letter
      this.at = 0;
      this.clauses = [];
      this.problems = [];
      this.words = 0;
    }

    report(kind, details) {
      if (!this.problems.some((one) => one.kind === kind && one.found === details?.found)) {
        this.problems.push(problem(kind, this.language, details));
      }
    }

    /** Adds a clause of so many words; false when there is no room for it. */
    add(clause, words = 1) {
      if (this.words + words > MAX_WORDS) {
        this.report("many-words", { limit: MAX_WORDS });
        return false;
      }
      this.words += words;
      this.clauses.push(clause);
      return true;
    }

    read() {
      if (this.text.length > MAX_LENGTH) {
        this.report("long", { limit: MAX_LENGTH });
        this.text = this.text.slice(0, MAX_LENGTH);
      }
      while (this.skipSpace() && this.clause());
      return { clauses: this.clauses, problems: this.problems };
    }

    skipSpace() {
      while (this.at < this.text.length && /\s/.test(this.text[this.at])) this.at += 1;
      return this.at < this.text.length;
    }

    /** Reads one clause; false when no more fit. */
    clause() {
      let without = false;
      while (MINUS.includes(this.text[this.at]) || this.text[this.at] === "+") {
        without ||= this.text[this.at] !== "+";
        this.at += 1;
        if (this.at >= this.text.length || /\s/.test(this.text[this.at])) return true;
      }
      const scope = { field: this.field(), without };
      return this.text[this.at] in CLOSING ? this.phrase(scope) : this.run(scope);
    }

    field() {
      FIELD.lastIndex = this.at;
      const match = FIELD.exec(this.text);
      const name = match && archive.analysis.exact(match[1]);
      if (!match || !Object.hasOwn(FIELDS, name)) return "";
      this.at = FIELD.lastIndex;
      return FIELDS[name];
    }

    phrase(scope) {
      const closing = CLOSING[this.text[this.at]];
      const start = this.at + 1;
      let end = start;
      while (end < this.text.length && !closing.includes(this.text[end])) end += 1;
      if (end === this.text.length) this.report("quote");
      this.at = end + 1;
      const text = this.text.slice(start, end).trim();
      const words = this.analysis.words(text);
      const kept = words.filter(({ exact }) => exact);
      if (!kept.length) return true;
      if (kept.length === 1) return this.add({ kind: "word", ...scope, text: kept[0].text, words: [kept[0].exact], exact: true });
      return this.add({ kind: "phrase", ...scope, text, words: words.map(({ exact }) => exact) }, words.length);
    }

    /** Reads up to white space or a quotation mark: words, and words with * or ~. */
    run(scope) {
      const start = this.at;
      while (this.at < this.text.length && !/[\s"“”„«»]/.test(this.text[this.at])) this.at += 1;
      const text = this.text.slice(start, this.at);
      const exact = new Map(this.analysis.words(text).map((word) => [word.start, word.exact]));
      for (const match of text.matchAll(PIECE)) {
        const { pattern, fuzzy, distance } = match.groups;
        let room = true;
        if (pattern.includes("*")) room = this.wildcard(pattern, scope);
        else if (fuzzy) room = this.fuzzy(pattern, distance, match[0], scope);
        else if (exact.get(match.index)) {
          const at = start + match.index;
          const word = { kind: "word", ...scope, text: pattern, words: [exact.get(match.index)] };
          room = this.add({ ...word, start: at, end: at + pattern.length });
        }
        if (!room) return false;
      }
      return true;
    }

    wildcard(pattern, scope) {
      const text = pattern.replace(/\*+/g, "*");
      const folded = text.split("*").map(archive.analysis.exact).join("*");
      if (!tooShort(folded)) return this.add({ kind: "wildcard", ...scope, text, words: [folded] });
      if (text !== "*") this.report("short-wildcard", { found: text, limit: text.startsWith("*") ? 3 : 2 });
      return true;
    }

    fuzzy(word, given, text, scope) {
      const form = archive.analysis.exact(word);
      if (!form) return true;
      const asked = given === "" ? 1 : Number(given);
      const distance = Math.min(asked, MAX_DISTANCE, Math.floor((form.length - 1) / 2));
      if (distance < asked) this.report("fuzzy", { found: text });
      if (distance < 1) return this.add({ kind: "word", ...scope, text: word, words: [form] });
      return this.add({ kind: "fuzzy", ...scope, text, words: [form], distance });
    }
  }

  /**
   * The clauses of a query, in the reader's order.
   *
   * @param {string} text anything at all.
   * @param {string} language the site's, for the sentences of problems.
   * @param {archive.analysis.Analysis} analysis
   * @returns {{clauses: Array, problems: Array}} a clause is {kind: 'word'|'phrase'|'wildcard'|'fuzzy', text, words,
   *   field: ''|'title'|'text'|'outlet', without, distance?, exact?, start?, end?}; text is as written; words are exact
   *   forms, empty for an elided word of a phrase, and a wildcard's with its `*`; exact: a quoted word; start and end: where
   *   a plain word stands in the query.
   */
  function parse(text, language, analysis) {
    return new Reader(String(text ?? ""), language, analysis).read();
  }

  return { parse, problem, MAX_LENGTH, MAX_WORDS };
})();
