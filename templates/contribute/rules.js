/**
 * The rules for what a seed holds, as archive/fields.py, archive/seeds.py and archive/validation.py have them; a test
 * holds both to each other. A mistake is {key, values, fixes}: the message "contribute.wrong.<key>", and what could
 * stand instead.
 */
var archive = window.archive || {};

archive.rules = (() => {
  const { SPACE, fold, strip } = archive.text;
  const SIZE_LIMIT = 2_000_000; // bytes of a seed
  const HEAD_LIMIT = 65_536; // code points of its front matter
  const ID = /^[a-z0-9][a-z0-9_-]{0,99}$/;
  const RESERVED = /^(?:index|con|prn|aux|nul|(?:com|lpt)[1-9])$/;
  const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/gu;
  const WEB_ADDRESS = new RegExp(`^https?://[^${SPACE}/?#][^${SPACE}"'<>\\\\^\`{|}]*$`, "iu");

  /** Characters as "U+202E, U+2066", each once. */
  function codes(characters) {
    const points = [...new Set(characters)].map((one) => one.codePointAt(0)).sort((a, b) => a - b);
    return points.map((point) => `U+${point.toString(16).toUpperCase().padStart(4, "0")}`).join(", ");
  }

  /** What YAML cannot hold. */
  function forbidden(value) {
    const characters = codes(value.match(FORBIDDEN) ?? []);
    return characters ? { key: "unseen", values: { characters }, fixes: [value.replace(FORBIDDEN, "")] } : null;
  }

  /** What deceives the eye in a name. */
  function disguised(value) {
    const signs = archive.disguise.signs(value, true);
    if (signs.length) {
      const without = signs.reduceRight((rest, { at, sign }) => rest.slice(0, at) + rest.slice(at + sign.length), value);
      return { key: "unseen", values: { characters: codes(signs.map(({ sign }) => sign)) }, fixes: [without] };
    }
    const mixed = archive.disguise.mixed(value);
    return mixed && { key: "mixed", values: { word: mixed.word, characters: codes(mixed.letters) }, fixes: [] };
  }

  /** One line of visible text. */
  function line(value) {
    if (value.includes("\n")) return { key: "lines", fixes: [value.replace(/\n+/g, " ")] };
    return forbidden(value) ?? disguised(value);
  }

  /** Free text: its line ends are written as spaces. */
  const note = (value) => forbidden(value.replace(/\n/g, " ")) ?? disguised(value);

  function webAddress(value) {
    const hidden = line(value);
    if (hidden || WEB_ADDRESS.test(value)) return hidden;
    const whole = `https://${value}`;
    return { key: "address", fixes: /^[\w-]+(\.[\w-]+)+/.test(value) && WEB_ADDRESS.test(whole) ? [whole] : [] };
  }

  function id(value) {
    if (ID.test(value) && !RESERVED.test(value)) return null;
    const proposed = fold(value)
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 100);
    return {
      key: RESERVED.test(value) ? "reserved" : "id",
      fixes: ID.test(proposed) && !RESERVED.test(proposed) ? [proposed] : [],
    };
  }

  function date(value) {
    try {
      archive.dates.read(value);
      return null;
    } catch ({ key, values, fixes }) {
      return { key: `date.${key}`, values, fixes };
    }
  }

  /** What keeps a text from being published to the byte. */
  function body(text) {
    if (!strip(text)) return { key: "empty" };
    if (text.includes("\0")) return { key: "nul", fixes: [text.replaceAll("\0", "")] };
    if (/[\ud800-\udfff]/u.test(text)) return { key: "halves", fixes: [text.replace(/[\ud800-\udfff]/gu, "")] };
    return null;
  }

  /** A passage that a value was taken from: it stands in the text letter by letter. */
  function quote(passage, text) {
    const hidden = forbidden(passage);
    if (hidden) return { ...hidden, fixes: [] }; // without them it would be no quote
    if (text.includes(passage)) return null;
    return { key: "quote", fixes: nearest(passage, text) };
  }

  /** The passage that differs from a quote only in accents, case, apostrophes or spaces. */
  function nearest(passage, text) {
    const wanted = fold(passage);
    const { text: folded, origins } = settle(archive.text.foldWithOrigins(text));
    const at = wanted ? folded.indexOf(wanted) : -1;
    if (at < 0) return [];
    const last = origins[at + wanted.length - 1];
    return [text.slice(origins[at], last + String.fromCodePoint(text.codePointAt(last)).length)];
  }

  function settle(steps) {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  return { line, note, webAddress, id, date, body, quote, codes, forbidden, SIZE_LIMIT, HEAD_LIMIT };
})();
