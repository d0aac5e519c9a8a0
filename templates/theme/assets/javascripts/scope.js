// What Material's bundle expects from the page: where the site begins, and its settings in local storage.
// Material writes these as an inline script with the depth of the page in it; here the script's own address tells.
"use strict";
var __md_scope = new URL("../../", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
var __md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key));
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that the setting is not kept.
  }
};
