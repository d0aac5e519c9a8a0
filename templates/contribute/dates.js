/**
 * Dates in EDTF, read as archive/dates.py does; a test holds both to each other. The forms that hardly an article needs
 * (it reads them with a library) are known here by their looks alone: whether they are dates, the build will tell.
 */
var archive = window.archive || {};

archive.dates = (() => {
  const LONGEST = 100;
  const PLAIN = /^([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[?~%]?$/;
  const YEAR_OF_MANY_DIGITS = /^Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?$/;
  const RARE = /^[?~%]{0,2}[0-9X]{4}(?:[?~%]{0,2}-[?~%]{0,2}[0-9X]{2}){0,2}[?~%]{0,2}(?:T[0-9:Z+-]+)?(?:S[0-9]{1,2})?$/;

  /** What is wrong with a date: the message's key and values, and what may be meant instead. */
  class Mistake extends Error {
    constructor(key, values = {}, fixes = []) {
      super(key);
      Object.assign(this, { key, values, fixes });
    }
  }

  function daysOf(year, month) {
    return month === 2
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31;
  }

  function iso(year, month, day) {
    return [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))].join("-");
  }

  const whole = (year, month) => ({ start: iso(year, month, 1), end: iso(year, month, daysOf(year, month)) });

  /** The first and last day of one date; null when only a library can read it. */
  function moment(text) {
    const match = PLAIN.exec(text);
    const read = match && plain(match[1], match[2] ?? "", match[3] ?? "");
    if (read) return read;
    if (YEAR_OF_MANY_DIGITS.test(text)) throw new Mistake("years");
    if (!RARE.test(text)) throw new Mistake("form");
    return null;
  }

  function plain(year, month, day) {
    const y = Number(year.replaceAll("X", "0"));
    if (y === 0) throw new Mistake("years");
    if (year.includes("X")) return month ? null : { start: iso(y, 1, 1), end: iso(year.replaceAll("X", "9"), 12, 31) };
    if (!month) return { start: iso(y, 1, 1), end: iso(y, 12, 31) };
    if (month === "XX") return ["", "XX"].includes(day) ? { start: iso(y, 1, 1), end: iso(y, 12, 31) } : null;
    const m = Number(month);
    if (m >= 1 && m <= 12) {
      if (["", "XX"].includes(day)) return whole(y, m);
      const days = daysOf(y, m);
      if (Number(day) < 1 || Number(day) > days) throw new Mistake("day", { days });
      return { start: iso(y, m, day), end: iso(y, m, day) };
    }
    if (m >= 21 && m <= 24 && !day) {
      const closing = m < 24 ? [y, m * 3 - 58] : y < 9999 ? [y + 1, 2] : [y, 12];
      return { start: iso(y, (m - 20) * 3, 1), end: whole(...closing).end };
    }
    if (m >= 25 && m <= 41 && !day) return null;
    throw new Mistake("month");
  }

  function span(text, separator) {
    const sides = text.split(separator);
    if (sides.length !== 2) throw new Mistake("form");
    const gaps = separator === "/" ? ["..", ""] : [""];
    const [first, last] = sides;
    if (gaps.includes(first) && gaps.includes(last)) throw new Mistake("nothing");
    if (gaps.includes(first)) return moment(last);
    if (gaps.includes(last)) return moment(first);
    const [start, end] = [moment(first), moment(last)];
    if (!start || !end) return null;
    if (end.end < start.start) throw new Mistake("order", {}, [`${last}${separator}${first}`]);
    return { start: start.start, end: end.end };
  }

  /** What each part of a date covers; null for a part that only a library can read. Throws a Mistake. */
  function parse(text) {
    if (text.includes("/")) return [span(text, "/")];
    if (!/^(?:\[.*\]|\{.*\})$/s.test(text)) return [moment(text)];
    const members = text.slice(1, -1).split(",");
    const isOpenWithin =
      members.slice(1).some((one) => one.startsWith("..")) || members.slice(0, -1).some((one) => one.endsWith(".."));
    if (isOpenWithin) throw new Mistake("form");
    return members.map((one) => (one.includes("..") ? span(one, "..") : moment(one)));
  }

  function isSure(text) {
    try {
      return !parse(text).includes(null);
    } catch {
      return false;
    }
  }

  const MONTHS = [
    /^jan/,
    /^fe[vb]/,
    /^mar(?!di)/,
    /^a(?:vr|pr)/,
    /^ma[iy]$/,
    /^juin|^jun/,
    /^juil|^jul/,
    /^aou|^aug/,
    /^sep/,
    /^oct/,
    /^nov/,
    /^dec/,
  ];
  const ABOUT = /^(?:vers|environ|circa|ca|c|about|around)$/;

  function written(year, month, day) {
    const whole = year.length === 4 ? year : `${year < "30" ? "20" : "19"}${year}`;
    return [whole, ...[month, day].filter(Boolean).map((part) => String(part).padStart(2, "0"))].join("-");
  }

  /** What someone may have meant who wrote a date as people do: 17/02/2020, 17 février 2020, vers 1948. */
  function meant(text) {
    const words = archive.text.fold(text).match(/[a-z]+|[0-9]+|~/g) ?? [];
    const mark = words.some((word) => ABOUT.test(word) || word === "~") ? "~" : text.includes("?") ? "?" : "";
    const numbers = words.filter((word) => /^[0-9]/.test(word));
    const months = words.map((word) => MONTHS.findIndex((month) => month.test(word)) + 1).filter(Boolean);
    const years = numbers.filter((number) => number.length === 4);
    const days = numbers.filter((number) => number.length < 3);
    const candidates = [text.replace(/\s/g, "").toUpperCase(), `[${text.replace(/\s/g, "").replace(/[[\]]/g, "")}]`];
    if (months.length === 1 && years.length === 1 && days.length < 3) {
      const all = (days.length ? days : [""]).map((day) => written(years[0], months[0], day));
      candidates.push(all.length > 1 ? `[${all.join("..")}]` : all[0] + mark);
    } else if (!months.length && numbers.length > 1 && numbers.length < 4) {
      const [a, b, c] = numbers;
      if (a.length === 4) candidates.push(written(a, b, c) + mark);
      else if (c) candidates.push(written(c, b, a) + mark, written(c, a, b) + mark);
      else candidates.push(written(b, a) + mark);
    } else if (!months.length && numbers.length === 1 && years.length === 1) candidates.push(years[0] + mark);
    return [...new Set(candidates)].filter((one) => one !== text && isSure(one)).slice(0, 2);
  }

  /**
   * What a text says as a date.
   *
   * @returns {{parts: ?Array, isSure: boolean}} isSure: whether the build will surely read it.
   * Throws a Mistake with what may be meant instead.
   */
  function read(text) {
    if ([...text].length > LONGEST) throw new Mistake("form");
    try {
      const parts = parse(text);
      return { parts, isSure: !parts.includes(null) };
    } catch (mistake) {
      const turned = mistake.fixes
        ?.map((fix) => (fix.includes("..") ? text[0] + fix + text.at(-1) : fix))
        .filter(isSure);
      mistake.fixes = turned?.length ? turned : meant(text);
      throw mistake;
    }
  }

  /** A date in words, where it is one span or one of two: what the archive understood; else empty. */
  function inWords(text, parts, words) {
    if (/^\{|X|(?:^|[[/])(?:\.\.)?\/|\/(?:\.\.)?$|^\[?\.\.|\.\.\]?$/.test(text) || parts.length > 2) return "";
    const [first, last] = parts.map((part) => spanInWords(part, words));
    const date = last ? words.say("date.or", { first, last }) : first;
    const about = /[~%]/.test(text) ? words.say("date.about_span", { date }) : date;
    return /[?%]/.test(text) ? `${about} (${words.say("date.uncertain")})` : about;
  }

  function spanInWords({ start, end }, words) {
    const [year, month] = start.split("-");
    if (start === end) return words.date(start);
    if (start === `${year}-01-01` && end === `${year}-12-31`) return String(Number(year));
    if (start === `${year}-${month}-01` && end === whole(year, Number(month)).end)
      return words.date(`${year}-${month}`);
    return words.say("range", { first: words.date(start), last: words.date(end) });
  }

  return { read, inWords };
})();
