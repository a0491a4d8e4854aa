window.switchyard = {
  isDark: () => document.documentElement.dataset.theme === "dark",

  setDark: dark => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    localStorage.setItem("switchyard.theme", dark ? "dark" : "light");
  },

  origin: () => location.origin,

  // Answers whether the page is visible now, and tells the circuit when that changes.
  watchVisibility: page => {
    document.addEventListener("visibilitychange", () =>
      page.invokeMethodAsync("SetVisible", document.visibilityState === "visible").catch(() => { }));
    return document.visibilityState === "visible";
  },

  localTime: utc => {
    const at = new Date(utc);
    return isNaN(at) ? "" : new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  },

  utcTime: local => {
    const at = new Date(local);
    return isNaN(at) ? "" : at.toISOString().slice(0, 19) + "Z";
  },

  // Shows the end of what grows, unless somebody has scrolled up to read.
  followEnd: element => {
    if (!element.dataset.follows) {
      element.dataset.follows = "yes";
      const toEnd = () => element.scrollTop = element.scrollHeight;
      let atEnd = true;
      element.addEventListener("scroll", () => atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24);
      new MutationObserver(() => atEnd && toEnd()).observe(element, { childList: true, characterData: true, subtree: true });
      toEnd();
    }
  },

  // False where the browser has no clipboard for pages (plain http from another machine).
  copy: async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
};

// A server that was restarted does not know the circuit any more: a fresh page is what there is to have.
document.getElementById("components-reconnect-modal").addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "rejected") {
    location.reload();
  }
});

// What scrolls is reached by the keyboard, too: a table's own container cannot be told so where it is written.
const reachScrollers = () => document.querySelectorAll(".mud-table-container:not([tabindex])").forEach(table => {
  if (table.scrollWidth > table.clientWidth || table.scrollHeight > table.clientHeight) {
    table.tabIndex = 0;
    table.setAttribute("role", "region");
    table.setAttribute("aria-label", table.querySelector("table")?.getAttribute("aria-label") ?? "Table");
  }
});
let due = false;
const soon = () => {
  if (!due) {
    due = true;
    requestAnimationFrame(() => {
      due = false;
      reachScrollers();
    });
  }
};
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", soon);
