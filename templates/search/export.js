/**
 * Results to take away: CSV, RIS, BibTeX (biblatex) and CSL-JSON, made here from all that was found, in its order.
 *
 * RIS and BibTeX say what the page of each article says (archive/citation.py).
 */
var archive = window.archive || {};

archive.formats = (() => {
  const TEX = {
    ...Object.fromEntries([..."&%$#_"].map((sign) => [sign, `\\${sign}`])),
    "{": "\\textbraceleft{}", // BibTeX counts even a brace that a backslash escapes
    "}": "\\textbraceright{}",
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
  };
  const LANGUAGES = { fr: "french", en: "english" };

  /** The text with each run of control characters and line ends, which would begin a new field, as a space. */
  function oneLine(text) {
    return String(text ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  }

  function tex(text) {
    return oneLine(text).replace(/[&%$#_{}\\~^]/g, (sign) => TEX[sign]);
  }

  /** The first and last day, month or year that an EDTF date names; null where an end is open or not in plain digits. */
  function ends(edtf) {
    if (!edtf || /\.\.(?=[\]},/]|$)|(^|[[{,/])\.\.|^\/|\/$/.test(edtf)) return null;
    const named = edtf.replace(/[?~%[\]{}]/g, "").split(/,|\.\.|\//).map((one) => one.replace(/(-XX)+$/, ""));
    if (!named.every((one) => /^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(one))) return null;
    const sorted = named.sort();
    return [sorted[0], sorted.at(-1)];
  }

  /** The most exact ISO date that holds for all of an EDTF date; "" when there is none. */
  function commonDate(edtf) {
    const both = ends(edtf)?.map((one) => one.split("-"));
    if (!both) return "";
    const same = both[0].findIndex((part, at) => part !== both[1][at]);
    return both[0].slice(0, same < 0 ? Math.min(both[0].length, both[1].length) : same).join("-");
  }

  /** The EDTF that biblatex reads: single dates and intervals; a choice becomes the interval it lies in. */
  function biblatexDate(edtf) {
    const both = ends(edtf);
    if (!both) return "";
    return /^[[{]/.test(edtf) ? both.join("/") : edtf;
  }

  /** A cell that no spreadsheet takes for a formula. */
  function cell(value) {
    const text = String(value ?? "");
    const safe = /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  const COLUMNS = ["id", "title", "author", "outlet", "date", "date_edtf", "language", "url", "page"];

  function csv(records) {
    const lines = records.map((record) => COLUMNS.map((name) => cell(record[name])).join(","));
    return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
  }

  /** "Regards croisés: 001; 16 ou 17 février 2020 (déduit)". */
  function note({ site, id, date, date_edtf }) {
    return [`${site}: ${id}`, date_edtf && date].filter(Boolean).join("; ");
  }

  function ris(records) {
    return records.map((record) => {
      const parts = commonDate(record.date_edtf).split("-").filter(Boolean);
      const day = parts.length ? [...parts, ...Array(4 - parts.length).fill("")].join("/") : "";
      const fields = [
        ["TY", "NEWS"],
        ["TI", record.title],
        ["AU", record.author],
        ["T2", record.outlet],
        ["DA", day],
        ["LA", record.language],
        ["UR", record.url || record.page],
        ["N1", note(record)],
      ];
      const lines = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${oneLine(value)}`);
      return `${[...lines, "ER  - "].join("\r\n")}\r\n`;
    }).join("\r\n");
  }

  function bibtex(records) {
    return records.map((record) => {
      const fields = {
        title: tex(record.title),
        author: record.author && `{${tex(record.author)}}`,
        journaltitle: tex(record.outlet),
        date: biblatexDate(record.date_edtf),
        langid: LANGUAGES[record.language],
        url: record.url || record.page,
        note: tex(note(record)),
      };
      const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
      return `${[`@article{${record.id},`, ...lines, "}"].join("\n")}\n`;
    }).join("\n");
  }

  function csl(records) {
    const items = records.map((record) => {
      const parts = [...new Set(ends(record.date_edtf) ?? [])].map((date) => date.split("-").map(Number));
      return {
        id: record.id,
        type: "article-newspaper",
        title: oneLine(record.title),
        author: record.author ? [{ literal: oneLine(record.author) }] : undefined,
        "container-title": record.outlet ? oneLine(record.outlet) : undefined,
        issued: parts.length ? { "date-parts": parts, ...(/[?~%[]/.test(record.date_edtf) && { circa: true }) } : undefined,
        language: record.language,
        URL: record.url || record.page,
        note: oneLine(note(record)),
      };
    });
    return `${JSON.stringify(items, null, 2)}\n`;
  }

  return { csv, ris, bibtex, csl, commonDate, biblatexDate };
})();

archive.ExportMenu = (() => {
  const { make, fill, write } = archive.dom;
  const AT_ONCE = 250; // documents fetched before the page may draw again
  const FORMATS = {
    csv: { name: "CSV", ending: "csv", type: "text/csv;charset=utf-8" },
    ris: { name: "RIS", ending: "ris", type: "application/x-research-info-systems;charset=utf-8" },
    bibtex: { name: "BibTeX", ending: "bib", type: "application/x-bibtex;charset=utf-8" },
    csl: { name: "CSL-JSON", ending: "json", type: "application/json;charset=utf-8" },
  };

  return class ExportMenu {
    #root;
    #button;
    #menu;
    #status;
    #words;
    #index = null;
    #request = {};
    #site;

    /**
     * @param {HTMLElement} root
     * @param {archive.Words} words
     * @param {{name: string, address: string}} site its name, and the address it is published at ("" when unknown).
     */
    constructor(root, words, site) {
      this.#root = root;
      this.#words = words;
      this.#site = site;
      this.#button = make(
        "button",
        {
          type: "button",
          class: "plain menu__button",
          "aria-expanded": "false",
          "aria-controls": "export-menu",
          disabled: true, // until there is something
          onclick: () => this.#toggle(this.#menu.hidden),
        },
        words.say("explore.export"),
      );
      this.#status = make("p", { class: "menu__status", role: "status" });
      const item = (name, run) => make("li", {}, make("button", { type: "button", class: "plain", onclick: run }, name));
      this.#menu = make(
        "div",
        { class: "menu__list", id: "export-menu", hidden: true },
        make(
          "ul",
          {},
          Object.entries(FORMATS).map(([key, { name }]) => item(name, () => this.#save(key))),
          item(words.say("explore.export.link"), () => this.#copy()),
        ),
        this.#status,
      );
      root.classList.add("menu");
      fill(root, this.#button, this.#menu);
      root.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || this.#menu.hidden) return;
        this.#toggle(false);
        this.#button.focus();
      });
      root.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !root.contains(event.relatedTarget)) this.#toggle(false);
      });
      document.addEventListener("pointerdown", (event) => {
        if (!root.contains(event.target)) this.#toggle(false);
      });
    }

    /** What there is to take away now: all that a request finds. */
    show(index, request) {
      this.#index = index;
      this.#request = request;
      this.#button.disabled = false;
      write(this.#status, "");
    }

    #toggle(open) {
      this.#menu.hidden = !open;
      this.#button.setAttribute("aria-expanded", String(open));
      if (open) fill(this.#status);
    }

    async #records() {
      const { hits } = await this.#index.search({ ...this.#request, ordered: Infinity });
      const base = /^https?:/.test(location.protocol) ? location.href : this.#site.address;
      const records = [];
      for (let at = 0; at < hits.length; at += AT_ONCE) {
        if (at) this.#progress(at, hits.length);
        for (const document of await this.#index.documents(hits.slice(at, at + AT_ONCE))) {
          if (document.problem) throw new Error(document.problem.text);
          records.push({
            id: document.id,
            title: document.title,
            author: document.author,
            outlet: document.outletHeading,
            date: document.edtf ? document.date : "",
            date_edtf: document.edtf,
            language: document.language,
            url: document.url,
            page: base ? new URL(document.address, base).href : document.address,
            site: this.#site.name,
          });
        }
      }
      return records;
    }

    #progress(n, total) {
      const numbers = { n: this.#words.number(n), total: this.#words.number(total) };
      write(this.#status, this.#words.say("explore.export.progress", numbers));
    }

    async #save(format) {
      write(this.#status, "");
      try {
        const records = await this.#records();
        const text = archive.formats[format](records);
        const { ending, type } = FORMATS[format];
        const address = URL.createObjectURL(new Blob([text], { type }));
        make("a", { href: address, download: `${this.#words.say("explore.export.file")}.${ending}` }).click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
        write(this.#status, this.#words.count("explore.export.done", records.length));
      } catch (error) {
        write(this.#status, this.#words.say("explore.export.failed", { why: error.message }));
      }
    }

    /** Copies the address; where the browser does not allow it, shows it to be copied. */
    async #copy() {
      try {
        await navigator.clipboard.writeText(location.href);
        write(this.#status, this.#words.say("explore.export.copied"));
      } catch {
        const field = make("input", { type: "text", readonly: true, value: location.href, "aria-label": this.#words.say("explore.export.link") });
        fill(this.#status, this.#words.say("explore.export.by_hand"), " ", field);
        field.select();
      }
    }
  };
})();
