/**
 * One search from request to result: which documents, in which order, with which counts.
 */
var archive = window.archive || {};

archive.finding = (() => {
  const PAGE = 10; // documents
  const SORTS = ["relevance", "newest", "oldest", "outlet"];

  /** The numbers of the documents that are flagged. */
  function flagged(flags) {
    const numbers = [];
    for (let number = 0; number < flags.length; number++) if (flags[number]) numbers.push(number);
    return numbers;
  }

  function flagsOf(numbers, size) {
    const flags = new Uint8Array(size);
    for (const number of numbers) flags[number] = 1;
    return flags;
  }

  /** Each clause once: a word asked for twice is asked for once. */
  function distinct(clauses) {
    const key = ({ kind, words, distance, field, without, exact }) => JSON.stringify([kind, words, distance, field, without, exact]);
    return [...new Map(clauses.map((clause) => [key(clause), clause])).values()];
  }

  class Search {
    /** @param {object} index the engine's. @param {object} request see engine.js. */
    constructor(index, request) {
      this.index = index;
      this.text = String(request.q ?? "");
      this.expand = request.expand ?? {};
      this.selection = request.facets ?? {};
      this.sort = SORTS.includes(request.sort) ? request.sort : "relevance";
      this.ordered = request.ordered ?? Infinity;
      this.range = { from: String(request.from ?? ""), to: String(request.to ?? "") };
      this.problems = [];
    }

    /** The result. Rejects with a LoadError. */
    async run() {
      const { index } = this;
      const { clauses, problems } = archive.query.parse(this.text, index.manifest.language, index.analysis);
      this.problems.push(...problems);
      const naming = archive.names.find(this.text, clauses, index, this.expand);
      naming.catch(() => {}); // awaited below, when other things have come
      const [columns, units] = await Promise.all([
        index.columns(),
        archive.units.make(distinct(clauses), index),
      ]);
      for (const unit of units) this.problems.push(...unit.problems);
      const wanted = this.asked(units);
      const tiers = await this.tiers(wanted, units.filter(({ clause }) => clause.without));
      const [first, second] = await this.sift(columns, tiers);
      const countsOf = tiers[0].length || !tiers[1].length ? 1 : 2;
      const areAll = countsOf === 1 && first.documents.length === tiers[0].length && this.isPlain(units);
      const made = areAll ? () => this.madeCounts(wanted, clauses, naming) : () => null;
      const counting = this.count(columns, countsOf === 1 ? first : second, made);
      counting.catch(() => {}); // awaited below, when the order is known and its cards are on their way
      const order = await this.order(wanted, first.documents, second.documents);
      this.prefetch(order.documents);
      const counts = await counting;
      const names = await naming;
      const inFirst = flagsOf(first.documents, index.size);
      const { imprecise } = this.limits;
      return {
        total: first.documents.length + second.documents.length,
        tier1: first.documents.length,
        tier2: second.documents.length,
        hits: order.documents,
        scores: order.scores,
        tierOf: (number) => (inFirst[number] ? 1 : 2),
        ...this.countsFor(columns, counts),
        countsOf,
        isImprecise: (number) => Boolean(imprecise?.[number]),
        imprecise: imprecise ? order.documents.filter((number) => imprecise[number]).length : 0,
        names,
        words: this.wordsOf(wanted, names),
        problems: this.problems,
      };
    }

    /** The result when something that was needed did not load. */
    failed(problem) {
      return {
        total: 0, tier1: 0, tier2: 0, hits: [], scores: [], tierOf: () => 1,
        counts: Object.fromEntries(this.index.facets.map((name) => [name, {}])), countsOf: 1,
        histogram: { months: [], years: [], undated: 0 }, isImprecise: () => false, imprecise: 0,
        names: [], words: null, problems: [...this.problems, problem],
      };
    }

    /** The units that documents are asked for; where all are of stop words, those that can be found at all. */
    asked(units) {
      const positive = units.filter(({ clause }) => !clause.without);
      const required = positive.filter((unit) => unit.required);
      const left = required.length ? required : positive.filter((unit) => unit.lunr.length);
      this.optional = required.length ? positive.filter((unit) => !unit.required) : [];
      this.isOpen = !this.text.trim() || (!positive.length && units.length > 0);
      if (positive.length && !left.length) {
        const found = positive.map(({ clause }) => clause.text).join(" ");
        this.problems.push(this.index.problem("stop-words", { found }));
      } else if (!units.length && this.text.trim() && this.problems.every(({ kind }) => kind === "long")) {
        this.problems.push(this.index.problem("empty", { found: this.text.trim() }));
      }
      return left;
    }

    /** Whether nothing that a unit finds was to be left out. */
    isPlain(units) {
      return units.every(({ clause }) => !clause.without) && !Object.values(this.expand).includes(false);
    }

    /** The documents that satisfy all units, and those that satisfy only some; none that satisfies one of `without`. */
    async tiers(wanted, without) {
      const { size } = this.index;
      const switchedOff = new Set(Object.keys(this.expand).filter((record) => this.expand[record] === false));
      const flags = async (unit) => {
        const found = new Uint8Array(size);
        await unit.find(found, switchedOff);
        return found;
      };
      const [found, barred] = await Promise.all([Promise.all(wanted.map(flags)), Promise.all(without.map(flags))]);
      const [first, second] = [new Uint8Array(size), new Uint8Array(size)];
      for (let number = 0; number < size; number++) {
        if (barred.some((one) => one[number])) continue;
        let satisfied = 0;
        for (const one of found) satisfied += one[number];
        if (found.length ? satisfied === found.length : this.isOpen) first[number] = 1;
        else if (satisfied) second[number] = 1;
      }
      return [flagged(first), flagged(second)];
    }

    /** What the range of dates allows: {within, imprecise}; nothing where there is none. */
    limitsOf(columns) {
      const ends = ["from", "to"].map((end) => {
        const text = this.range[end].trim();
        const days = text ? archive.columns.daysOf(text) : null;
        if (text && !days) this.problems.push(this.index.problem("date", { found: text }));
        return days;
      });
      if (!ends[0] && !ends[1]) return {};
      return archive.columns.inRange(columns.days, ends[0] ? ends[0][0] : -Infinity, ends[1] ? ends[1][1] : Infinity);
    }

    /** What is chosen and excluded, as numbers of values. */
    chosen(columns) {
      const numbers = (name, ids) => (ids ?? []).map((id) => columns.facets[name].numbers.get(id) ?? -1);
      const selection = {};
      for (const [name, { any, not }] of Object.entries(this.selection)) {
        if (!Object.hasOwn(columns.facets, name) || !(any?.length || not?.length)) continue;
        selection[name] = { any: numbers(name, any), not: numbers(name, not) };
      }
      return selection;
    }

    /** Each tier's documents that pass all filters, with the counts of the facets that it took to know. */
    async sift(columns, tiers) {
      this.limits = this.limitsOf(columns);
      const selection = this.chosen(columns);
      const isNeeded = ([name, facet]) => !facet.isWide || selection[name];
      const needed = Object.entries(columns.facets).filter(isNeeded);
      if (needed.some(([, { isWide }]) => isWide)) await columns.bring(tiers.flat());
      const lists = Object.fromEntries(needed.map(([name, { list }]) => [name, list]));
      const limits = this.limits.within ? { date: this.limits.within } : {};
      return tiers.map((tier) => archive.facets.count(tier, lists, selection, limits));
    }

    /** The counts of the wide facets over what a word finds, or a name of several, if the build has made them. */
    async madeCounts(units, clauses, naming) {
      const keys = units.map(({ countsKey }) => countsKey);
      if (!keys.length || !keys.every(Boolean)) return null;
      const isName = ({ first, last }) => first === 0 && last === clauses.length - 1;
      if (keys.length > 1 && !(await naming).some(isName)) return null;
      return archive.counts.made(this.index, keys);
    }

    /**
     * The counts of all facets over what passed; those that are known already are given.
     *
     * @param {function(): ?Promise} made may know those of the wide facets.
     */
    async count(columns, { documents, counts }, made) {
      const unknown = Object.entries(columns.facets).filter(([name]) => !counts[name]);
      if (documents.length === this.index.size) {
        return { ...Object.fromEntries(unknown.map(([name, { totals }]) => [name, totals])), ...counts };
      }
      const known = columns.areMostlyMissing(documents) ? await made() : null;
      if (known) return { ...known, ...counts };
      await columns.bring(documents);
      const lists = Object.fromEntries(unknown.map(([name, { list }]) => [name, list]));
      return { ...archive.facets.count(documents, lists).counts, ...counts };
    }

    /** Counts by id, and those of dates in time. */
    countsFor(columns, numbers) {
      const counts = {};
      for (const [name, facet] of Object.entries(columns.facets)) {
        counts[name] = Object.create(null); // an id may be "constructor"
        numbers[name].forEach((count, value) => {
          if (count) counts[name][facet.rows[value]?.id ?? ""] = count;
        });
      }
      const dates = Object.entries(counts.date).filter(([id]) => id).sort(([a], [b]) => (a < b ? -1 : 1));
      const histogram = {
        months: dates.filter(([id]) => id.length > 4),
        years: dates.filter(([id]) => id.length === 4),
        undated: counts.date[""] ?? 0,
      };
      return { counts, histogram };
    }

    /** Both tiers in the reader's order, one after the other. */
    async order(wanted, first, second) {
      const clauses = [...wanted, ...this.optional].flatMap((unit) => unit.lunr);
      if (this.sort !== "relevance" || !clauses.length) {
        const documents = [...this.sorted(first), ...this.sorted(second)];
        return { documents, scores: new Array(documents.length).fill(0) };
      }
      const one = await this.ranked(clauses, wanted, first);
      const isEnough = one.documents.length >= this.ordered;
      const documents = isEnough ? this.sorted(second) : [];
      const two = isEnough ? { documents, scores: documents.map(() => 0) } : await this.ranked(clauses, wanted, second);
      return { documents: [...one.documents, ...two.documents], scores: [...one.scores, ...two.scores] };
    }

    /** Asks for what will be shown of the last documents whose order was asked for: the page that the reader looks at. */
    prefetch(documents) {
      if (!Number.isFinite(this.ordered)) return;
      for (const number of documents.slice(0, this.ordered).slice(-PAGE)) this.index.card(number).catch(() => {});
    }

    async ranked(clauses, wanted, numbers) {
      if (!numbers.length) return { documents: [], scores: [] };
      const { postings, manifest, size } = this.index;
      const terms = new Map();
      for (const { lines } of [...wanted, ...this.optional]) {
        for (const [term, line] of lines) {
          const lists = clauses.some((clause) => clause.term === term) ? postings.of(line) : null;
          if (lists) terms.set(term, lists);
        }
      }
      const fields = manifest.fields.map(({ name, boost, total }) => {
        return { name, boost, average: total / size, lengths: postings.columns.lengths[name] ?? null };
      });
      const known = clauses.filter(({ term }) => terms.has(term));
      return archive.ranking.rank(known, terms, fields, flagsOf(numbers, size));
    }

    /** Documents by date or outlet; those without come last. Equal ones the newest first. */
    sorted(numbers) {
      const { manifest, postings } = this.index;
      const isDated = (number) => number >= manifest.undated;
      const dated = numbers.filter(isDated);
      const undated = numbers.filter((number) => !isDated(number));
      if (this.sort === "oldest") return [...dated, ...undated];
      const newest = [...dated.reverse(), ...undated];
      if (this.sort !== "outlet") return newest;
      const { rows, first } = postings.columns.facets.outlet;
      const { compare } = new Intl.Collator(manifest.language);
      const places = rows.map((_, value) => value).sort((a, b) => compare(rows[a].heading, rows[b].heading));
      const place = new Map(places.map((value, at) => [value, at]));
      const placeOf = (number) => place.get(first[number]) ?? Infinity;
      return newest
        .map((number) => ({ number, place: placeOf(number) }))
        .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
        .map(({ number }) => number);
    }

    /** What to highlight; see highlight.js. */
    wordsOf(wanted, names) {
      const words = { analysis: this.index.analysis, keys: new Map(), globs: [], rows: [] };
      wanted.forEach(({ keys, globs, sequence }, id) => {
        for (const [key, isMarked] of keys) if (isMarked || !words.keys.has(key)) words.keys.set(key, isMarked ? id : -1);
        words.globs.push(...globs.map((pattern) => ({ pattern, id })));
        if (sequence) words.rows.push({ row: sequence, id });
      });
      names.filter(({ without, expanded }) => !without && expanded).forEach((name, at) => {
        for (const form of [name.heading, ...name.variants]) {
          const row = this.index.analysis.words(form).flatMap(({ exact }) => (exact ? [new Set([`=${exact}`])] : []));
          if (row.length) words.rows.push({ row, id: wanted.length + at });
        }
      });
      words.rows.sort((a, b) => b.row.length - a.row.length);
      return words;
    }
  }

  return { Search };
})();
