// A time, written in the viewer's zone and words, and in UTC for the pointer. The words of how long ago go on by themselves.
(() => {
  const full = new Intl.DateTimeFormat(undefined, {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  const relative = seconds => {
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
    return ago.format(Math.trunc(seconds / length), unit);
  };

  class LocalTime extends HTMLElement {
    static observedAttributes = ["datetime", "look"];

    connectedCallback() {
      shown.add(this);
      this.write();
    }

    disconnectedCallback() { shown.delete(this); }

    attributeChangedCallback() { this.write(); }

    write() {
      const at = new Date(this.getAttribute("datetime"));
      if (!this.isConnected || isNaN(at)) {
        return;
      }

      const utc = at.toISOString().slice(0, 19).replace("T", " ") + " UTC";
      const isAgo = this.getAttribute("look") === "ago";
      const text = isAgo ? relative((at - Date.now()) / 1000) : full.format(at);
      if (this.textContent !== text) {
        this.textContent = text;
      }

      this.title = isAgo ? `${full.format(at)} (${utc})` : `${utc} (${relative((at - Date.now()) / 1000)})`;
    }
  }

  const shown = new Set();
  customElements.define("local-time", LocalTime);
  setInterval(() => document.hidden || shown.forEach(time => time.write()), 1000);
})();
