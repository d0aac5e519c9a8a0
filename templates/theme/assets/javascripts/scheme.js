// Runs before the page is drawn: light or dark as the reader chose, else as the system asks.
"use strict";
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("archive.scheme");
    } catch {
      return null;
    }
  };
  // Material's bundle says so too, but only once the page is drawn.
  document.documentElement.classList.replace("no-js", "js");
  const apply = () => {
    const scheme = chosen() ?? (system.matches ? "slate" : "default");
    document.body.setAttribute("data-md-color-scheme", scheme);
    document.dispatchEvent(new CustomEvent("archive:scheme", { detail: scheme }));
  };
  system.addEventListener("change", apply);
  window.archiveScheme = {
    isDark: () => document.body.getAttribute("data-md-color-scheme") === "slate",
    toggle() {
      const next = this.isDark() ? "default" : "slate";
      try {
        if ((next === "slate") === system.matches) localStorage.removeItem("archive.scheme");
        else localStorage.setItem("archive.scheme", next);
      } catch {
        // Not kept, but shown all the same.
      }
      document.body.setAttribute("data-md-color-scheme", next);
      document.dispatchEvent(new CustomEvent("archive:scheme", { detail: next }));
    },
  };
  apply();
})();
