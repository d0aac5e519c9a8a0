/**
 * The address of the page: the state that it holds, and how far down the reader was in each entry of the history.
 */
var archive = window.archive || {};

archive.Address = class {
  static STILL = 200; // milliseconds without scrolling before a place is remembered

  #remember = archive.dom.settled(() => history.replaceState({ scroll: scrollY }, ""), archive.Address.STILL);

  /**
   * @param {function(): void} onTravel is called when the reader goes back or forward; not for a #fragment, which keeps
   *   the state.
   * @param {function(): object} state the one that is shown.
   */
  constructor(onTravel, state) {
    addEventListener("popstate", () => {
      if (!this.holds(state())) onTravel();
    });
    // The browser would restore the place in a page that is still empty.
    history.scrollRestoration = "manual";
    addEventListener("scroll", this.#remember, { passive: true });
  }

  read() {
    return archive.state.read(location.search);
  }

  holds(state) {
    return archive.state.write(state) === archive.state.write(this.read());
  }

  /** Writes a state: as a new entry of the history, or in place of the current one. */
  enter(state, inPlace) {
    this.#remember.cancel(); // where the reader is belongs to the entry that is left
    const address = archive.state.write(state) || location.pathname;
    try {
      if (inPlace) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    } catch {
      location.assign(address); // a browser that allows no such thing from a disk
    }
  }

  /** Whether the reader had gone down in this entry of the history. */
  get hasPlace() {
    return Boolean(history.state?.scroll);
  }

  /** Scrolls to where the reader was when this entry of the history was left. */
  returnToPlace() {
    scrollTo(0, history.state?.scroll ?? 0);
  }
};
