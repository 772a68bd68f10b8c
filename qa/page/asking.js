// What leads to a question being asked: its box, keys, examples; and what holds it back for a while.
(() => {
  const { $, tell } = abstractqa;

  // What a question is asked with changes now and then by way of the server: the page as it opens,
  // a conversation begun or chosen, filters cleared. What asks meanwhile is held until that is in:
  // so many milliseconds at most, for an event may be lost.
  const PATIENCE = 20000;
  const CHANGES = {
    new: "#new",
    clear: "#clear",
    open: "#history button[data-open]",
    remove: "#history button[data-sure]",
  };
  const settling = new Map();
  let held = null;
  const ASKS = "#ask, button[data-example]";

  // Examples may have been drawn anew.
  const same = (button) => button.isConnected ? button
    : [...document.querySelectorAll("button[data-example]")].find((one) => one.dataset.example === button.dataset.example);

  // Of a kind Gradio takes one event at a time: a second click is none.
  function settle(kind) {
    clearTimeout(settling.get(kind));
    settling.set(kind, setTimeout(lost, PATIENCE));
  }

  // Something was not sent, or not heard of again. What was held is not asked by itself any more.
  function lost() {
    settling.forEach(clearTimeout);
    settling.clear();
    held = null;
    tell(SAID.lost);
  }

  function hold(event, ask) {
    if (!settling.size) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = ask;
    return true;
  }

  // Gradio says that an event is over before its parts have what came of it: the conversation's id
  // stands in a field of its own, as it will be sent, and with the conversation.
  const isIn = () => $("current")?.querySelector("input, textarea")?.value === document.querySelector(".talk")?.dataset.conversation;

  function settled(kind) {
    if (!settling.has(kind)) return;
    if (settling.size === 1 && !isIn()) {
      setTimeout(settled, 10, kind);
      return;
    }
    clearTimeout(settling.get(kind));
    settling.delete(kind);
    if (settling.size || !held) return;
    const ask = held;
    held = null;
    ask();
  }

  window.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(ASKS)) {
      if (hold(event, () => same(button)?.click())) return;
      asked = button.dataset.example ?? box().value;
    }
    const kind = Object.keys(CHANGES).find((one) => button.matches(CHANGES[one]));
    if (kind) settle(kind);
  }, true);
  window.addEventListener("abstractqa-unsent", lost);
  settle("load");

  for (const kind of ["keydown", "keypress"]) {
    window.addEventListener(kind, (event) => {
      const { key, shiftKey, isComposing, target } = event;
      if (key !== "Enter" || shiftKey || isComposing || !target.closest("#question")) return;
      if (!hold(event, () => press("ask"))) asked = box().value;
    }, true);
  }

  // What is typed and not asked yet outlives the page, which Gradio loads anew once it has lost its
  // server and found it again. It is its owner's: another who logs in here does not see it.
  const box = () => $("question")?.querySelector("textarea");
  // The name that it is kept under, once that is known and what was kept is back.
  let draft = null;
  // What was sent and is in the box still: whether it was taken the page may not live to hear.
  let asked = null;
  const typed = () => { asked = null; };
  window.addEventListener("input", ({ target }) => { if (target === box()) typed(); });
  window.addEventListener("abstractqa-unsent", typed);

  function keep() {
    if (!draft || !box()) return;
    const text = box().value;
    if (text) sessionStorage.setItem(draft, JSON.stringify({ text, asked: text === asked }));
    else sessionStorage.removeItem(draft);
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  window.addEventListener("pagehide", keep);

  async function restore(owner, taken) {
    const name = `abstractqa-draft:${owner}`;
    const { text, asked } = JSON.parse(sessionStorage.getItem(name)) ?? {};
    // Whoever cannot be asked has not said that it was.
    const gone = asked && await taken(text).catch(() => false);
    draft = name;
    if (!text || gone || box().value) return;
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  const press = (id) => { const button = $(id); if (button && !button.disabled) button.click(); };

  // Gradio's lists open at any key, also at the one that leaves them; and Escape closes one first.
  const open = (target) => target.closest("[role='combobox'][aria-expanded='true']");
  window.addEventListener("keydown", (event) => {
    if (["Tab", "Shift"].includes(event.key) && event.target.closest("[role='combobox']")) event.stopPropagation();
  }, true);

  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, target } = event;
    if (key === "Enter" && (ctrlKey || metaKey) && target.closest("#question")) press("ask");
    else if (key === "Escape" && !document.querySelector("dialog[open]") && !open(target)) press("stop");
    else return;
    event.preventDefault();
  });

  Object.assign(abstractqa, {
    settled: (kind) => { setTimeout(settled, 0, kind); },
    account(element, server, watch) {
      watch("value", () => {
        const { owner } = element.querySelector(".account")?.dataset ?? {};
        if (owner !== undefined && !draft) restore(owner, server.taken);
      });
      element.addEventListener("submit", () => {
        // Who logs out leaves nothing.
        sessionStorage.removeItem(draft);
        draft = null;
      });
    },
    hints(element, example) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-example]");
        if (button) example({ question: button.dataset.example });
      });
    },
  });
})();
