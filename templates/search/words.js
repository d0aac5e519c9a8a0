/**
 * The words of the interface: the catalogue's messages, with the plurals, numbers and dates of the page's language.
 */
var archive = window.archive || {};

archive.Words = class {
  /**
   * @param {Object<string, string|Object<string, string>>} messages as in templates/theme/messages.
   * @param {string} language BCP 47.
   */
  constructor(messages, language) {
    this.messages = messages;
    this.page = language;
    this.plurals = new Intl.PluralRules(language);
    this.numbers = new Intl.NumberFormat(language);
    this.months = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
    this.languages = new Intl.DisplayNames(language, { type: "language" });
    this.collator = new Intl.Collator(language, { numeric: true });
  }

  /** The message with its values in place; the key itself where the catalogue has none. */
  say(key, values = {}) {
    return this.#filled(this.messages[key] ?? key, values);
  }

  /** The message in the plural form for n, which stands in it as {n}. */
  count(key, n, values = {}) {
    const forms = this.messages[key] ?? {};
    return this.#filled(forms[this.plurals.select(n)] ?? forms.other ?? key, { ...values, n: this.number(n) });
  }

  /** The name of a facet; of one that the archive does not have, what the address calls it. */
  facet(name) {
    return this.messages[`explore.facet.${name}`] ?? name;
  }

  /** The number as the language writes it. */
  number(n) {
    return this.numbers.format(n);
  }

  /** "2020", "février 2020" or "16 février 2020", from the ISO form of a year, month or day; else the text itself. */
  date(iso) {
    if (!/^\d{4}-(0[1-9]|1[0-2])(-\d\d)?$/.test(iso)) return iso;
    const [year, month, day] = iso.split("-").map(Number);
    const named = this.months.format(Date.UTC(year, month - 1, 1));
    return day ? this.say(day === 1 ? "explore.date.first" : "explore.date.day", { day, month: named }) : named;
  }

  /** The name of a language: "arabe"; the tag itself where it is none. */
  language(tag) {
    try {
      return this.languages.of(tag);
    } catch {
      return tag;
    }
  }

  #filled(message, values) {
    return message.replace(/\{([a-z_]+)\}/g, (place, name) => (Object.hasOwn(values, name) ? values[name] : place));
  }
};
