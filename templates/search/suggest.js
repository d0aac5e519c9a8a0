/**
 * The search box, in the header of every page and on the search page: it suggests names and words while one types.
 *
 * The engine is loaded when the box is first used, so a page that nobody searches from pays nothing for it. Without
 * JavaScript the box is a form that leads to the search page.
 */
var archive = window.archive || {};

/** The index of this site: a Promise, made once; after a failure the next call tries again. */
archive.openIndex = (() => {
  // The page says where the index is; the engine lies beside it. The search page brings both with it.
  const base = new URL(document.currentScript.dataset.index, document.baseURI).href;
  let opening = null;

  function load(address) {
    return new Promise((resolve, reject) => {
      document.head.append(archive.dom.make("script", { src: address, onload: resolve, onerror: () => reject(new Error(address)) }));
    });
  }

  async function open() {
    if (!archive.search) await load(`${base}engine.js`);
    return archive.search.open(base);
  }

  return () => {
    opening ??= open().catch((error) => {
      opening = null;
      throw error;
    });
    return opening;
  };
})();

archive.SearchBox = (() => {
  const { make, fill, settled } = archive.dom;
  const PAUSE = 90; // milliseconds without a key before suggestions are looked up
  const MOST = 8; // suggestions shown
  const MOST_NAMES = 5; // of these, when there are words too
  const LOOKED_AT = 60;
  const KINDS = ["outlet", "place", "actor", "word"];

  /** The best of what may be suggested: names, and some words that are none of these. */
  function few(found) {
    const names = found.filter(({ kind }) => kind !== "word");
    const taken = new Set(names.map(({ text }) => archive.analysis.fold(text)));
    const words = found.filter(({ kind, text }) => kind === "word" && !taken.has(archive.analysis.fold(text)));
    const most = Math.max(MOST_NAMES, MOST - words.length);
    return [...names.slice(0, most), ...words].slice(0, MOST);
  }

  return class SearchBox {
    #form;
    #input;
    #list;
    #status;
    #clear;
    #words;
    #options = [];
    #active = -1;
    #asked = "";
    #lookUp;

    /** @param {HTMLFormElement} form with a text input named q. @param {archive.Words} words */
    constructor(form, words) {
      this.#form = form;
      this.#input = form.elements.namedItem("q");
      this.#words = words;
      const id = "search-suggestions";
      this.#list = make("div", { class: "suggestions", id, role: "listbox", hidden: true });
      this.#list.setAttribute("aria-label", this.#words.say("explore.suggest.label"));
      this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      this.#status = make("span", { class: "heard", role: "status" });
      this.#clear = form.querySelector(".search-box__clear");
      this.#input.parentElement.append(this.#list, this.#status);
      for (const [name, value] of Object.entries({
        role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
      })) this.#input.setAttribute(name, value);
      this.#lookUp = settled(() => this.#suggest(), PAUSE);
      this.#listen();
      this.sync();
    }

    /** Puts the cursor into the box, and selects what is there. */
    focus() {
      this.#input.focus();
      this.#input.select();
    }

    /** Closes the suggestions; those under way come too late. */
    close() {
      this.#asked = "";
      this.#lookUp.cancel();
      this.#show([]);
    }

    /** Shows the button that empties the box, when there is something in it. */
    sync() {
      if (this.#clear) this.#clear.hidden = !this.#input.value;
    }

    #listen() {
      const input = this.#input;
      input.addEventListener("focus", () => archive.openIndex().catch(() => {}), { once: true });
      input.addEventListener("input", () => {
        this.sync();
        this.#asked = this.#typed();
        this.#lookUp();
      });
      input.addEventListener("blur", () => this.close());
      input.addEventListener("keydown", (event) => this.#onKey(event));
      this.#form.addEventListener("submit", () => this.close());
      this.#clear?.addEventListener("click", () => {
        input.value = "";
        input.focus();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }

    #onKey(event) {
      const open = !this.#list.hidden;
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (event.altKey && !down) this.close();
        else if (open) this.#activate(this.#active + (down ? 1 : -1));
        else {
          this.#asked = this.#typed();
          this.#suggest(event.altKey ? undefined : down ? 0 : -1);
        }
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      } else if (event.key === "Enter" && open && this.#active >= 0) {
        event.preventDefault();
        this.#choose(this.#options[this.#active].suggestion);
      }
    }

    /** The text up to the cursor: words may be put in before others. */
    #typed() {
      return this.#input.value.slice(0, this.#input.selectionEnd);
    }

    async #suggest(active) {
      const asked = this.#asked;
      let found = [];
      if (asked.trim()) {
        try {
          found = few(await (await archive.openIndex()).suggest(asked, LOOKED_AT));
        } catch {
          return; // the box works without suggestions; the search page says what is wrong
        }
      }
      if (asked !== this.#asked || document.activeElement !== this.#input) return;
      this.#show(found);
      if (active !== undefined && this.#options.length) this.#activate(active);
    }

    #show(found) {
      const groups = KINDS.map((kind) => found.filter((suggestion) => suggestion.kind === kind));
      this.#options = groups.flat().map((suggestion, at) => ({ suggestion, element: this.#option(suggestion, at) }));
      fill(this.#list, ...groups.map((group, at) => group.length > 0 && this.#group(KINDS[at], group)));
      this.#list.hidden = !found.length;
      this.#input.setAttribute("aria-expanded", String(found.length > 0));
      this.#activate(-1);
      archive.dom.write(this.#status, found.length ? this.#words.count("explore.suggest.count", found.length) : "");
    }

    #group(kind, group) {
      const id = `${this.#list.id}-${kind}`;
      const name = make("span", { class: "suggestions__kind", id, role: "presentation" });
      name.textContent = this.#words.say(`explore.suggest.${kind}`);
      const own = this.#options.filter(({ suggestion }) => group.includes(suggestion)).map(({ element }) => element);
      return make("div", { class: "suggestions__group", role: "group", "aria-labelledby": id }, name, own);
    }

    #option(suggestion, at) {
      const { text, matched, count } = suggestion;
      return make(
        "div",
        {
          class: `suggestion ${suggestion.kind}`,
          id: `${this.#list.id}-${at}`,
          role: "option",
          "aria-selected": "false",
          onclick: () => this.#choose(suggestion),
        },
        make("span", { class: "suggestion__text" }, text, matched && matched !== text && make("small", {}, ` ${matched}`)),
        " ",
        make("span", { class: "count" }, this.#words.number(count)),
      );
    }

    #activate(to) {
      this.#options[this.#active]?.element.setAttribute("aria-selected", "false");
      const many = this.#options.length;
      // One place before the first option and after the last is the box itself.
      this.#active = many ? ((to + 1 + many + 1) % (many + 1)) - 1 : -1;
      const option = this.#options[this.#active]?.element;
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) this.#input.setAttribute("aria-activedescendant", option.id);
      else this.#input.removeAttribute("aria-activedescendant");
    }

    #choose(suggestion) {
      const typed = this.#typed();
      const { value, cursor } = archive.complete(typed, this.#input.value.slice(typed.length), suggestion);
      this.#input.value = value;
      this.#input.setSelectionRange(cursor, cursor);
      this.sync();
      this.close();
      this.#form.requestSubmit();
    }
  };
})();

/** The search box of this page; none where the page has no form for it. */
archive.searchBox = (() => {
  const form = document.querySelector("form.search-box");
  const messages = JSON.parse(document.currentScript.dataset.messages);
  return form && new archive.SearchBox(form, new archive.Words(messages, document.documentElement.lang));
})();

document.addEventListener("keydown", (event) => {
  const typing = "textarea, select, [contenteditable], input:not([type=checkbox], [type=range])";
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) return;
  if (!archive.searchBox || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  archive.searchBox.focus();
});
