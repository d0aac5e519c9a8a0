/**
 * Elements from values. Whatever is text becomes a text node: nothing here, or anywhere in the search, parses markup.
 */
var archive = window.archive || {};

archive.dom = (() => {
  /**
   * An element.
   *
   * @param {string} name its tag name.
   * @param {Object} attributes a function is a listener (`onclick`), true an attribute without a value; false, null and
   *   undefined are left out.
   * @param {...(Node|string|Array|null|false|undefined)} children
   */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(key, value === true ? "" : value);
      }
    }
    element.append(...present(children));
    return element;
  }

  function present(children) {
    return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  }

  /** Makes `wanted` the children of an element; one that stays in its place keeps the focus and is not moved. */
  function fill(parent, ...wanted) {
    const nodes = present(wanted).map((child) => (typeof child === "string" ? document.createTextNode(child) : child));
    const kept = new Set(nodes);
    for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
    let next = parent.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else parent.insertBefore(node, next);
    }
    return parent;
  }

  /** Changes the page by `change`, and gives the focus back to where it was: to the element of the same data-key. */
  function keepingFocus(change) {
    const before = document.activeElement;
    const key = before?.dataset?.key;
    change();
    if (!key || document.activeElement === before) return;
    const after = before.isConnected ? before : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    after?.focus({ preventScroll: true });
  }

  /** Pieces of text, those of a hit in <mark>. */
  function marked(pieces) {
    return pieces.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));
  }

  /** Writes a text only where it differs, so that nothing is announced twice. */
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** A function that runs once its calls have paused for so many milliseconds; `cancel()` takes the last call back. */
  function settled(run, milliseconds) {
    let timer = 0;
    const cancel = () => clearTimeout(timer);
    const later = (...values) => {
      cancel();
      timer = setTimeout(run, milliseconds, ...values);
    };
    return Object.assign(later, { cancel });
  }

  /** Whether the browser has a click to itself: a new tab, a new window, a download. */
  function isForBrowser(event) {
    return event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  }

  return { make, fill, keepingFocus, marked, write, settled, isForBrowser };
})();
