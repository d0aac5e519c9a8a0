/**
 * What has been typed, kept in this browser alone until it is discarded. Several archives may share one host, so the
 * place of the page belongs to the key.
 */
var archive = window.archive || {};

archive.Draft = class {
  #key = `archive.draft:${location.pathname}`;

  /** What was kept; null when there is nothing, or the browser keeps nothing. */
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key));
      return kept && typeof kept === "object" ? kept : null;
    } catch {
      return null;
    }
  }

  /** Keeps values; whether that went well: the storage may be full or forbidden. */
  write(values) {
    try {
      localStorage.setItem(this.#key, JSON.stringify(values));
      return true;
    } catch {
      return false;
    }
  }

  discard() {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Nothing was kept.
    }
  }
};
