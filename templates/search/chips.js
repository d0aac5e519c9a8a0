/**
 * What was understood and what was chosen, each as a chip that can be taken off: names that stand for all their forms,
 * values of facets, the range.
 */
var archive = window.archive || {};

archive.Chips = (() => {
  const { make, fill } = archive.dom;
  const FORMS = 3; // other forms of a name that its chip shows

  return class Chips {
    #root;
    #words;
    #names;
    #go;

    /**
     * @param {HTMLElement} root a list.
     * @param {archive.Words} words
     * @param {{panel: archive.Panel, histogram: archive.Histogram}} names who know the values and the range by name.
     * @param {function(object): void} go goes to another state.
     */
    constructor(root, words, names, go) {
      this.#root = root;
      this.#words = words;
      this.#names = names;
      this.#go = go;
    }

    /** Shows the chips of a state, and of the names that the engine read in its words. */
    show(state, names) {
      const { change, toggle, withoutFilters, filters } = archive.state;
      const say = (key, values) => this.#words.say(`explore.chip.${key}`, values);
      const chips = names.map((name) => this.#name(state, name));
      for (const [facet, chosen] of Object.entries(state.facets)) {
        const label = this.#words.facet(facet);
        for (const how of ["any", "not"]) {
          for (const value of chosen[how]) {
            const text = say(how, { facet: label, value: this.#names.panel.heading(facet, value) });
            chips.push(this.#chip(`${how} ${facet} ${value}`, text, toggle(state, facet, value, how)));
          }
        }
      }
      if (state.from || state.to) {
        chips.push(this.#chip("range", this.#names.histogram.describe(state), change(state, { from: "", to: "" })));
      }
      if (filters(state) > 1) chips.push(this.#plain("clear", say("clear"), withoutFilters(state)));
      fill(this.#root, chips.filter(Boolean).map((chip) => make("li", {}, chip)));
    }

    #chip(key, text, without) {
      const label = this.#words.say("explore.chip.remove", { chip: text });
      const onclick = (event) => this.#takeOff(event, without);
      const remove = make("button", { type: "button", "data-key": `chip ${key}`, "aria-label": label, onclick }, "×");
      return make("span", { class: "chip" }, make("span", {}, text), remove);
    }

    #plain(key, text, next) {
      const onclick = (event) => this.#takeOff(event, next);
      return make("button", { type: "button", class: "plain", "data-key": `chip ${key}`, onclick }, text);
    }

    /** After a chip has gone, the focus is on its neighbour, or on the list that is left empty. */
    #takeOff({ currentTarget }, state) {
      const buttons = [...this.#root.querySelectorAll("button")];
      const at = buttons.indexOf(currentTarget);
      (buttons[at + 1] ?? buttons[at - 1] ?? this.#root).focus();
      this.#go(state);
    }

    #name(state, { record, heading, matched, variants, expanded }) {
      const { change } = archive.state;
      if (!expanded) {
        const narrow = state.narrow.filter((one) => one !== record);
        return this.#plain(`name ${record}`, this.#words.say("explore.name.add", { matched }), change(state, { narrow }));
      }
      const { fold } = archive.analysis;
      const forms = [...new Set([heading, ...variants])].filter((form) => fold(form) !== fold(matched));
      if (!forms.length) return null;
      const more = forms.length - FORMS;
      const shown = { matched, forms: forms.slice(0, FORMS).join(", ") };
      const all = this.#words.say("explore.name.all", shown);
      const text = more > 0 ? this.#words.count("explore.name.more", more, shown) : all;
      const chip = this.#chip(`name ${record}`, text, change(state, { narrow: [...state.narrow, record] }));
      chip.title = forms.join(", ");
      return chip;
    }
  };
})();
