/**
 * Which places and actors the text names, as far as the archive knows them: counted, and underlined in the text.
 */
var archive = window.archive || {};

archive.Preview = class {
  static MOST_SHOWN = 30_000; // characters of the text

  #element;
  #words;
  #isOpen = false;
  #asked = 0;

  /** @param {HTMLElement} element @param {archive.Words} words */
  constructor(element, words) {
    this.#element = element;
    this.#words = words;
  }

  /** Shows what `linker` finds in a text by an outlet (its id, or ""). */
  async show(linker, text, outlet) {
    const number = (this.#asked += 1);
    const isStale = () => number !== this.#asked;
    if (!archive.text.strip(text)) return this.#say("contribute.preview.waiting");
    const mentions = await archive.paced(linker.link(text), isStale);
    if (!mentions || isStale()) return undefined;
    if (!mentions.length) return this.#say("contribute.preview.nothing");
    return this.#fill(mentions, text, outlet);
  }

  /** Says that names could not be loaded, with a button to try again. */
  fail(retry) {
    const { make } = archive.dom;
    this.#asked += 1;
    this.#element.replaceChildren(
      make(
        "p",
        { class: "notice" },
        this.#words.say("contribute.preview.failed"),
        " ",
        make("button", { type: "button", class: "plain", onclick: retry }, this.#words.say("contribute.preview.retry")),
      ),
    );
  }

  #say(key) {
    this.#element.replaceChildren(archive.dom.make("p", { class: "preview__empty" }, this.#words.say(key)));
  }

  #fill(mentions, text, outlet) {
    const { make } = archive.dom;
    const named = new Map();
    for (const { record } of mentions) {
      const entry = named.get(record.id) ?? { record, count: 0 };
      entry.count += 1;
      named.set(record.id, entry);
    }
    const entries = [...named.values()].sort(
      (one, other) => other.count - one.count || this.#words.collator.compare(one.record.heading, other.record.heading),
    );
    const groups = [
      ["contribute.preview.places", entries.filter(({ record }) => record.kind === "p")],
      ["contribute.preview.actors", entries.filter(({ record }) => record.kind === "a")],
      ["contribute.preview.sources", entries.filter(({ record }) => record.cites && record.id !== outlet)],
    ];
    const details = make(
      "details",
      { open: this.#isOpen, ontoggle: ({ target }) => (this.#isOpen = target.open) },
      make("summary", {}, this.#words.say("contribute.preview.in_text")),
      make(
        "div",
        {
          class: "article-text preview__text",
          tabindex: 0,
          role: "group",
          "aria-label": this.#words.say("contribute.preview.in_text"),
        },
        make("p", { dir: "auto" }, this.#pieces(mentions, text)),
      ),
    );
    this.#element.replaceChildren(
      ...groups.filter(([, found]) => found.length).map(([key, found]) => this.#group(key, found)),
      details,
      make("p", { class: "preview__missing" }, this.#words.say("contribute.preview.missing")),
    );
  }

  #group(key, found) {
    const { make } = archive.dom;
    const FOLDERS = { p: "places", a: "actors", o: "outlets" };
    const row = ({ record, count }) =>
      make(
        "li",
        {},
        make(
          "a",
          { href: `${FOLDERS[record.kind]}/${record.id}.html`, target: "_blank", rel: "noopener" },
          record.heading,
        ),
        " ",
        make("span", { class: "count" }, this.#words.number(count)),
      );
    return make("section", {}, make("h3", {}, this.#words.say(key)), make("ul", { class: "named" }, found.map(row)));
  }

  #pieces(mentions, text) {
    const { make } = archive.dom;
    const KINDS = { p: "place", a: "actor", o: "outlet" };
    const pieces = [];
    let at = 0;
    for (const { start, end, record } of mentions) {
      if (end > archive.Preview.MOST_SHOWN) break;
      pieces.push(text.slice(at, start));
      pieces.push(
        make("span", { class: `mention ${KINDS[record.kind]}`, title: record.heading }, text.slice(start, end)),
      );
      at = end;
    }
    const rest = Math.max(at, archive.Preview.MOST_SHOWN);
    pieces.push(text.slice(at, rest), text.length > rest && "…");
    return pieces;
  }
};
