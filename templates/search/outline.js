/**
 * What a facet shows: which of its values, in which order and groups. Pure; the panel makes the page show it.
 *
 * A row is {id, value, count, path, inside, isOpen, rest}: `inside` are the rows within it and `rest` how many of those
 * are not shown; isOpen is undefined where nothing lies within.
 */
var archive = window.archive || {};

archive.outline = (() => {
  const SMALL_TREE = 12; // a tree of so few values stands open

  /**
   * @param {{id: string, parent: string, type: string}[]} values all of the facet's; of a tree the first that lies within
   *   no other, and holds some, stands open.
   * @param {Object<string, number>} counts by value; what is not there counts 0.
   * @param {{any: string[], not: string[]}} chosen these are shown whatever their count.
   * @param {object} how
   * @param {"list"|"tree"|"types"} how.shape
   * @param {function(string): string} how.heading a value's name, by its id.
   * @param {boolean} how.inTime whether values run in time, the latest first, instead of by count.
   * @param {string} how.filter what the reader typed to find a value.
   * @param {function(string): string} how.fold how a heading is compared with it.
   * @param {function(string): number} how.shown how many rows there may be within a value ("" for the facet itself).
   * @param {function(string): boolean|undefined} how.isOpen what the reader opened or closed; undefined: neither.
   * @param {function(string): number} how.rank the place of a value, by its id, in the order of the alphabet.
   * @returns {{groups: {type: string, rows: object[]}[], many: number, rest: number}} many: how many values there are;
   *   rest: how many rows are not shown.
   */
  function outline(values, counts, chosen, how) {
    const picked = new Set([...chosen.any, ...chosen.not]);
    const all = new Map(values.map((value) => [value.id, value]));
    for (const id of picked) if (!all.has(id)) all.set(id, { id, parent: "", type: "" });
    const facet = { ...how, all, picked, staying: picked, count: (id) => counts[id] ?? 0 };
    const present = [...all.values()].filter(({ id }) => facet.count(id) > 0 || picked.has(id));
    const { rows, rest } = how.filter ? matches(facet, present) : how.shape === "tree" ? tree(facet, present) : list(facet, present);
    return { groups: how.shape === "types" && !how.filter ? byType(rows) : [{ type: "", rows }], many: present.length, rest };
  }

  function row(facet, value, more) {
    return { id: value.id, value, count: facet.count(value.id), path: "", inside: [], isOpen: undefined, rest: 0, ...more };
  }

  /** The first values in the facet's order, as many as may be shown, and those that stay; of time also "no date". */
  function first(facet, values, within) {
    const byCount = (a, b) => facet.count(b.id) - facet.count(a.id) || facet.rank(a.id) - facet.rank(b.id);
    const end = ({ id }) => (id.length === 4 ? `${id}-13` : id); // a year stands before its months
    const inTime = (a, b) => Number(!a.id) - Number(!b.id) || (end(a) < end(b) ? 1 : -1);
    const sorted = [...values].sort(facet.inTime ? inTime : byCount);
    const stays = ({ id }) => facet.staying.has(id) || (facet.inTime && !id);
    return sorted.filter((value, at) => at < facet.shown(within) || stays(value));
  }

  function list(facet, present) {
    const rows = first(facet, present, "").map((value) => row(facet, value));
    return { rows, rest: present.length - rows.length };
  }

  function matches(facet, present) {
    const wanted = facet.fold(facet.filter);
    const fitting = present.filter(({ id }) => facet.fold(facet.heading(id)).includes(wanted));
    const rows = first(facet, fitting, "").map((value) => {
      const path = facet.inTime ? [] : ancestors(facet, value.id).map(facet.heading); // a month's name has its year
      return row(facet, value, { path: path.reverse().join(" › ") });
    });
    return { rows, rest: fitting.length - rows.length };
  }

  function tree(facet, present) {
    const ids = new Set(present.map(({ id }) => id));
    const inside = new Map();
    for (const value of present) {
      const parent = ids.has(value.parent) ? value.parent : "";
      if (value.id && !inside.has(value.id)) inside.set(value.id, []);
      if (!inside.has(parent)) inside.set(parent, []);
      inside.get(parent).push(value);
    }
    const aroundPicked = new Set([...facet.picked].flatMap((id) => ancestors(facet, id)));
    const standing = { ...facet, staying: new Set([...facet.picked, ...aroundPicked]) };
    const opened = facet.inTime ? "" : (inside.get("") ?? []).find(({ id }) => id && inside.get(id).length)?.id;

    const branch = (within) => {
      const values = (inside.get(within) ?? []).filter(({ id }) => id !== within || !id);
      const rows = first(standing, values, within).map((value) => {
        if (!value.id || !inside.get(value.id).length) return row(facet, value);
        const stands = aroundPicked.has(value.id) || present.length <= SMALL_TREE || value.id === opened;
        const isOpen = facet.isOpen(value.id) ?? stands;
        const below = isOpen ? branch(value.id) : { rows: [], rest: 0 };
        return row(facet, value, { inside: below.rows, isOpen, rest: below.rest });
      });
      return { rows, rest: values.length - rows.length };
    };
    return branch("");
  }

  /** The ids of the values that a value lies within, the nearest first. */
  function ancestors(facet, id) {
    const found = [];
    let at = facet.all.get(facet.all.get(id)?.parent);
    while (at?.id && at.id !== id && !found.includes(at.id)) {
      found.push(at.id);
      at = facet.all.get(at.parent);
    }
    return found;
  }

  function byType(rows) {
    const groups = new Map();
    for (const one of rows) {
      const type = one.value.type ?? "";
      if (!groups.has(type)) groups.set(type, { type, rows: [] });
      groups.get(type).rows.push(one);
    }
    return [...groups.values()];
  }

  return outline;
})();
