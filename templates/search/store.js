/**
 * Brings the index's files, each once, and keeps the latest within a bound.
 *
 * A file is a script that calls `archive.file(name, content)`; so one way serves http and file:// alike, where fetch
 * fails. The format's reference is archive/search/__init__.py.
 */
var archive = window.archive || {};

archive.store = (() => {
  const MAX_KEPT = 6_000_000; // characters of all files that are kept, about as many bytes

  // What has come and nobody has taken yet: name → content. A script says what it is; its load event comes right after.
  const arrived = new Map();
  archive.file = (name, content) => arrived.set(name, content);
  archive.manifest = (content) => arrived.set("manifest", content);

  /** Runs a script; the promise is kept once it has run. */
  function loadScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", () => resolve(script.remove()));
      script.addEventListener("error", () => {
        script.remove();
        reject(new Error(address));
      });
      document.head.append(script);
    });
  }

  /** Lets the page draw and answer, in the middle of long work. */
  function breathe() {
    return new Promise((resume) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        resume();
      };
      channel.port2.postMessage(0);
    });
  }

  /** How much memory a file's content takes, roughly: its characters. */
  function weigh(content) {
    if (typeof content === "string") return content.length;
    if (content && typeof content === "object") return Object.values(content).reduce((sum, one) => sum + weigh(one), 64);
    return 8;
  }

  /** A file that did not load. */
  class LoadError extends Error {
    /** @param {string} file its name, without folder and ending. */
    constructor(file) {
      super(`${file}.js did not load`);
      this.name = "LoadError";
      this.file = file;
    }
  }

  /** Files of one index, by name. */
  class Store {
    /**
     * @param {string} base the folder's address, with its final slash.
     * @param {function(string): Promise} [load] runs the script at an address.
     */
    constructor(base, load = loadScript) {
      this.base = base;
      this.load = load;
      this.kept = new Map(); // name → {content, weight}, the least lately used first
      this.weight = 0;
      this.coming = new Map(); // name → promise
    }

    /**
     * The content of a file. Rejects with a LoadError; asked again, it is tried again.
     *
     * @param {string} name such as "terms-0123456789", or "manifest".
     * @param {boolean} [keep] false for what the caller makes its own form of, and keeps himself.
     * @returns {Promise<*>}
     */
    file(name, keep = true) {
      const known = this.kept.get(name);
      if (known) {
        this.kept.delete(name);
        this.kept.set(name, known);
        return Promise.resolve(known.content);
      }
      if (!this.coming.has(name)) {
        const done = () => this.coming.delete(name);
        const promise = this.bring(name, keep);
        this.coming.set(name, promise);
        promise.then(done, done);
      }
      return this.coming.get(name);
    }

    async bring(name, keep) {
      // A page may hold the manifest's script itself, which saves a journey.
      if (!arrived.has(name)) await this.fetch(name);
      if (!arrived.has(name)) throw new LoadError(name);
      const content = arrived.get(name);
      arrived.delete(name);
      if (keep) this.keep(name, content);
      return content;
    }

    async fetch(name) {
      try {
        await this.load(`${this.base}${name}.js`);
      } catch {
        throw new LoadError(name);
      }
    }

    keep(name, content) {
      const weight = weigh(content);
      this.kept.set(name, { content, weight });
      this.weight += weight;
      for (const [oldest, { weight: freed }] of this.kept) {
        if (this.weight <= MAX_KEPT || oldest === name) break;
        this.kept.delete(oldest);
        this.weight -= freed;
      }
    }
  }

  /** Which file holds a key: the table of one kind of shards. */
  class ShardTable {
    /** @param {string} kind of the files. @param {string} lines "FIRST HASH", sorted by UTF-16 code units. */
    constructor(kind, lines) {
      this.firsts = [];
      this.names = [];
      for (const line of lines ? lines.split("\n") : []) {
        const space = line.lastIndexOf(" ");
        if (space < 0) continue;
        this.firsts.push(line.slice(0, space));
        this.names.push(`${kind}-${line.slice(space + 1)}`);
      }
    }

    /** The number of the shard that would hold a key; -1 when there is no shard. */
    at(key) {
      let low = 0;
      let high = this.firsts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.firsts[middle] <= key) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /** The file that would hold a key; null when there is none. */
    nameOf(key) {
      return this.names[this.at(key)] ?? null;
    }

    /** The files that may hold keys that begin so; all files when the beginning is empty. */
    namesFrom(beginning) {
      if (!this.names.length) return [];
      return this.names.slice(Math.max(0, this.at(beginning)), this.at(`${beginning}\uFFFF`) + 1);
    }
  }

  /** Which documents the files of a table hold: {names, ends}, an end being the number after a file's last document. */
  function ranges(lines, namesOf) {
    const [names, ends] = [[], []];
    for (const line of lines ? lines.split("\n") : []) {
      const [hash, counts] = line.split(" ");
      const cursor = new archive.coding.Cursor(counts);
      for (let number = 0; !cursor.done; number++) {
        names.push(namesOf(hash, number));
        ends.push((ends.at(-1) ?? 0) + cursor.count());
      }
    }
    return { names, ends };
  }

  return { Store, ShardTable, ranges, LoadError, breathe };
})();
