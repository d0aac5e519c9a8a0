/**
 * The search page: reads what is asked from the address, asks the engine, shows the answer; each act of the reader is a
 * new address.
 */
var archive = window.archive || {};

archive.Explorer = class {
  static PATIENCE = 300; // milliseconds without an answer before the page says that it is searching
  static TYPING = 150; // milliseconds without a key before what is typed is searched
  static HEARING = 500; // milliseconds without a change before the result is announced

  #root;
  #words;
  #index = null;
  #state;
  #isDraft = false;
  #turn = 0;
  #parts = {};
  #title = document.title;
  #prepared = null; // the promise of the facets' values

  /** @param {HTMLElement} root the page's article, with its messages in data-messages. */
  constructor(root) {
    const { make } = archive.dom;
    this.#root = root;
    this.#words = new archive.Words(JSON.parse(root.dataset.messages), document.documentElement.lang);
    const part = (name) => root.querySelector(`[data-part="${name}"]`);
    const parts = {
      form: root.querySelector("form"),
      input: root.querySelector("form [name=q]"),
      panel: part("panel"),
      head: part("head"),
      problems: part("problems"),
      toResults: part("to-results"),
      results: part("results"),
      count: make("h2", { class: "results__count", tabindex: "-1" }, "\u00a0"), // holds its place
      sort: this.#sorting(),
      tools: make("div", { class: "results__tools" }),
      heard: make("p", { class: "heard", role: "status" }),
      histogram: make("div"),
      scope: make("p", { class: "facet-box__note" }),
      facets: make("div", { class: "facets", hidden: true }), // until it is whole: nothing is to move
      exports: make("div"),
    };
    this.#parts = parts;
    const address = make("p", { class: "print-only" });
    addEventListener("beforeprint", () => archive.dom.write(address, `${this.#words.say("footer.print")} ${location.href}`));
    parts.panel.append(parts.scope, parts.facets);
    root.append(parts.heard, address);
    this.panel = new archive.Panel(parts.facets, this.#words, { date: parts.histogram }, {
      toggle: (...what) => this.#commit(archive.state.toggle(this.#state, ...what)),
      clear: (facet) => this.#commit(archive.state.withoutFacet(this.#state, facet)),
    });
    this.histogram = new archive.Histogram(parts.histogram, this.#words, (range, isChanging) => {
      const next = archive.state.change(this.#state, range);
      if (isChanging) this.#draft(next);
      else this.#commit(next);
    });
    this.results = new archive.Results(parts.results, this.#words);
    this.nothing = new archive.Nothing(this.#words, this.results, this.panel, (next) => {
      parts.input.value = next.q;
      archive.searchBox?.sync();
      parts.count.focus();
      this.#commit(next);
    });
    this.exports = new archive.ExportMenu(parts.exports, this.#words, { name: root.dataset.siteName, address: root.dataset.site });
    this.announce = archive.dom.settled((text) => archive.dom.write(parts.heard, text), archive.Explorer.HEARING);
    this.chips = new archive.Chips(part("chips"), this.#words, this, (next) => this.#commit(next));
    this.sheet = new archive.Sheet(root, this.#words, parts.panel, (isShort) => this.panel.fold(isShort));
    parts.tools.append(
      this.sheet.button,
      make("label", { class: "sort" }, make("span", {}, this.#words.say("explore.sort")), " ", parts.sort),
      parts.exports,
    );
    parts.head.append(parts.count, parts.tools);
    this.#listen();
    this.#read();
    this.sheet.show(archive.state.filters(this.#state), 0);
  }

  #sorting() {
    const { make } = archive.dom;
    const option = (sort) => make("option", { value: sort }, this.#words.say(`explore.sort.${sort}`));
    const onchange = (event) => this.#commit(archive.state.change(this.#state, { sort: event.target.value }));
    const label = this.#words.say("explore.sort");
    return make("select", { onchange, "data-key": "sort", "aria-label": label }, archive.state.SORTS.map(option));
  }

  /** Opens the index and answers what the address asks. */
  async start() {
    const waiting = setTimeout(() => this.#wait(), archive.Explorer.PATIENCE);
    try {
      this.#index = await archive.openIndex();
    } catch {
      clearTimeout(waiting);
      this.#fail(() => this.start());
      return;
    }
    clearTimeout(waiting);
    this.#prepare();
    await this.#ask();
    if (this.#address.hasPlace) this.#address.returnToPlace();
  }

  /** Brings the facets' values, once. Where they do not load, the answer, which needs them too, says so. */
  #prepare() {
    this.#prepared ??= this.panel.prepare(this.#index).then(
      () => this.#scale(),
      () => (this.#prepared = null),
    );
    return this.#prepared;
  }

  #scale() {
    const dates = this.panel.values("date").filter(({ id }) => id);
    const divided = new Set(dates.map(({ parent }) => parent));
    const months = dates.flatMap(({ id }) => (id.length > 4 ? [id] : divided.has(id) ? [] : [`${id}-01`, `${id}-12`])).sort();
    this.histogram.prepare(months[0], months.at(-1));
  }

  // The address

  #read() {
    this.#typing.cancel();
    this.#state = this.#address.read();
    this.#isDraft = false;
    this.#parts.input.value = this.#state.q;
    archive.searchBox?.sync();
  }

  /** Goes to a state that the reader may still be changing: one entry of the history for all of it. */
  #draft(state) {
    this.#go(state, this.#isDraft);
    this.#isDraft = true;
  }

  /** Goes to a state that the reader has settled on. */
  #commit(state) {
    this.#typing.cancel();
    this.#go(state, this.#isDraft);
    this.#isDraft = false;
  }

  #go(state, inPlace) {
    this.#state = state;
    if (!this.#address.holds(state)) this.#address.enter(state, inPlace);
    else if (this.#answer) return;
    this.#ask();
  }

  #listen() {
    const { form, input } = this.#parts;
    const asked = () => {
      const q = input.value.trim();
      return archive.state.change(this.#state, { q, narrow: q ? this.#state.narrow : [] });
    };
    const isNew = () => input.value.trim() !== this.#state.q;
    this.#typing = archive.dom.settled(() => isNew() && this.#draft(asked()), archive.Explorer.TYPING);
    input.addEventListener("input", () => this.#typing());
    const settle = () => {
      if (isNew()) this.#commit(asked());
      else this.#isDraft = false;
    };
    input.addEventListener("change", settle);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      settle();
    });
    this.#parts.toResults.addEventListener("click", (event) => {
      event.preventDefault();
      this.#parts.count.focus();
    });
  }

  #typing;
  /** Shows what the address holds, where the reader left it. */
  async #travel() {
    this.#read();
    await this.#ask();
    this.#address.returnToPlace();
  }

  #address = new archive.Address(() => this.#travel(), () => this.#state);

  // Asking

  #answer = null;

  async #ask() {
    if (!this.#index) return;
    const turn = ++this.#turn;
    this.#parts.results.setAttribute("aria-busy", "true");
    const waiting = setTimeout(() => turn === this.#turn && this.#wait(), archive.Explorer.PATIENCE);
    const state = this.#state;
    try {
      await this.#show(state, await this.#index.search(archive.state.request(state)), turn);
    } catch (error) {
      if (turn === this.#turn) this.#fail(() => this.#ask());
      reportError(error);
    } finally {
      clearTimeout(waiting);
    }
  }

  async #show(state, result, turn) {
    if (turn !== this.#turn) return;
    const { first, end } = archive.state.extent(state, result.hits.length);
    const documents = await this.#index.documents(result.hits.slice(first, end));
    if (turn !== this.#turn) return;
    await this.#prepare();
    if (turn !== this.#turn) return;
    this.#answer = { state, result, documents };
    this.#draw(this.#answer);
  }

  #wait() {
    this.#root.classList.add("waiting");
    archive.dom.write(this.#parts.count, this.#words.say("explore.waiting"));
  }

  #rest() {
    this.#root.classList.remove("waiting");
    this.#parts.results.setAttribute("aria-busy", "false");
  }

  #fail(retry) {
    this.#rest();
    const { make, fill, write } = archive.dom;
    const text = this.#words.say("explore.failed");
    write(this.#parts.count, this.#words.say("explore.failed.title"));
    fill(this.#parts.problems, this.#problem({ text, retry }));
    this.results.replace(make("p", {}, make("a", { href: "articles/index.html" }, this.#words.say("list.empty.remedy"))));
    this.#parts.tools.hidden = true;
    this.announce(text);
  }

  // Showing

  #draw({ state, result, documents }) {
    const { write, keepingFocus } = archive.dom;
    this.#rest();
    const total = this.results.total(result);
    document.title = state.q ? `${state.q} – ${this.#title}` : this.#title;
    write(this.#parts.count, total);
    this.#parts.sort.value = archive.state.sort(state);
    this.#parts.sort.options[0].disabled = !state.q;
    keepingFocus(() => this.chips.show(state, result.names));
    const loaded = documents.filter(({ problem }) => !problem);
    const problems = [...this.#unknown(state), ...result.problems, ...this.#missing(documents.length - loaded.length)];
    archive.dom.fill(this.#parts.problems, problems.map((problem) => this.#problem(problem)));
    this.panel.show(state, result.counts);
    write(this.#parts.scope, result.tier1 && result.tier2 ? this.#words.say("explore.facet.scope") : "");
    this.histogram.show(state, result.histogram);
    this.#parts.facets.hidden = !this.#prepared;
    this.#parts.tools.hidden = false;
    this.exports.show(this.#index, archive.state.request(state));
    this.#parts.exports.hidden = !result.total;
    this.sheet.show(archive.state.filters(state), result.total);
    const isBroken = result.problems.some(({ kind }) => kind === "load");
    if (result.total || isBroken) this.results.show(state, result, loaded, (...link) => this.#turnTo(...link));
    else this.#sayNothing(state);
    const place = result.hits.length > documents.length ? ` ${this.results.position(state, result.hits.length)}.` : "";
    this.announce([`${total}.${place}`, ...problems.map(({ text }) => text)].join(" "));
  }

  #sayNothing(state) {
    const turn = this.#turn;
    this.nothing.show(this.#index, state, () => turn === this.#turn);
  }

  /** Filters of the address that this archive does not have. */
  #unknown(state) {
    const names = Object.keys(state.facets).filter((name) => !this.#index.facets.includes(name));
    return names.map((name) => ({ text: this.#words.say("explore.facet.no_such", { name }) }));
  }

  /** Articles of the page whose texts did not load. */
  #missing(many) {
    return many ? [{ text: this.#words.count("explore.missing", many), retry: () => this.#ask() }] : [];
  }

  #problem({ text, retry }) {
    const { make } = archive.dom;
    const again = async () => {
      this.#parts.count.focus();
      const turn = ++this.#turn;
      const result = await retry();
      if (result?.hits) await this.#show(this.#state, result, turn);
    };
    const button = retry && make("button", { type: "button", class: "plain", onclick: again }, this.#words.say("explore.retry"));
    return make("p", { class: "notice" }, text, " ", button);
  }

  async #turnTo(event, state) {
    if (archive.dom.isForBrowser(event)) return;
    event.preventDefault();
    this.#address.enter(state, false);
    this.#state = state;
    this.#isDraft = false;
    await this.#ask();
    scrollTo(0, Math.min(scrollY, this.#parts.head.getBoundingClientRect().top + scrollY - 16));
    this.#parts.count.focus({ preventScroll: true });
  }
};

(() => {
  const root = document.querySelector(".explore");
  if (root) new archive.Explorer(root).start();
})();
