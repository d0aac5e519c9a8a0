/**
 * The facets beside the results: values with live counts, to choose or to exclude.
 *
 * What stays is not touched when counts change: the focus, and the place of whoever listens, stay with it.
 */
var archive = window.archive || {};

archive.Panel = (() => {
  const { make, fill, write, settled } = archive.dom;
  const FIRST = 8; // values of a list that are shown at first
  const MORE = 50; // how many more at a time
  const MONTHS = 12; // of a year, which are shown together
  const LONG = 12; // a list of more values can be filtered
  const SHAPES = { date: "tree", places: "tree", actors: "types" }; // all others are plain lists
  const IN_TIME = "date"; // its values run in time, the latest first
  const NOTHING = Object.freeze({ any: [], not: [] });

  /** One facet: its box, and what the reader did to it that is no part of the address. */
  class Facet {
    #name;
    #panel;
    #words;
    #names; // value → its name
    #ranks; // value → its place in the order of names
    #rows = new Map();
    #opened = new Map();
    #shown = new Map();
    #filter = "";
    #now = { counts: {}, chosen: NOTHING };
    #parts;

    constructor(name, values, panel) {
      this.#name = name;
      this.#panel = panel;
      this.#words = panel.words;
      this.values = values;
      this.#names = new Map(values.map((value) => [value.id, this.#nameOf(value)]));
      const sorted = [...this.#names].sort((a, b) => this.#words.collator.compare(a[1], b[1]));
      this.#ranks = new Map(sorted.map(([id], rank) => [id, rank]));
      const label = panel.words.facet(name);
      const typed = settled(() => this.draw(), 80);
      const filter = make("input", {
        class: "facet-box__filter",
        type: "search",
        autocomplete: "off",
        hidden: true,
        "aria-label": this.#words.say("explore.facet.filter", { facet: label }),
        placeholder: this.#words.say("explore.facet.find"),
        oninput: () => {
          this.#filter = filter.value.trim();
          typed();
        },
      });
      const chosen = make("span", { class: "count" });
      const clear = make(
        "button",
        {
          type: "button",
          class: "plain facet-box__clear",
          "aria-label": this.#words.say("explore.facet.clear_all", { facet: label }),
          onclick: () => {
            this.box.querySelector("summary").focus();
            panel.act.clear(name);
          },
        },
        this.#words.say("explore.facet.clear"),
      );
      const choices = make("div", { class: "choices", role: "group", "aria-label": label });
      const note = make("p", { class: "facet-box__note", hidden: true });
      this.#parts = { filter, chosen, clear, choices, note };
      const heading = make("summary", {}, make("h3", {}, label), " ", chosen);
      const inside = [heading, clear, panel.above[name], filter, note, choices];
      this.box = make("details", { class: "facet-box", open: true, "data-facet": name }, inside);
    }

    #nameOf({ id, heading }) {
      if (!id) return this.#words.say("unstated");
      if (this.#name === IN_TIME) return this.#words.date(id);
      if (this.#name === "language") return this.#words.language(id);
      if (this.#name === "basis") return this.#words.say(`explore.basis.${id}`);
      return heading || id;
    }

    /** The name of a value as readers know it. */
    heading(id) {
      return this.#names.get(id) ?? id;
    }

    show(counts, chosen) {
      this.#now = { counts, chosen };
      this.draw();
    }

    draw() {
      const { counts, chosen } = this.#now;
      const { groups, many, rest } = archive.outline(this.values, counts, chosen, {
        heading: (id) => this.heading(id),
        shape: SHAPES[this.#name] ?? "list",
        inTime: this.#name === IN_TIME,
        filter: this.#filter,
        fold: (text) => archive.analysis.fold(text),
        shown: (within) => this.#many(within),
        isOpen: (id) => this.#opened.get(id),
        rank: (id) => this.#ranks.get(id) ?? Infinity,
      });
      const picked = chosen.any.length + chosen.not.length;
      write(this.#parts.chosen, picked ? `(${this.#words.number(picked)})` : "");
      this.#parts.clear.hidden = !picked;
      this.#parts.filter.hidden = many <= LONG && !this.#filter;
      const empty = !groups.some(({ rows }) => rows.length);
      this.#parts.note.hidden = !empty;
      if (empty) write(this.#parts.note, this.#words.say(this.#filter ? "explore.facet.unknown" : "explore.facet.none"));
      archive.dom.keepingFocus(() => {
        fill(this.#parts.choices, groups.map((group) => this.#group(group)), rest > 0 && this.#more("", rest));
      });
    }

    /** How many values are shown within a value. */
    #many(within) {
      const atFirst = this.#name === IN_TIME && within ? MONTHS : FIRST;
      return this.#shown.get(this.#filter ? "?" : within) ?? atFirst;
    }

    #group({ type, rows }) {
      const list = this.#list(`types ${type}`);
      fill(list, rows.map((row) => this.#row(row)));
      if (!type) return list;
      const label = this.#element(`label ${type}`, () => make("p", { class: "choices__type" }, this.#panel.typeName(type)));
      return [label, list];
    }

    #element(key, make) {
      if (!this.#rows.has(key)) this.#rows.set(key, make());
      return this.#rows.get(key);
    }

    #list(key) {
      return this.#element(key, () => make("ul"));
    }

    /** The button that shows more of the values within a value, and leads on to the first of them. */
    #more(within, rest) {
      const button = this.#element(`more ${within}`, () =>
        make("button", {
          type: "button",
          class: "plain more",
          onclick: () => {
            const before = new Set(this.#parts.choices.querySelectorAll("input"));
            this.#shown.set(this.#filter ? "?" : within, this.#many(within) + MORE);
            this.draw();
            [...this.#parts.choices.querySelectorAll("input")].find((input) => !before.has(input))?.focus();
          },
        }),
      );
      write(button, this.#words.count("explore.facet.more", rest));
      return button;
    }

    #row(row) {
      const made = this.#element(`row ${row.id}`, () => this.#newRow(row));
      const { chosen } = this.#now;
      const excluded = chosen.not.includes(row.id);
      made.box.checked = chosen.any.includes(row.id);
      made.item.classList.toggle("excluded", excluded);
      made.item.classList.toggle("nothing", row.count === 0);
      made.exclude.setAttribute("aria-pressed", String(excluded));
      write(made.count, this.#words.number(row.count));
      write(made.path, row.path);
      const foldable = row.isOpen !== undefined;
      made.fold.hidden = !foldable;
      made.fold.setAttribute("aria-expanded", String(Boolean(row.isOpen)));
      if (row.isOpen) this.#opened.set(row.id, true); // what was open for a value in it stays so when the value is let go
      const inside = row.inside.length > 0 && this.#list(`within ${row.id}`);
      const rest = row.rest > 0 && make("li", {}, this.#more(row.id, row.rest));
      if (inside) fill(inside, row.inside.map((one) => this.#row(one)), rest);
      fill(made.item, made.line, inside);
      return made.item;
    }

    #newRow({ id, value }) {
      const name = this.heading(id);
      const facet = this.#name;
      const box = make("input", {
        type: "checkbox",
        "data-key": `any ${facet} ${id}`,
        onchange: () => this.#panel.act.toggle(facet, id, "any"),
      });
      const shown = make("span", { class: id ? "choice__name" : "choice__name unstated" }, name);
      const path = make("span", { class: "choice__path" });
      const count = make("span", { class: "count" });
      const exclude = make(
        "button",
        {
          type: "button",
          class: "exclude",
          "data-key": `not ${facet} ${id}`,
          "aria-label": this.#words.say("explore.facet.exclude", { value: name }),
          title: this.#words.say("explore.facet.exclude", { value: name }),
          onclick: () => this.#panel.act.toggle(facet, id, "not"),
        },
        make("span", { class: "exclude__sign" }, "−"),
        make("span", { class: "exclude__word" }, this.#words.say("explore.facet.exclude_word")), // fingers see no title
      );
      const fold = make("button", {
        type: "button",
        class: "fold",
        "data-key": `fold ${facet} ${id}`,
        "aria-label": this.#words.say("explore.facet.within", { value: name }),
        onclick: () => {
          this.#opened.set(id, fold.getAttribute("aria-expanded") !== "true");
          this.draw();
        },
      });
      const label = make("label", {}, box, make("span", {}, shown, " ", path), " ", count);
      const line = make("div", { class: "choice__line" }, fold, label, exclude);
      return { item: make("li", { class: "choice", "data-value": value.id }), line, box, path, count, exclude, fold };
    }
  }

  return class Panel {
    #root;
    #facets = new Map();

    /**
     * @param {HTMLElement} root
     * @param {archive.Words} words
     * @param {Object<string, HTMLElement>} above what else stands in a facet's box, above its values.
     * @param {{toggle: function(string, string, string): void, clear: function(string): void}} act what to do when the
     *   reader chooses ("any") or excludes ("not") a value, (facet, value, which); and lets go of all of a facet's.
     */
    constructor(root, words, above, act) {
      this.#root = root;
      this.words = words;
      this.above = above;
      this.act = act;
    }

    /** Makes a box for each facet, with its values. Rejects when they do not load. */
    async prepare(index) {
      const first = (name) => Number(!this.above[name]);
      const names = [...index.facets].sort((a, b) => first(a) - first(b));
      const values = await Promise.all(names.map((name) => index.values(name)));
      names.forEach((name, at) => this.#facets.set(name, new Facet(name, values[at], this)));
      fill(this.#root, [...this.#facets.values()].map(({ box }) => box));
    }

    /** Shows the counts of a result ({facet: {value: n}}) and what a state has chosen. */
    show(state, counts) {
      for (const [name, facet] of this.#facets) facet.show(counts[name] ?? {}, state.facets[name] ?? NOTHING);
    }

    /** The values of a facet. */
    values(facet) {
      return this.#facets.get(facet)?.values ?? [];
    }

    /** The name of a facet's value as readers know it. */
    heading(facet, id) {
      return this.#facets.get(facet)?.heading(id) ?? (id || this.words.say("unstated"));
    }

    typeName(type) {
      return this.words.say(`type.${type}`);
    }

    /** Closes the facets in which nothing is chosen, but for the dates; or opens them all. */
    fold(isShort) {
      for (const { box } of this.#facets.values()) {
        box.open = !isShort || box.querySelector("summary .count").textContent !== "" || box.dataset.facet === IN_TIME;
      }
    }
  };
})();
