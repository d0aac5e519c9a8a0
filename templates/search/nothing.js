/**
 * What the page says when nothing is found: why, and what to let go of, each with what the rest finds.
 */
var archive = window.archive || {};

archive.Nothing = class {
  #words;
  #results;
  #panel;
  #goTo;

  /**
   * @param {archive.Words} words
   * @param {archive.Results} results where it is said.
   * @param {archive.Panel} panel knows the headings of facets' values.
   * @param {function(object): void} goTo goes to a state that the reader chose.
   */
  constructor(words, results, panel, goTo) {
    this.#words = words;
    this.#results = results;
    this.#panel = panel;
    this.#goTo = goTo;
  }

  /** @param {function(): boolean} isCurrent whether the reader still waits for this. */
  async show(index, state, isCurrent) {
    const { make } = archive.dom;
    const { clauses } = await index.parse(state.q);
    if (!isCurrent()) return;
    const asked = clauses.length + archive.state.filters(state);
    const sentence = index.size === 0 ? this.#say("bare") : asked > 1 && this.#say("none");
    const why = sentence && make("p", { class: "empty" }, sentence);
    this.#results.replace(why);
    const items = [];
    for (const way of archive.relax(state, clauses)) {
      const { total, tier1 } = await index.search({ ...archive.state.request(way.state), ordered: 0 });
      if (!isCurrent()) return;
      if (total) items.push(this.#item(way, tier1 || total));
    }
    this.#results.replace(
      why,
      items.length > 0 && make("p", {}, this.#say("try")),
      items.length > 0 && make("ul", { class: "relax" }, items),
    );
  }

  #say(key, values) {
    return this.#words.say(`explore.relax.${key}`, values);
  }

  #item({ kind, state, clause, facet, values = [] }, count) {
    const { make, isForBrowser } = archive.dom;
    const names = values.map((value) => this.#panel.heading(facet, value)).join(", ");
    const text = this.#say(kind, { clause, facet: facet && this.#words.facet(facet), values: names });
    const onclick = (event) => {
      if (isForBrowser(event)) return;
      event.preventDefault();
      this.#goTo(state);
    };
    const link = make("a", { href: archive.state.write(state) || location.pathname, onclick }, text);
    return make("li", {}, link, " ", make("span", { class: "count" }, this.#words.count("explore.count", count)));
  }
};
