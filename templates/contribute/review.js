/**
 * What was typed, checked by all the rules; and the file that comes of it.
 */
var archive = window.archive || {};

archive.review = (() => {
  const { rules, seed } = archive;
  const { fold, strip } = archive.text;
  const AWAITED = ["empty", "quotes", "note"]; // said at their fields only once these were left
  const WORDS_OF_ID = 8; // of the text, where there is no title

  /** The id of the outlet with a name; undefined when there is none. */
  function outletOf(name, known) {
    return known?.outlets.get(strip(fold(name)));
  }

  /** How an outlet or a date is known: its part of the front matter; mistakes go to `wrong`. */
  function attribution(of, noteKey, values, wrong) {
    const basis = values[`${of}_basis`];
    if (basis === "source") return {};
    if (basis === "background") {
      const note = strip(values[noteKey]);
      const mistake = note ? rules.note(note) : { key: "note" };
      if (mistake) wrong.set(noteKey, mistake);
      return { [`${of}_basis`]: basis, [noteKey]: note.replace(/\n/g, " ") };
    }
    const quotes = values[`${of}_evidence`].filter(strip);
    const at = quotes.findIndex((quote) => rules.quote(quote, values.text));
    if (at >= 0) wrong.set(`${of}_evidence`, { ...rules.quote(quotes[at], values.text), at, quote: quotes[at] });
    else if (!quotes.length) wrong.set(`${of}_evidence`, { key: "quotes" });
    return { [`${of}_basis`]: basis, [`${of}_evidence`]: quotes };
  }

  /** The first words of the text, for the id of an article without a title. */
  function opening(text) {
    const line = text.split("\n").map(strip).find(Boolean) ?? "";
    return line.split(/\s+/).slice(0, WORDS_OF_ID).join(" ");
  }

  function bytes(text) {
    return text.length * 3 > rules.SIZE_LIMIT ? new TextEncoder().encode(text).length : 0;
  }

  /**
   * @param {Object} values what stands in the fields, by their names.
   * @param {?{outlets: Map<string, string>, sieve: string}} known what the archive holds; null until it is loaded.
   * @returns {{wrong: Map, notes: Map, isEmpty: boolean, outlet: string, id: string, file: {name, text}}} `wrong` and
   *   `notes` by field, in the fields' order.
   */
  return function review(values, known) {
    const wrong = new Map();
    const notes = new Map();
    const given = Object.fromEntries(
      ["title", "author", "outlet", "date", "url"].map((key) => [key, strip(values[key])]),
    );
    const expect = (field, mistake) =>
      mistake && wrong.set(field, { isAwaited: AWAITED.includes(mistake.key), ...mistake });

    expect("text", rules.body(values.text));
    const hidden = rules.codes(archive.disguise.signs(values.text, false).map(({ sign }) => sign));
    if (hidden) notes.set("text", { key: "kept", values: { characters: hidden } });
    for (const key of ["title", "author"]) if (given[key]) expect(key, rules.line(given[key]));

    const outlet = outletOf(given.outlet, known);
    if (given.outlet && !outlet) expect("outlet", { key: known ? "outlet" : "outlet_waiting" });
    const aboutOutlet = given.outlet ? attribution("outlet", "note", values, wrong) : {};

    if (given.date) expect("date", rules.date(given.date));
    if (given.date && !wrong.has("date")) {
      const read = archive.dates.read(given.date);
      notes.set("date", read.isSure ? { key: "date", read: read.parts, text: given.date } : { key: "date_unsure" });
    }
    const aboutDate = given.date ? attribution("date", "date_note", values, wrong) : {};
    if (given.url) expect("url", rules.webAddress(given.url));

    const { note, ...outletFacts } = aboutOutlet;
    const head = seed.head(
      {
        title: given.title,
        author: given.author,
        outlet: outlet ?? "",
        ...outletFacts,
        date: given.date,
        ...aboutDate,
        language: values.language,
        url: given.url,
        note: note ?? "",
      },
      values.text,
    );
    const text = head + values.text;
    const isLarge = bytes(text) > rules.SIZE_LIMIT || [...head].length > rules.HEAD_LIMIT;
    if (isLarge && !wrong.has("text")) wrong.set("text", { key: "large" });

    const proposed =
      seed.proposedId(wrong.has("date") ? "" : given.date, given.title || opening(values.text)) || "article";
    const id = strip(values.id) || proposed;
    expect("id", rules.id(id));
    if (known && !wrong.has("id") && seed.isPerhapsTaken(id, known.sieve)) notes.set("id", { key: "taken", id });
    for (const mistake of wrong.values()) mistake.isAwaited ??= AWAITED.includes(mistake.key);
    const isEmpty = ![values.text, ...Object.values(given)].some(strip);
    return {
      wrong,
      notes,
      isEmpty,
      outlet: outlet ?? "",
      id: strip(values.id) ? id : "",
      proposed,
      file: { name: `${id}.txt`, text },
    };
  };
})();
