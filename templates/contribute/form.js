/**
 * The form: reads its fields, checks them as one types, shows what will be linked, and keeps all of it as a draft.
 */
var archive = window.archive || {};

archive.Contribution = class {
  static TYPING = 350; // milliseconds without a key before what is typed is checked
  static NAMES = [
    "text",
    "title",
    "author",
    "outlet",
    "outlet_basis",
    "note",
    "date",
    "outlet_evidence",
    "date_basis",
    "date_evidence",
    "date_note",
    "url",
    "language",
    "id",
  ];

  #base;
  #form;
  #words;
  #evidence = {};
  #draft = new archive.Draft();
  #discarded = null;
  #left = new Set(); // fields that somebody has been in
  #known = null;
  #linker = null;
  #loading = null;
  #linked = "";
  #parts;

  /** @param {HTMLElement} root the page's article. @param {string} base where the program and its data lie. */
  constructor(root, base) {
    const part = (name) => root.querySelector(`[data-part=${name}]`);
    this.#base = base;
    this.#form = root.querySelector("form");
    this.#words = new archive.Words(JSON.parse(root.dataset.messages), document.documentElement.lang);
    this.#parts = { draft: part("draft"), outlets: document.getElementById("c-outlets") };
    this.preview = new archive.Preview(part("preview"), this.#words);
    this.result = new archive.Result(part("result"), part("status"), this.#words, JSON.parse(root.dataset.addresses));
    const check = archive.dom.settled(() => this.#check(), archive.Contribution.TYPING);
    for (const of of ["outlet", "date"]) {
      this.#evidence[of] = new archive.Evidence(this.#field(`${of}_evidence`), this.#control("text"), this.#words, () =>
        this.#check(),
      );
    }
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("input", () => {
      this.#discarded = null;
      this.#load();
      check();
    });
    this.#form.addEventListener("change", () => this.#check());
    this.#form.addEventListener("focusin", () => this.#load());
    this.#form.addEventListener("focusout", ({ target }) => {
      const field = target.closest("[data-field]");
      if (field) this.#left.add(field.dataset.field);
      check();
    });
    addEventListener("pagehide", () => this.#keep(this.values()));
    const kept = this.#draft.read();
    if (kept) this.#put(kept);
    this.#check();
  }

  /** What stands in the fields, by their names. */
  values() {
    return Object.fromEntries(
      archive.Contribution.NAMES.map((name) => [name, this.#evidenceOf(name)?.get() ?? this.#control(name).value]),
    );
  }

  #put(values) {
    for (const name of archive.Contribution.NAMES) {
      const value = values[name];
      const evidence = this.#evidenceOf(name);
      if (evidence) evidence.set(Array.isArray(value) ? value.map(String) : []);
      else if (typeof value === "string") this.#control(name).value = value;
    }
    for (const select of this.#form.querySelectorAll("select")) if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  #evidenceOf(name) {
    return name.endsWith("_evidence") ? this.#evidence[name.replace("_evidence", "")] : null;
  }

  #control(name) {
    return document.getElementById(`c-${name}`);
  }

  #field(name) {
    return this.#form.querySelector(`[data-field=${name}]`);
  }

  /** The label of a field; before that of one which a value asks for, the value's own. */
  #label = (name) => {
    const own = (field) => this.#field(field).querySelector("label, .field__label").firstChild.textContent.trim();
    const of = this.#field(name).closest("[data-known]")?.dataset.known;
    return of ? `${own(of)} · ${own(name)}` : own(name);
  };

  #check() {
    const values = this.values();
    const review = archive.review(values, this.#known);
    this.#unfold(values);
    if (!review.isEmpty) this.#load();
    for (const name of archive.Contribution.NAMES) this.#tell(name, review);
    this.#control("id").placeholder = review.isEmpty ? "" : review.proposed;
    this.result.show(review, this.#label);
    this.#showDraft(review.isEmpty, this.#keep(values, review.isEmpty));
    this.#link(values.text, review.outlet);
  }

  /** Shows what a value or a basis asks for, and nothing else. */
  #unfold(values) {
    for (const of of ["outlet", "date"]) {
      const basis = values[`${of}_basis`];
      const known = this.#form.querySelector(`[data-known=${of}]`);
      known.hidden = !values[of];
      this.#field(`${of}_evidence`).hidden = !["stated", "inferred"].includes(basis);
      known.querySelector("[data-background]").hidden = basis !== "background";
    }
  }

  /** Says at a field what is wrong with it, or what is to be known. */
  #tell(name, { wrong, notes }) {
    const told = document.getElementById(`c-${name}-told`);
    if (!told) return;
    const mistake = wrong.get(name);
    const note = notes.get(name);
    const evidence = this.#evidenceOf(name);
    const isAsked = Boolean(evidence?.nothingSelected && mistake?.isAwaited);
    const isSaid = mistake && !isAsked && (!mistake.isAwaited || this.#left.has(name));
    for (const control of evidence ? evidence.boxes() : [this.#control(name)]) {
      const isMeant = mistake?.quote === undefined || mistake.quote === control.value;
      control.setAttribute("aria-invalid", String(Boolean(isSaid && isMeant)));
    }
    const text = isSaid ? this.#words.say(`contribute.wrong.${mistake.key}`, mistake.values) : this.#note(note);
    const asked = isAsked ? this.#words.say("contribute.evidence.select") : "";
    const key = JSON.stringify([text, asked, isSaid && mistake.fixes]);
    if (told.dataset.key === key) return;
    told.dataset.key = key;
    const { make } = archive.dom;
    const said = text || asked;
    const link = !isSaid && note?.key === "taken" && this.#linkTo(note.id);
    const fixes = isSaid && this.#fixes(name, mistake);
    const style = isSaid ? "field__wrong" : "field__note";
    archive.dom.fill(told, said && make("p", { class: style }, said, " ", link, fixes));
  }

  #linkTo(id) {
    const text = this.#words.say("contribute.note.taken_link");
    return archive.dom.make("a", { href: `articles/${id}.html`, target: "_blank", rel: "noopener" }, text);
  }

  #note(note) {
    if (!note) return "";
    if (note.key !== "date") return this.#words.say(`contribute.note.${note.key}`, note.values);
    const date = archive.dates.inWords(note.text, note.read, this.#words);
    return date && this.#words.say("contribute.note.date", { date });
  }

  #fixes(name, { key, fixes = [], at }) {
    const { make } = archive.dom;
    const removes = ["unseen", "nul", "halves"].includes(key);
    return fixes.map((value) => {
      const put = () => {
        const evidence = this.#evidenceOf(name);
        if (evidence) evidence.set(evidence.get().map((passage, index) => (index === at ? value : passage)));
        else this.#control(name).value = value;
        (evidence ? evidence.boxes()[at] : this.#control(name)).focus();
        this.#check();
      };
      const text = removes
        ? this.#words.say("contribute.fix.remove")
        : this.#words.say("contribute.fix.write", { value });
      return [make("button", { type: "button", class: "plain", onclick: put }, text), " "];
    });
  }

  #keep(values, isEmpty = archive.review(values, this.#known).isEmpty) {
    if (isEmpty && !values.id) {
      this.#draft.discard();
      return true;
    }
    return this.#draft.write(values);
  }

  #showDraft(isEmpty, isKept) {
    const { make, fill } = archive.dom;
    const state = this.#discarded ? "discarded" : isEmpty ? "none" : isKept ? "kept" : "unkept";
    if (this.#parts.draft.dataset.state === state) return;
    this.#parts.draft.dataset.state = state;
    const button = (key, act) => make("button", { type: "button", class: "plain", onclick: act }, this.#words.say(key));
    const said = {
      none: [],
      kept: [this.#words.say("contribute.draft.kept"), " ", button("contribute.draft.discard", () => this.#discard())],
      unkept: [this.#words.say("contribute.draft.unkept")],
      discarded: [
        this.#words.say("contribute.draft.discarded"),
        " ",
        button("contribute.draft.undo", () => this.#undo()),
      ],
    };
    fill(this.#parts.draft, said[state].length > 0 && make("p", {}, said[state]));
  }

  #discard() {
    this.#discarded = this.values();
    this.#draft.discard();
    this.#form.reset();
    for (const evidence of Object.values(this.#evidence)) evidence.set([]);
    this.#left.clear();
    this.#check();
    this.#parts.draft.querySelector("button")?.focus();
  }

  #undo() {
    this.#put(this.#discarded);
    this.#discarded = null;
    this.#check();
    this.#control("text").focus();
  }

  /** Fetches what the archive knows, once; after a failure the next call tries again. */
  #load() {
    this.#loading ??= new Promise((resolve, reject) => {
      archive.known = resolve;
      document.head.append(
        archive.dom.make("script", { src: `${this.#base}records.js`, onerror: () => reject(new Error("records.js")) }),
      );
    })
      .then((known) => this.#learn(known))
      .catch(() => {
        this.#loading = null;
        this.preview.fail(() => this.#load());
      });
    return this.#loading;
  }

  async #learn({ records, ids }) {
    const outlets = new Map();
    for (const [id, kind, , heading, forms] of records) {
      if (kind !== "o") continue;
      for (const name of [heading, ...forms.filter((form) => typeof form === "string")]) {
        const folded = archive.text.strip(archive.text.fold(name));
        if (!outlets.has(folded)) outlets.set(folded, id);
      }
      this.#parts.outlets.append(archive.dom.make("option", { value: heading }));
    }
    this.#known = { outlets, sieve: atob(ids) };
    this.#linker = await archive.paced(new archive.Linker().learn(records));
    this.#check();
  }

  #link(text, outlet) {
    const asked = JSON.stringify([text, outlet]);
    if (!this.#linker || asked === this.#linked) return;
    this.#linked = asked;
    this.preview.show(this.#linker, text, outlet);
  }
};

if (document.querySelector(".contribute")) {
  const base = new URL(".", document.currentScript.src).href;
  archive.contribution = new archive.Contribution(document.querySelector(".contribute"), base);
}
