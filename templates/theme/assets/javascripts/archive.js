// What a page gains with JavaScript. Without it everything stands there all the same.
"use strict";

// The button for light and dark says what it leads to.
const schemeButton = document.querySelector("button.scheme");
if (schemeButton) {
  const name = schemeButton.querySelector(".scheme__name");
  const say = () => {
    name.textContent = window.archiveScheme.isDark() ? schemeButton.dataset.light : schemeButton.dataset.dark;
  };
  schemeButton.addEventListener("click", () => window.archiveScheme.toggle());
  document.addEventListener("archive:scheme", say);
  schemeButton.hidden = false;
  say();
}

// The switch for underlined names is remembered.
const names = document.getElementById("names");
if (names) {
  try {
    names.checked = localStorage.getItem("archive.names") !== "off";
    names.addEventListener("change", () => localStorage.setItem("archive.names", names.checked ? "on" : "off"));
  } catch {
    // Not remembered, but it works.
  }
}

// A button beside each citation copies it.
const cite = document.querySelector(".cite");
if (cite && navigator.clipboard) {
  const { copy, copied } = cite.dataset;
  for (const block of cite.querySelectorAll(".reference, pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    block.after(button);
  }
}
