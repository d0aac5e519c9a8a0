/**
 * What the reader asked for, to and from the query string of the address. Pure; the address is the only state.
 *
 *   q, sort, page, from, to      as they are
 *   f.<facet>=<value>            a value chosen; several of a facet join by OR. An empty value is "non renseigné"
 *   not.<facet>=<value>          a value excluded
 *   x=<record>                   a name that is not to stand for its other forms
 *
 * A state: {q, sort, page, from, to, facets: {name: {any: [value], not: [value]}}, narrow: [record]}. It is never
 * changed: each change gives a new one.
 */
var archive = window.archive || {};

archive.state = (() => {
  const SORTS = ["relevance", "newest", "oldest", "outlet"];
  const PER_PAGE = 10;
  const EMPTY = Object.freeze({ q: "", sort: "", page: 1, from: "", to: "", facets: {}, narrow: [] });

  /** The state that a query string says; what it says of no meaning is left out. */
  function read(query) {
    const given = new URLSearchParams(query);
    const facets = Object.create(null); // the names are anyone's: "constructor" must be none that is there
    for (const [key, value] of given) {
      const [, how, name] = /^(f|not)\.([a-z_]+)$/.exec(key) ?? [];
      if (!name) continue;
      facets[name] ??= { any: [], not: [] };
      const values = facets[name][how === "f" ? "any" : "not"];
      if (!values.includes(value)) values.push(value);
    }
    const page = Number(given.get("page"));
    return {
      q: (given.get("q") ?? "").trim(),
      sort: SORTS.includes(given.get("sort")) ? given.get("sort") : "",
      page: Number.isSafeInteger(page) && page > 0 ? page : 1,
      from: given.get("from") ?? "",
      to: given.get("to") ?? "",
      facets,
      narrow: [...new Set(given.getAll("x"))],
    };
  }

  /** The query string of a state, with its "?"; equal states give equal strings. */
  function write(state) {
    const given = new URLSearchParams();
    if (state.q) given.append("q", state.q);
    for (const name of Object.keys(state.facets).sort()) {
      for (const value of state.facets[name].any) given.append(`f.${name}`, value);
      for (const value of state.facets[name].not) given.append(`not.${name}`, value);
    }
    for (const key of ["from", "to"]) if (state[key]) given.append(key, state[key]);
    for (const record of state.narrow) given.append("x", record);
    if (state.sort) given.append("sort", state.sort);
    if (state.page > 1) given.append("page", state.page);
    const text = given.toString();
    return text ? `?${text}` : "";
  }

  /** The state with some things changed; what was found changes with them, so the reader is on the first page again. */
  function change(state, changes) {
    return { ...state, page: 1, ...changes };
  }

  /**
   * The state with a value of a facet chosen ("any") or excluded ("not"), or neither where it was so already.
   * A value is never both.
   */
  function toggle(state, facet, value, how) {
    const now = state.facets[facet] ?? { any: [], not: [] };
    const other = how === "any" ? "not" : "any";
    const has = now[how].includes(value);
    return withFacet(state, facet, {
      [how]: has ? now[how].filter((one) => one !== value) : [...now[how], value],
      [other]: now[other].filter((one) => one !== value),
    });
  }

  function withFacet(state, facet, chosen) {
    const facets = { ...state.facets, [facet]: chosen };
    if (!chosen.any.length && !chosen.not.length) delete facets[facet];
    return change(state, { facets });
  }

  /** The state without what is chosen or excluded in a facet. */
  function withoutFacet(state, facet) {
    return withFacet(state, facet, { any: [], not: [] });
  }

  /** The state without what is chosen in a facet; its exclusions stay. */
  function withoutChosen(state, facet) {
    return withFacet(state, facet, { any: [], not: state.facets[facet]?.not ?? [] });
  }

  /** The state without any filter: the words stay. */
  function withoutFilters(state) {
    return change(state, { facets: {}, from: "", to: "" });
  }

  /** How many filters there are: each value, and the range. */
  function filters(state) {
    const values = Object.values(state.facets).reduce((sum, { any, not }) => sum + any.length + not.length, 0);
    return values + (state.from || state.to ? 1 : 0);
  }

  /** The order of the results: without words, none is more relevant than another. */
  function sort(state) {
    return state.sort && (state.q || state.sort !== "relevance") ? state.sort : state.q ? "relevance" : "newest";
  }

  /** What the engine is asked. */
  function request(state) {
    const expand = Object.fromEntries(state.narrow.map((record) => [record, false]));
    const { q, facets, from, to, page } = state;
    return { q, expand, facets, from, to, sort: sort(state), ordered: page * PER_PAGE };
  }

  /** The state's page of so many results, or the last there is; and the ranks of its first result and after its last. */
  function extent(state, total) {
    const pages = Math.ceil(total / PER_PAGE);
    const page = Math.min(state.page, Math.max(1, pages));
    const first = (page - 1) * PER_PAGE;
    return { page, pages, first, end: Math.min(total, first + PER_PAGE) };
  }

  return {
    EMPTY, SORTS, read, write, change, toggle, withoutFacet, withoutChosen, withoutFilters, filters, sort, request, extent,
  };
})();
