/**
 * What was found: how many, the articles of one page with the words where they stand, and the way to the other pages.
 */
var archive = window.archive || {};

archive.Results = (() => {
  const { make, fill, write, marked } = archive.dom;
  const EXCERPT = 280; // UTF-16 code units
  const SHORTEST_OPENING = 20;
  const OPENING = 600; // how far into a text its first words, which are its title, are looked for

  /** The numbers of the pages to link to: the first, the last, and those around the current one; 0 is a gap. */
  function pagesShown(page, many) {
    const near = [1, page - 1, page, page + 1, many].filter((one) => one >= 1 && one <= many);
    const shown = [...new Set(near)].sort((a, b) => a - b);
    return shown.flatMap((one, at) => {
      const before = shown[at - 1] ?? 0;
      if (one - before === 2) return [one - 1, one];
      return one - before > 2 ? [0, one] : [one];
    });
  }

  /** Where a text goes on after its first words, if they are what the article is listed under; else 0. */
  function afterTitle(title, text) {
    const opening = title.replace(/\s*(…|\.\.\.)$/, "");
    const at = opening.length >= SHORTEST_OPENING ? text.slice(0, OPENING).indexOf(opening) : -1;
    if (at < 0) return 0;
    const rest = text.slice(at + opening.length);
    return text.length - rest.replace(/^[^\p{L}\p{N}]+/u, "").length;
  }

  return class Results {
    #root;
    #words;
    #parts;

    /** @param {HTMLElement} root @param {archive.Words} words */
    constructor(root, words) {
      this.#root = root;
      this.#words = words;
      this.#parts = {
        list: make("div", { class: "hits" }),
        pager: make("nav", { class: "pager pages", "aria-label": words.say("pager.label"), hidden: true }),
      };
      fill(root, this.#parts.list, this.#parts.pager);
    }

    /** How many results there are, in words. */
    total({ tier1, tier2 }) {
      if (!tier1 && !tier2) return this.#words.say("explore.count.none");
      if (!tier2) return this.#words.count("explore.count", tier1);
      const some = this.#words.count(tier1 ? "explore.count.more" : "explore.count.some", tier2);
      return tier1 ? `${this.#words.count("explore.count", tier1)}${some}` : some;
    }

    /** Where the state's page begins and ends: "11 à 20 sur 34". */
    position(state, total) {
      const { first, end } = archive.state.extent(state, total);
      const number = (n) => this.#words.number(n);
      return this.#words.say("explore.position", { first: number(first + 1), last: number(end), total: number(total) });
    }

    /**
     * Shows one page of a result.
     *
     * @param {object} state
     * @param {object} result what the engine found.
     * @param {object[]} documents those of the page, in order.
     * @param {function(Event, object): void} go follows a link to another page of the result.
     */
    show(state, result, documents, go) {
      const tiers = [1, 2].map((tier) => documents.filter(({ number }) => result.tierOf(number) === tier));
      const labelled = result.tier1 > 0 && result.tier2 > 0;
      fill(
        this.#parts.list,
        tiers.map((found, at) => {
          if (!found.length) return null;
          const list = make("ol", {}, found.map((document) => this.#hit(document, result)));
          return [labelled && make("h2", { class: "tier" }, this.#words.say(`explore.tier.${at + 1}`)), list];
        }),
      );
      this.#page(state, result.hits.length, go);
    }

    /** Shows something else in the place of results. */
    replace(...nodes) {
      fill(this.#parts.list, nodes);
      this.#parts.pager.hidden = true;
    }

    #hit(document, result) {
      const { title, language, address, outletHeading, date } = document;
      const lang = language && language !== this.#words.page ? language : null;
      const { mark } = archive.highlight;
      const unstated = this.#words.say("unstated");
      const outside = result.isImprecise?.(document.number);
      return make(
        "li",
        { class: "hit" },
        make(
          "p",
          { class: "hit__where" },
          make("span", { class: date && date !== unstated ? "row-date" : "row-date unstated" }, date || unstated),
          outside && make("span", { class: "hit__note" }, this.#words.say("explore.imprecise")),
          make("span", { class: outletHeading ? "row-outlet" : "row-outlet unstated" }, outletHeading || unstated),
        ),
        make("h3", { lang }, make("a", { href: address }, marked(mark(title, result.words, language)))),
        make("p", { class: "hit__excerpt", lang }, marked(this.#excerpt(document, result.words))),
      );
    }

    #excerpt({ title, text, language }, words) {
      const start = afterTitle(title, text);
      const { pieces } = archive.highlight.excerpt(text.slice(start), words, EXCERPT, language);
      return start && pieces.length && !pieces[0].text.startsWith("…") ? [{ text: "… ", hit: false }, ...pieces] : pieces;
    }

    #page(state, total, go) {
      const { pager } = this.#parts;
      const { page, pages: many } = archive.state.extent(state, total);
      pager.hidden = many < 2;
      if (many < 2) return;
      const link = (to, name, more = {}) => {
        const next = { ...state, page: to };
        return make("a", { href: archive.state.write(next) || "?", onclick: (event) => go(event, next), ...more }, name);
      };
      const say = (key, values) => this.#words.say(key, values);
      const numbers = pagesShown(page, many).map((one) =>
        make(
          "li",
          {},
          one === 0 && make("span", { "aria-hidden": "true" }, "…"),
          one === page && make("span", { class: "here", "aria-current": "page" }, this.#words.number(one)),
          one > 0 && one !== page &&
            link(one, this.#words.number(one), { "aria-label": say("explore.page", { number: this.#words.number(one) }) }),
        ),
      );
      fill(
        pager,
        make("span", { class: "pages__end" }, page > 1 && link(page - 1, `‹ ${say("pager.previous")}`, { rel: "prev" })),
        make("ul", {}, numbers),
        make("span", { class: "pages__end" }, page < many && link(page + 1, `${say("pager.next")} ›`, { rel: "next" })),
      );
    }
  };
})();
