/**
 * When the articles found are from: a bar for each month (or year), and a range over them.
 *
 * The range is set by two native sliders, one month a step, by dragging over the bars, or to the day in two fields. The
 * scale is the whole archive's, so that bars stay where they are while the results change.
 */
var archive = window.archive || {};

archive.Histogram = (() => {
  const { make, fill, write, settled } = archive.dom;
  const MOST_BARS = 72; // beyond, a bar is a year

  const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const month = (n) => `${String(Math.floor(n / 12)).padStart(4, "0")}-${String((n % 12) + 1).padStart(2, "0")}`;
  const lastDay = (of) => new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5, 7)), 0)).getUTCDate();

  /** The first, or the last, month of "2020", "2020-02" or "2020-02-16", as a number; null for anything else. */
  function edge(date, isLast) {
    if (!/^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(date)) return null;
    return number(date.length === 4 ? `${date}-${isLast ? "12" : "01"}` : date);
  }

  /** The first, or the last, day of a date, as a field of type date wants it; "" for no date. */
  function day(date, isLast) {
    const at = edge(date, isLast);
    if (at === null) return "";
    if (date.length === 10) return date;
    return `${month(at)}-${isLast ? lastDay(month(at)) : "01"}`;
  }

  /** A day as the shortest date that means the same as a bound: the first of a month is the month. */
  function bound(date, isLast) {
    const whole = isLast ? Number(date.slice(8)) === lastDay(date.slice(0, 7)) : date.endsWith("-01");
    return date && whole ? date.slice(0, 7) : date;
  }

  return class Histogram {
    #root;
    #words;
    #report;
    #first = 0;
    #last = -1;
    #bars = [];
    #isYears = false;
    #state = archive.state.EMPTY;
    #parts;
    #settle;
    #isByKey = false;
    #isPicking = false; // a day, in a field that has the focus
    #isMoving = false; // the reader has moved on from what the page shows

    /**
     * @param {HTMLElement} root
     * @param {archive.Words} words
     * @param {function({from: string, to: string}, boolean): void} report the range the reader set, and whether it is
     *   still changing.
     */
    constructor(root, words, report) {
      this.#root = root;
      this.#words = words;
      this.#report = report;
      this.#settle = settled((range) => this.#tell(range.from, range.to, true), 120);
      root.hidden = true;
    }

    /** The scale: from the earliest month of the archive ("2020-02") to the latest. */
    prepare(earliest, latest) {
      if (!earliest || !latest) return;
      this.#first = number(earliest);
      this.#last = number(latest);
      this.#isYears = this.#last - this.#first >= MOST_BARS;
      this.#draw();
      this.#root.hidden = false;
    }

    #draw() {
      const say = (key, values) => this.#words.say(`explore.range.${key}`, values);
      const names = [];
      const step = this.#isYears ? 12 : 1;
      for (let at = this.#isYears ? this.#first - (this.#first % 12) : this.#first; at <= this.#last; at += step) {
        names.push(this.#isYears ? month(at).slice(0, 4) : month(at));
      }
      this.#bars = names.map((name) => ({ name, bar: make("span", { class: "bar" }) }));
      const columns = this.#bars.map(({ bar }) => make("span", { class: "column" }, bar));
      const chart = make("div", { class: "histogram__bars", "aria-hidden": "true" }, columns);
      this.#follow(chart);
      const slider = (label) =>
        make("input", {
          type: "range",
          min: this.#first,
          max: this.#last,
          step: 1,
          "aria-label": say(label),
          "data-key": `range ${label}`,
          onkeydown: () => (this.#isByKey = true),
          onpointerdown: () => (this.#isByKey = false),
          oninput: () => this.#slide(label, true),
          onchange: () => this.#slide(label, this.#isByKey), // each key is a change: settled when the slider is left
          onblur: () => this.#isByKey && this.#slide(label, false),
        });
      const field = (label) =>
        make("input", {
          type: "date",
          id: `range-${label}`,
          "data-key": `day ${label}`,
          onchange: () => this.#pick(label), // each digit of a day or month is one
          onblur: () => this.#isPicking && this.#picked(),
        });
      const single = this.#first === this.#last;
      const [from, to] = [slider("from"), slider("to")];
      const [fromDay, toDay] = [field("from_day"), field("to_day")];
      const label = make("p", { class: "histogram__range" });
      const clear = make(
        "button",
        {
          type: "button",
          class: "plain",
          onclick: () => {
            (single ? chart.closest("details").querySelector("summary") : from).focus();
            this.#tell("", "", false);
          },
        },
        say("clear"),
      );
      const undated = make("p", { class: "facet-box__note" });
      this.#parts = { from, to, fromDay, toDay, label, clear, undated, chart };
      const days = make(
        "details",
        { class: "histogram__days" },
        make("summary", {}, say("days")),
        make("p", {}, make("label", { for: fromDay.id }, say("from_day")), " ", fromDay),
        make("p", {}, make("label", { for: toDay.id }, say("to_day")), " ", toDay),
      );
      const sliders = make("div", { class: "histogram__sliders", hidden: single }, from, to);
      fill(
        this.#root,
        make("div", { class: "histogram", role: "group", "aria-label": say("title") }, chart, sliders, label, clear, undated, days),
      );
    }

    /** Shows how many documents each month has ({months, years, undated}), and the range of a state. */
    show(state, { months, years, undated }) {
      if (!this.#parts) return;
      if (!this.#isMoving) this.#state = state;
      const { from, to } = this.#state;
      const counts = new Map(this.#isYears ? years : months);
      const most = Math.max(1, ...counts.values());
      const low = Math.max(this.#first, edge(from, false) ?? this.#first);
      const high = Math.min(this.#last, edge(to, true) ?? this.#last);
      for (const { name, bar } of this.#bars) {
        const count = counts.get(name) ?? 0;
        bar.style.setProperty("--share", count ? Math.max(count / most, 0.04) : 0);
        bar.classList.toggle("out", edge(name, true) < low || edge(name, false) > high);
        bar.parentElement.title = this.#words.count("explore.range.bar", count, { date: this.#words.date(name) });
      }
      archive.dom.keepingFocus(() => this.#set(low, high));
      write(this.#parts.undated, undated ? this.#words.count("explore.range.undated", undated) : "");
    }

    #set(low, high) {
      const { from, to, clear } = this.#parts;
      from.value = Math.min(low, this.#last);
      to.value = Math.max(high, this.#first);
      this.#name();
      if (!this.#isHalfTyped()) this.#days();
      clear.hidden = !this.#state.from && !this.#state.to;
    }

    /** Shows the range in the fields for days. */
    #days() {
      const { fromDay, toDay } = this.#parts;
      const days = [day(this.#state.from, false), day(this.#state.to, true)];
      if (fromDay.value !== days[0]) fromDay.value = days[0];
      if (toDay.value !== days[1]) toDay.value = days[1];
    }

    /** Whether a year stands there of which only the last digits are known: 0002, 0020, 0202, then 2020. */
    #isHalfTyped() {
      return [this.#parts.fromDay, this.#parts.toDay].some(({ value }) => value.startsWith("0"));
    }

    /** The range of a state in words; where it has no bound, the archive's own. */
    describe({ from, to }) {
      const own = [month(this.#first), month(this.#last)];
      const names = [from, to].map((date, at) => (date || this.#parts ? this.#words.date(date || own[at]) : "…"));
      return this.#words.say("range", { first: names[0], last: names[1] });
    }

    /** Says the range: beside the sliders, and for whoever hears them. */
    #name() {
      const { from, to, label } = this.#parts;
      // Where the thumbs meet, the one that has somewhere to go lies on top.
      from.classList.toggle("above", 2 * from.value > this.#first + this.#last);
      for (const slider of [from, to]) {
        slider.setAttribute("aria-valuetext", this.#words.date(month(Number(slider.value))));
      }
      write(label, this.describe(this.#state));
      this.#root.style.setProperty("--low", (from.value - this.#first) / Math.max(1, this.#last - this.#first));
      this.#root.style.setProperty("--high", (to.value - this.#first) / Math.max(1, this.#last - this.#first));
    }

    #slide(which, isChanging) {
      const { from, to } = this.#parts;
      if (which === "from" && Number(from.value) > Number(to.value)) from.value = to.value;
      if (which === "to" && Number(to.value) < Number(from.value)) to.value = from.value;
      this.#between(Number(from.value), Number(to.value), isChanging, which);
    }

    /** Reports a range of months; the archive's own first and last month are no bounds. */
    #between(low, high, isChanging, which) {
      // A bound that did not move stays as it was said, to the day.
      const from = which === "to" ? this.#state.from : low <= this.#first ? "" : month(low);
      const to = which === "from" ? this.#state.to : high >= this.#last ? "" : month(high);
      this.#state = { ...this.#state, from, to };
      this.#name();
      this.#isMoving = true;
      if (isChanging) this.#settle({ from, to });
      else {
        this.#settle.cancel();
        this.#tell(from, to, false);
      }
    }

    #pick(which) {
      const { fromDay, toDay } = this.#parts;
      this.#isPicking = true;
      if (this.#isHalfTyped()) return;
      const from = which === "from_day" ? bound(fromDay.value, false) : this.#state.from;
      const to = which === "to_day" ? bound(toDay.value, true) : this.#state.to;
      this.#state = { ...this.#state, from, to };
      this.#tell(from, to, true);
    }

    #picked() {
      this.#isPicking = false;
      this.#days();
      this.#tell(this.#state.from, this.#state.to, false);
    }

    #tell(from, to, isChanging) {
      this.#isMoving = false;
      this.#report({ from, to }, isChanging);
    }

    /** Dragging over the bars, or pressing one, sets the range too. */
    #follow(chart) {
      let start = null;
      const at = (event) => {
        const box = chart.getBoundingClientRect();
        const share = (event.clientX - box.left) / box.width;
        const { name } = this.#bars[Math.max(0, Math.min(this.#bars.length - 1, Math.floor(share * this.#bars.length)))];
        return [edge(name, false), edge(name, true)];
      };
      const cover = (event, isChanging) => {
        const [low, high] = at(event);
        const { from, to } = this.#parts;
        from.value = Math.max(this.#first, Math.min(start[0], low));
        to.value = Math.min(this.#last, Math.max(start[1], high));
        this.#between(Number(from.value), Number(to.value), isChanging, "both");
      };
      chart.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        start = at(event);
        chart.setPointerCapture(event.pointerId);
      });
      chart.addEventListener("pointermove", (event) => start && cover(event, true));
      chart.addEventListener("pointerup", (event) => {
        if (start) cover(event, false);
        start = null;
      });
      chart.addEventListener("pointercancel", () => (start = null));
    }
  };
})();
