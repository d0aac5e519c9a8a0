/**
 * The facets on a narrow screen: in a sheet over the results, opened by a button that says how many filters are set.
 */
var archive = window.archive || {};

archive.Sheet = class {
  static WIDE = "(min-width: 62.0625rem)"; // from here on there is room beside the results: see explore.css

  #words;
  #panel;
  #body;
  #shown;
  #dialog;
  #fold;

  /**
   * @param {HTMLElement} root where the sheet is put.
   * @param {archive.Words} words
   * @param {HTMLElement} panel what the sheet shows; while the sheet is closed it stands where it was.
   * @param {function(boolean): void} fold makes the panel short, or long again.
   */
  constructor(root, words, panel, fold) {
    const { make } = archive.dom;
    const say = (key) => words.say(`explore.sheet.${key}`);
    const close = () => this.#dialog.close();
    this.#words = words;
    this.#panel = panel;
    this.#fold = fold;
    this.button = make("button", { type: "button", class: "plain sheet-button", onclick: () => this.#open() });
    this.#body = make("div", { class: "sheet__body" });
    this.#shown = make("button", { type: "button", class: "sheet__show", onclick: close });
    this.#dialog = make(
      "dialog",
      { class: "sheet", "aria-labelledby": "sheet-title" },
      make(
        "div",
        { class: "sheet__head" },
        make("h2", { id: "sheet-title" }, say("title")),
        make("button", { type: "button", class: "plain", onclick: close }, say("close")),
      ),
      this.#body,
      make("div", { class: "sheet__foot" }, this.#shown),
    );
    const home = panel.parentElement;
    this.#dialog.addEventListener("close", () => home.append(panel));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && close());
    matchMedia(archive.Sheet.WIDE).addEventListener("change", ({ matches }) => {
      if (!matches) return;
      close();
      fold(false);
    });
    root.append(this.#dialog);
  }

  /** Says how many filters are set, and how many articles there are to see. */
  show(filters, total) {
    const { write } = archive.dom;
    const key = filters ? "explore.sheet.open_some" : "explore.sheet.open";
    write(this.button, this.#words.say(key, { n: this.#words.number(filters) }));
    write(this.#shown, this.#words.count("explore.sheet.show", total));
  }

  #open() {
    this.#body.append(this.#panel);
    this.#fold(true);
    this.#dialog.showModal();
  }
};
