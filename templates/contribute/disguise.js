/**
 * What makes a text read as something else than it is, as archive/disguise.py finds it; a test holds both to each other.
 */
var archive = window.archive || {};

archive.disguise = (() => {
  const TURNING = "[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]";
  const MARKS = /[\u061c\u200e\u200f]/;
  const SIGN = new RegExp(
    `(?<turning>${TURNING})` +
      "|\\u{1f3f4}[\\u{e0030}-\\u{e007a}]+\\u{e007f}" + // the flag of a region
      "|(?<unseen>[\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\u3164" +
      "\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}])",
    "gu",
  );
  const FROM_THE_RIGHT = /[\p{scx=Arabic}\p{scx=Hebrew}\p{scx=Syriac}\p{scx=Thaana}\p{scx=Nko}]/u;
  const JOINED = new RegExp(
    `[${"Arabic Syriac Mandaic Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Tibetan Myanmar Khmer"
      .split(" ").map((script) => `\\p{scx=${script}}`).join("")}]`,
    "u",
  );
  const UNSPACED = /[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
  const VARIED = /[\p{S}\p{P}\p{N}\p{Script=Han}\p{Script=Mongolian}]/u;
  const PICTURE = /[\p{So}\p{Sk}]/u;
  const MOST_MARKS = 8; // on one letter
  const WORD = /(?:(?!\p{Nd})[\p{L}\p{N}]){3,}/gu;
  const ALIKE = [
    [/\p{Script=Cyrillic}/u, "авсԁегһіјӏорԛѕуѵԝхАВСЕԌНІЈКМОРԚЅТѴԜХУҮӀ", "aceiopxyABCEHKMOPTXY"],
    [/\p{Script=Greek}/u, "ανοργικυσϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ouvABEZHIKMNOPTYX"],
  ];

  /** Whether the sign at a place does what it is for: joins, parts or varies what stands before it. */
  function isNeeded(text, at, sign) {
    const all = [...text.slice(Math.max(0, at - 32), at)];
    const after = [...text.slice(at + sign.length, at + sign.length + 2)][0] ?? "";
    if (/[\ufe00-\ufe0f]/.test(sign) || sign.codePointAt(0) >= 0xe0100) return all.length > 0 && VARIED.test(all.at(-1));
    for (let marks = 0; all.length && marks < MOST_MARKS && /\p{M}/u.test(all.at(-1)); marks++) all.pop();
    const before = all.at(-1);
    if (before === undefined) return false;
    if (/[\u200c\u200d]/.test(sign) && JOINED.test(before)) return true;
    if (sign === "\u200b") return UNSPACED.test(before);
    if (sign === "\u200d") return PICTURE.test(before) && PICTURE.test(after);
    return /\p{Script=Mongolian}/u.test(before) && /[\u180b-\u180f]/.test(sign);
  }

  function isBesideArabic(text, at) {
    const end = text.indexOf("\n", at);
    const around = text.slice(Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 200), Math.min(end < 0 ? text.length : end, at + 200));
    return [...around].some((one) => FROM_THE_RIGHT.test(one) && !MARKS.test(one));
  }

  /** The signs that nobody sees, and that their neighbours do not need: [{at, sign}]. A name may not turn at all. */
  function signs(text, isName) {
    return [...text.matchAll(SIGN)].flatMap(({ 0: sign, index: at, groups }) => {
      const isFine = groups.turning
        ? !isName && MARKS.test(sign) && isBesideArabic(text, at)
        : !groups.unseen || isNeeded(text, at, sign);
      return isFine ? [] : [{ at, sign }];
    });
  }

  function falseLetters(word) {
    const letters = [...word].map((letter) => [[...letter.normalize("NFD")][0], letter]);
    const latin = letters.filter(([base]) => /\p{Script=Latin}/u.test(base));
    for (const [script, alike, likeThem] of ALIKE) {
      const other = letters.filter(([base]) => script.test(base));
      if (!latin.length || !other.length) continue;
      if (other.every(([base]) => alike.includes(base))) return other.map(([, letter]) => letter);
      if (latin.length < other.length && latin.every(([base]) => likeThem.includes(base))) return latin.map(([, letter]) => letter);
    }
    return [];
  }

  /** The first word that mixes letters that look alike: {word, letters}; null when none does. */
  function mixed(text) {
    if (!/[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]/.test(text)) return null;
    for (const [word] of text.matchAll(WORD)) {
      const letters = falseLetters(word);
      if (letters.length) return { word, letters };
    }
    return null;
  }

  return { signs, mixed };
})();
