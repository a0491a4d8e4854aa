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
