// The keys of the console. None of them does anything while somebody types, or with Ctrl, Alt or Meta held.
(() => {
  const pages = { h: "", w: "console/work", f: "console/failed", q: "console/queues", c: "console/compute", n: "console/nodes" };
  let waits = 0;

  const types = element => element?.closest?.("input, textarea, select, [contenteditable], [role=combobox]");

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || types(event.target) || document.querySelector("dialog[open], .mud-dialog")) {
      return;
    }

    const asked = Date.now() < waits;
    waits = 0;
    if (asked && event.key in pages) {
      Blazor.navigateTo(pages[event.key]);
    } else if (event.key === "g") {
      waits = Date.now() + 2000;
      return;
    } else if (event.key === "/") {
      document.getElementById("search")?.focus();
    } else if (event.key === "?") {
      document.getElementById("shortcuts")?.showModal();
    } else {
      return;
    }

    event.preventDefault();
  });

  document.addEventListener("click", event => event.target.closest?.(".shortcuts-open") && document.getElementById("shortcuts")?.showModal());

  // The address is below another base, so that an ordinary link to a place on the page would leave it.
  document.addEventListener("click", event => {
    if (event.target.closest?.(".skip")) {
      event.preventDefault();
      event.stopPropagation();
      document.getElementById("main")?.focus();
    }
  }, true);
})();
