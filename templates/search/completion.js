/**
 * What the text of the search box becomes when a suggestion is chosen. Pure.
 */
var archive = window.archive || {};

archive.complete = (() => {
  const CLOSING = { '"': '"', "“": "”", "„": "“", "«": "»" };

  /** The quotation mark that a text leaves open; "" when it leaves none. */
  function openQuote(text) {
    let open = "";
    for (const sign of text) {
      if (open) open = sign === CLOSING[open] ? "" : open;
      else if (Object.hasOwn(CLOSING, sign)) open = sign;
    }
    return open;
  }

  // What a minus or a field, at the end of the text before, applies to.
  const isTied = (before) => /(^|\s)([-−–+]+|[-−–+]*\p{L}+:)$/u.test(before);
  const isOneWord = (text) => !/[^\p{L}\p{N}]/u.test(text);

  /**
   * The text of the box with what was being typed replaced by what was chosen, and where the cursor is to stand then.
   *
   * A minus, like a field, is of one word or one phrase: a name of several words is quoted after it, and a name that is
   * there as one word, which stands for all its forms, stays.
   *
   * @param {string} typed the text up to the cursor, "attaque hayat ta".
   * @param {string} rest the text after the cursor.
   * @param {{text: string, matched?: string}} chosen {text: "Hayat Tahrir al-Cham", …}.
   * @returns {{value: string, cursor: number}} "attaque Hayat Tahrir al-Cham", and its end.
   */
  function complete(typed, rest, chosen) {
    const fold = (value) => archive.analysis.fold(value).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const full = [chosen.matched, chosen.text].filter(Boolean).map(fold);
    const starts = [...typed.matchAll(/[\p{L}\p{N}]+/gu)].map((word) => word.index);
    const at = starts.find((start) => full.some((name) => name.startsWith(fold(typed.slice(start)))));
    const before = typed.slice(0, at ?? starts.at(-1) ?? 0);
    const after = rest.replace(/^[\p{L}\p{N}]+/u, ""); // what the cursor stands in is replaced as a whole
    const closing = CLOSING[openQuote(before)] ?? "";
    const plain = closing || isTied(before) ? chosen.text.replace(/["“”„«»]/g, " ") : chosen.text;
    let text = plain + (after.includes(closing) ? "" : closing);
    if (!closing && isTied(before) && !isOneWord(plain)) {
      const own = typed.slice(before.length);
      text = isOneWord(own) && fold(own) === fold(chosen.matched ?? "") ? own : `"${plain}"`;
    }
    const made = before + text;
    return { value: made + after, cursor: made.length };
  }

  return complete;
})();
