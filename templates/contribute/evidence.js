/**
 * The passages of the text from which a value is known: a list of boxes, filled from what is selected in the text.
 */
var archive = window.archive || {};

archive.Evidence = class {
  #list;
  #text;
  #words;
  #changed;
  #name;

  /**
   * @param {HTMLElement} field with the list and the buttons.
   * @param {HTMLTextAreaElement} text where passages are selected.
   * @param {archive.Words} words
   * @param {function(): void} changed is called after each change.
   */
  constructor(field, text, words, changed) {
    this.#list = field.querySelector("[data-part=quotes]");
    this.#text = text;
    this.#words = words;
    this.#changed = changed;
    this.#name = field.dataset.field;
    field.querySelector("[data-act=take]").addEventListener("click", () => this.#take());
    field.querySelector("[data-act=add]").addEventListener("click", () => this.#add("").focus());
    this.set([]);
  }

  /** Whether somebody asked for what was selected, and nothing was. */
  nothingSelected = false;

  /** The passages, without empty boxes. */
  get() {
    return this.boxes()
      .map((box) => box.value)
      .filter((passage) => archive.text.strip(passage));
  }

  set(passages) {
    this.#list.replaceChildren();
    for (const passage of passages.length ? passages : [""]) this.#add(passage);
  }

  boxes() {
    return [...this.#list.querySelectorAll("textarea")];
  }

  #take() {
    const { selectionStart, selectionEnd, value } = this.#text;
    const passage = archive.text.strip(value.slice(selectionStart, selectionEnd));
    this.nothingSelected = !passage;
    if (passage) {
      const free = this.boxes().find((box) => !archive.text.strip(box.value)) ?? this.#add("");
      free.value = passage;
    }
    this.#changed();
  }

  #add(passage) {
    const { make } = archive.dom;
    const remove = () => {
      item.remove();
      if (!this.boxes().length) this.#add("");
      this.boxes().at(-1).focus();
      this.#number();
      this.#changed();
    };
    const box = make("textarea", {
      rows: 2,
      dir: "auto",
      autocomplete: "off",
      "aria-describedby": `c-${this.#name}-help c-${this.#name}-told`,
    });
    box.value = passage;
    const item = make("li", {}, box, make("button", { type: "button", class: "plain", onclick: remove }));
    this.#list.append(item);
    this.#number();
    return box;
  }

  #number() {
    this.boxes().forEach((box, index) => {
      const button = box.nextElementSibling;
      box.id = `c-${this.#name}-${index + 1}`;
      box.setAttribute(
        "aria-label",
        this.#words.say("contribute.evidence.number", { n: this.#words.number(index + 1) }),
      );
      button.textContent = this.#words.say("contribute.evidence.remove");
      button.setAttribute(
        "aria-label",
        this.#words.say("contribute.evidence.remove_number", { n: this.#words.number(index + 1) }),
      );
      button.hidden = this.boxes().length === 1 && !box.value;
    });
  }
};
