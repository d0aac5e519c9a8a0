/**
 * Searching by looking at every document, and one whole lunr index: what the engine's results are held against.
 *
 * Shares with the engine the analysis of words (which has its own tests) and nothing else: it reads the articles, not the
 * index, and takes queries as trees, not as text.
 */
"use strict";
var oracle = {};

oracle.Archive = class {
  /**
   * @param {{documents: Array<{title, text, language, outlet: ?string, records: string[], date: string}>, records:
   *   Object<string, string[]>, boosts: Object<string, number>}} given records: id → forms of the name, of those within
   *   which others lie too.
   * @param {archive.analysis.Analysis} analysis
   */
  constructor({ documents, records, boosts }, analysis) {
    this.analysis = analysis;
    this.names = Object.fromEntries(Object.entries(records).map(([id, forms]) => [id, this.wordsOfForms(forms)]));
    this.nameForms = new Set(Object.values(this.names).flat());
    this.documents = documents.map((one) => ({
      title: this.read(one.title, one.language),
      text: this.read(one.text, one.language),
      names: one.records.flatMap((id) => this.names[id]),
      outlet: one.outlet ? this.names[one.outlet] : [],
      isDated: Boolean(one.date),
    }));
    this.mark();
    this.index = this.whole(boosts);
  }

  /** The words that a record's forms bring; forms of the same words once. */
  wordsOfForms(forms) {
    const [own] = this.analysis.names;
    const rows = forms.map((form) => this.analysis.words(form).map(({ exact }) => exact));
    const kept = rows.map((row) => row.filter((exact) => exact && !this.analysis.isStopWord(exact, own)));
    return [...new Map(kept.map((row) => [row.join(" "), row])).values()].flat();
  }

  /** Every word of a text: {exact, term, capital}; exact and term are empty where the word has none. */
  read(text, language) {
    const name = this.analysis.nameFor(language);
    return this.analysis.words(text).map(({ text: word, exact }) => {
      const kept = exact && !this.analysis.isStopWord(exact, name) ? exact : "";
      const [first] = word;
      return { exact: kept, term: kept && this.analysis.term(kept, name), capital: first !== first.toLowerCase() };
    });
  }

  words() {
    return this.documents.flatMap(({ title, text }) => [...title, ...text]).filter(({ exact }) => exact);
  }

  /** Marks the capitalised occurrences of names that share a stem with another form. */
  mark() {
    const many = new Map();
    const capitals = new Map();
    this.stemsOf = new Map();
    this.formsOf = new Map();
    const gather = (map, key, value) => map.set(key, (map.get(key) ?? new Set()).add(value));
    for (const { exact, term, capital } of this.words()) {
      many.set(exact, (many.get(exact) ?? 0) + 1);
      capitals.set(exact, (capitals.get(exact) ?? 0) + (capital ? 1 : 0));
      gather(this.stemsOf, exact, term);
      gather(this.formsOf, term, exact);
    }
    const isName = (exact) => capitals.get(exact) * 10 >= many.get(exact) * 9;
    const isShared = (exact) => [...this.stemsOf.get(exact)].some((term) => this.formsOf.get(term).size > 1);
    for (const word of this.words()) word.mark = word.capital && isName(word.exact) && isShared(word.exact);
    this.marked = new Set(this.words().flatMap(({ exact, mark }) => (mark ? [exact] : [])));
    this.vocabulary = [...new Set([...this.stemsOf.keys(), ...this.nameForms])];
  }

  /** One lunr index of everything. Its terms come sorted, as the order of a field's words is nothing to lunr. */
  whole(boosts) {
    const builder = new lunr.Builder();
    builder.tokenizer = (terms) => [...terms].sort().map((term) => new lunr.Token(term, {}));
    builder.ref("number");
    for (const [name, boost] of Object.entries(boosts)) builder.field(name, { boost });
    const terms = (words) => words.flatMap(({ exact, term, mark }) => (!exact ? [] : mark ? [term, `${exact}=`] : [term]));
    this.documents.forEach(({ title, text, names, outlet }, number) => {
      builder.add({ number, title: terms(title), text: terms(text), names, outlet });
    });
    return builder.build();
  }

  fields({ field }, among) {
    return field ? among.filter((one) => one === field) : among;
  }

  /** What lunr scores of a node of the query, and which documents satisfy it. */
  meaning(node) {
    return this[node.kind](node);
  }

  word({ word, ...node }) {
    const form = archive.analysis.exact(word);
    const { analysis } = this;
    const stems = [...new Set(analysis.names.filter((name) => !analysis.isStopWord(form, name)).map((name) => analysis.term(form, name)))];
    const texts = this.fields(node, ["title", "text"]);
    const named = this.fields(node, ["names", "outlet"]);
    const says = ({ exact, term, mark }) => exact && stems.includes(term) && !(mark && exact !== form);
    return {
      required: stems.length === analysis.names.length || analysis.names.every((name) => !analysis.isStopWord(form, name)),
      lunr: [
        ...stems.map((term) => ({ term, fields: texts })),
        { term: `${form}=`, fields: texts },
        { term: form, fields: named },
      ],
      fits: (document) => texts.some((one) => document[one].some(says)) || named.some((one) => document[one].includes(form)),
    };
  }

  /** A word in quotes: where it is a name that is marked, only as that. */
  quoted(node) {
    const form = archive.analysis.exact(node.word);
    const word = this.word(node);
    if (!this.marked.has(form)) return word;
    const texts = this.fields(node, ["title", "text"]);
    const named = this.fields(node, ["names", "outlet"]);
    return {
      required: word.required,
      lunr: word.lunr.slice(-2),
      fits: (document) =>
        texts.some((one) => document[one].some(({ exact, mark }) => mark && exact === form)) ||
        named.some((one) => document[one].includes(form)),
    };
  }

  several(node, forms) {
    const stems = new Set(forms.flatMap((form) => [...(this.stemsOf.get(form) ?? [])].sort()));
    const texts = this.fields(node, ["title", "text"]);
    const named = this.fields(node, ["names", "outlet"]);
    return {
      required: true,
      forms,
      lunr: [
        ...[...stems].map((term) => ({ term, fields: texts })),
        ...forms.filter((form) => this.nameForms.has(form)).map((term) => ({ term, fields: named })),
      ],
      fits: (document) =>
        texts.some((one) => document[one].some(({ exact, term }) => exact && stems.has(term))) ||
        named.some((one) => document[one].some((form) => forms.includes(form))),
    };
  }

  wildcard({ pattern, ...node }) {
    const parts = pattern.split("*").map((part) => archive.analysis.exact(part));
    const expression = new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "su");
    return this.several(node, this.inOrder(this.vocabulary.filter((form) => expression.test(form))));
  }

  fuzzy({ word, distance, ...node }) {
    const form = archive.analysis.exact(word);
    return this.several(node, this.inOrder(this.vocabulary.filter((other) => oracle.distance(form, other) <= distance)));
  }

  /** In the order of UTF-16 code units: lunr tells equal scores apart by the order of the query. */
  inOrder(forms) {
    return forms.sort();
  }

  phrase({ words, ...node }) {
    const { analysis } = this;
    const row = words.map((word) => analysis.words(word)).flat().map(({ exact }) => exact);
    const sets = row.map((form) => {
      const isLeftOut = !form || analysis.names.some((name) => analysis.isStopWord(form, name));
      return isLeftOut ? null : new Set(analysis.names.map((name) => analysis.term(form, name)));
    });
    const wanted = sets.slice(sets.findIndex(Boolean), sets.findLastIndex(Boolean) + 1);
    const texts = this.fields(node, ["title", "text"]);
    const stems = new Set(wanted.flatMap((set) => [...(set ?? [])]));
    const holds = (read) => read.some((_, start) => wanted.every((set, step) => !set || set.has(read[start + step]?.term)));
    return {
      required: stems.size > 0,
      lunr: [...stems].map((term) => ({ term, fields: texts })),
      fits: (document) => stems.size > 0 && texts.some((one) => holds(document[one])),
    };
  }

  newest(numbers) {
    const isDated = (number) => this.documents[number].isDated;
    return [...numbers.filter(isDated).reverse(), ...numbers.filter((number) => !isDated(number))];
  }

  /**
   * The documents of a query in order.
   *
   * @param {Array<{kind: string, field: string, without: boolean}>} nodes each as a method of this class takes it.
   * @returns {{hits: number[], scores: number[], tier1: number}}
   */
  search(nodes) {
    const read = nodes.map((node) => ({ ...node, ...this.meaning(node) }));
    const barred = read.filter(({ without }) => without);
    const wanted = read.filter(({ without }) => !without);
    const required = wanted.filter((node) => node.required);
    const findable = wanted.filter((node) => node.lunr.some(({ term, fields }) => fields.length && this.index.invertedIndex[term]));
    const asked = required.length ? required : findable;
    const numbers = this.documents.flatMap((document, number) => (barred.some(({ fits }) => fits(document)) ? [] : [number]));
    const satisfied = numbers.map((number) => asked.filter(({ fits }) => fits(this.documents[number])).length);
    if (!wanted.length) return { hits: this.newest(numbers), scores: numbers.map(() => 0), tier1: numbers.length };
    const clauses = [...asked, ...wanted.filter((node) => !asked.includes(node))].flatMap((node) => node.lunr).filter(({ fields }) => fields.length);
    const found = this.index.query((query) => {
      for (const { term, fields } of clauses) query.clause({ term, fields: [...fields], usePipeline: false });
    });
    const inTier = (isFirst) => {
      const kept = new Set(numbers.filter((_, at) => satisfied[at] && isFirst === (satisfied[at] === asked.length)));
      return found.filter(({ ref }) => kept.has(Number(ref)));
    };
    const [first, second] = [inTier(true), inTier(false)];
    const all = [...first, ...second];
    return { hits: all.map(({ ref }) => Number(ref)), scores: all.map(({ score }) => score), tier1: first.length };
  }
};

/** How many letters must be added, left out, replaced or swapped with their neighbour: the whole table of it. */
oracle.distance = (a, b) => {
  if (Math.abs(a.length - b.length) > 2) return 9;
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const ways = [table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) ways.push(table[i - 2][j - 2] + 1);
      table[i][j] = Math.min(...ways);
    }
  }
  return table[a.length][b.length];
};

/** Numbers below 1, the same ones each time. */
oracle.chance = (seed) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 4294967296;
};

/** Makes up queries: as trees, and as somebody would type them. */
oracle.Asker = class {
  /** @param {Array} documents @param {string[]} names of records @param {archive.analysis.Analysis} analysis */
  constructor(documents, names, analysis, seed) {
    this.chance = oracle.chance(seed);
    this.analysis = analysis;
    this.documents = documents;
    this.names = names;
  }

  pick(list) {
    return list[Math.floor(this.chance() * list.length)];
  }

  happens(share) {
    return this.chance() < share;
  }

  wordsOf(text) {
    return text.match(/[\p{L}\p{N}]+/gu) ?? ["x"];
  }

  aWord() {
    if (this.happens(0.2)) return this.pick(this.wordsOf(this.pick(this.names)));
    if (this.happens(0.02)) return this.pick(["inexistant", "constructor", "toString", "حلب", "7"]);
    const document = this.pick(this.documents);
    return this.pick(this.wordsOf(this.happens(0.3) ? document.title : document.text));
  }

  /** The word in another spelling that means the same. */
  spelt(word) {
    const dice = this.chance();
    if (dice < 0.2) return word.toUpperCase();
    if (dice < 0.4) return word.toLowerCase();
    if (dice < 0.6) return word.normalize("NFD").replace(/\p{M}/gu, "");
    if (dice < 0.7) return word.normalize("NFD");
    return word;
  }

  node() {
    const dice = this.chance();
    const word = this.aWord();
    const elided = this.happens(0.1) ? this.pick(["l’", "d'", "qu’", "L'", "jusqu’"]) : "";
    if (dice < 0.5) return { kind: "word", word, text: elided + this.spelt(word) };
    if (dice < 0.7) {
      const letters = [...word];
      const pattern = letters.length < 3 ? "inter*"
        : this.happens(0.7) ? `${letters.slice(0, 3 + Math.floor(this.chance() * (letters.length - 2))).join("")}*`
        : this.happens(0.5) ? `*${letters.slice(-4).join("")}` : `${letters.slice(0, 2).join("")}*${letters.slice(-2).join("")}`;
      return { kind: "wildcard", pattern, text: elided + (this.happens(0.3) ? pattern.toUpperCase() : pattern) };
    }
    if (dice < 0.8) {
      const letters = [...this.wordsOf(word)[0]];
      if (letters.length < 5) return { kind: "word", word, text: word };
      if (this.happens(0.7)) letters.splice(Math.floor(this.chance() * letters.length), 1, this.pick(["e", "x", ""]));
      const distance = this.happens(0.3) && letters.length > 5 ? 2 : 1;
      return { kind: "fuzzy", word: letters.join(""), distance, text: `${letters.join("")}~${distance === 1 && this.happens(0.5) ? "" : distance}` };
    }
    return this.phrase();
  }

  phrase() {
    const document = this.pick(this.documents);
    const text = this.happens(0.3) ? document.title : document.text;
    const found = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
    const first = Math.floor(this.chance() * found.length);
    const last = found[Math.min(found.length - 1, first + 1 + Math.floor(this.chance() * 3))];
    const part = text.slice(found[first].index, last.index + last[0].length);
    const [open, close] = this.pick(['""', "«»", "“”"]);
    const typed = `${open}${part}${close}`;
    const kept = this.analysis.words(part).filter(({ exact }) => exact);
    if (kept.length === 1) return { kind: "quoted", word: kept[0].text, text: typed };
    return { kind: "phrase", words: archive.analysis.fold(part).split(/\s+/), text: typed };
  }

  /** @returns {{nodes: Array, text: string}} the nodes are different from each other: a word is asked for once. */
  query() {
    const nodes = Array.from({ length: 1 + Math.floor(this.chance() * 3.6) }, () => {
      const field = this.happens(0.15) ? this.pick(["title", "text"]) : "";
      return { ...this.node(), field, without: this.happens(0.15) };
    });
    const spoken = { title: this.pick(["title:", "titre:", "TITRE:"]), text: this.pick(["text:", "texte:"]), "": "" };
    const text = nodes.map((node) => (node.without ? "-" : "") + spoken[node.field] + node.text).join(this.pick([" ", "  ", "\n"]));
    const meaning = ({ text: _, word, pattern, ...node }) =>
      JSON.stringify({ ...node, word: word && archive.analysis.exact(word), pattern: pattern && archive.analysis.exact(pattern) });
    return { nodes: [...new Map(nodes.map((node) => [meaning(node), node])).values()], text };
  }
};
