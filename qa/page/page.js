// What the page does by itself: marks lead to sentences and back, keys, copying, downloads.
(() => {
  const $ = (id) => document.getElementById(id);
  const SEEN = ".cards:not([hidden]) .aqa-cited[id]";
  let chosen = null;
  let count = 0;
  // Whether the answer that is being made is to be brought into view once it is whole.
  let following = false;

  // Of several answers one has its evidence in view: the last, until another is chosen.
  function showEvidence(prefix) {
    const wanted = $(`${prefix}-evidence`);
    if (!wanted) return false;
    for (const set of document.querySelectorAll(".evidence .cards")) set.hidden = set !== wanted;
    for (const one of document.querySelectorAll(".exchange")) one.classList.toggle("chosen", one.id === prefix);
    return true;
  }

  function lead(id) {
    const prefix = id.split("-")[0];
    if (/-c\d+$/.test(id)) { chosen = prefix; showEvidence(prefix); }
    const target = $(id);
    if (!target) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  function step(by) {
    const all = [...document.querySelectorAll(SEEN)].sort((a, b) => a.dataset.number - b.dataset.number);
    if (!all.length) return;
    const at = all.indexOf(document.activeElement.closest(".aqa-cited"));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    lead(all[next].id);
  }

  let silence;
  function tell(text, seconds = 5) {
    const line = $("told");
    if (!line) return;
    clearTimeout(silence);
    line.textContent = text;
    silence = setTimeout(() => { line.textContent = ""; }, 1000 * seconds);
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      tell(SAID.copied);
    } catch {
      tell(SAID.not_copied);
    }
  }

  function save({ name, media, text, error }) {
    if (error) return tell(error);
    const url = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` }));
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    tell(name);
  }

  // A conversation that is opened from the list is drawn before its tab is.
  function whenSeen(element, act) {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      act();
    }).observe(element);
  }

  // After each change of the conversation: its address, and which evidence is in view.
  function changed(element) {
    const talk = element.querySelector(".talk");
    if (!talk || talk.dataset.conversation === undefined) return;
    const here = new URL(location.href);
    const id = talk.dataset.conversation;
    if ((here.searchParams.get("c") || "") !== id) {
      if (id) here.searchParams.set("c", id); else here.searchParams.delete("c");
      history.replaceState(history.state, "", here);
    }
    const exchanges = talk.querySelectorAll(".exchange");
    if (exchanges.length !== count) {
      const asked = exchanges.length === count + 1;
      count = exchanges.length;
      chosen = null;
      const last = exchanges[count - 1];
      following = Boolean(last && asked);
      if (following) last.scrollIntoView({ block: "start" });
      else whenSeen(talk, () => { talk.scrollTop = talk.scrollHeight; });
      const evidence = document.querySelector(".evidence");
      if (evidence) evidence.scrollTop = 0;
    }
    const last = exchanges[count - 1];
    if (following && last && !last.classList.contains("is-asking")) {
      following = false;
      last.scrollIntoView({ block: "nearest" });
    }
    if (chosen) showEvidence(chosen);
  }

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
    if (button.matches(ASKS) && hold(event, () => same(button)?.click())) return;
    const kind = Object.keys(CHANGES).find((one) => button.matches(CHANGES[one]));
    if (kind) settle(kind);
  }, true);
  window.addEventListener("abstractqa-unsent", lost);
  settle("load");

  for (const kind of ["keydown", "keypress"]) {
    window.addEventListener(kind, (event) => {
      const { key, shiftKey, isComposing, target } = event;
      if (key === "Enter" && !shiftKey && !isComposing && target.closest("#question")) hold(event, () => press("ask"));
    }, true);
  }

  const press = (id) => { const button = $(id); if (button && !button.disabled) button.click(); };
  const writing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-target], button[data-evidence], button[data-copy]");
    if (!button) return;
    if (button.dataset.target) lead(button.dataset.target);
    else if (button.dataset.evidence) {
      chosen = button.dataset.evidence;
      if (showEvidence(chosen)) {
        const set = $(`${chosen}-evidence`);
        set.focus({ preventScroll: true });
        set.scrollIntoView({ block: "start" });
      }
    } else copy(button);
  });

  document.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    if (key === "Enter" && (ctrlKey || metaKey) && target.closest("#question")) press("ask");
    else if (key === "Escape" && !document.querySelector("dialog[open]")) press("stop");
    else if (altKey && !ctrlKey && !metaKey && (key === "ArrowDown" || key === "ArrowUp")) step(key === "ArrowDown" ? 1 : -1);
    else if (!altKey && !ctrlKey && !metaKey && (key === "n" || key === "p") && !writing(target)) step(key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
  });

  // More files than the server takes at a time are not even sent.
  function measured(event, files) {
    const { mostFiles, tooMany } = document.querySelector("header.top").dataset;
    if (!event.target.closest("#drop") || !files || files.length <= Number(mostFiles)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(tooMany, 20);
  }
  window.addEventListener("change", (event) => measured(event, event.target.files), true);
  window.addEventListener("drop", (event) => measured(event, event.dataTransfer?.files), true);

  window.abstractqa = {
    talk(element, server, watch) {
      element.addEventListener("click", async (event) => {
        const button = event.target.closest("button[data-form]");
        if (!button) return;
        const { form, exchange } = button.dataset;
        const { conversation, style } = element.querySelector(".talk").dataset;
        try {
          save(await server.parcel({ conversation, exchange, form, style }));
        } catch {
          tell(SAID.not_saved);
        }
      });
      for (const moved of ["wheel", "touchmove"]) {
        element.addEventListener(moved, () => { following = false; }, { passive: true });
      }
      watch("value", () => changed(element));
      changed(element);
    },
    hints(element, example) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-example]");
        if (button) example({ question: button.dataset.example });
      });
    },
    history(element, trigger, watch) {
      // The list is drawn anew whenever something changes: what was unfolded stays so. Kept when it
      // is clicked: the details' own event comes later, and never where they are gone by then.
      const unfolded = new Set();
      element.addEventListener("click", ({ target }) => {
        const details = target.closest("summary")?.parentElement;
        if (!details) return;
        if (details.open) unfolded.delete(details.dataset.of);
        else unfolded.add(details.dataset.of);
      });
      watch("value", () => {
        for (const one of element.querySelectorAll("details")) {
          one.open = unfolded.has(one.dataset.of);
        }
      });
      // Deleting is asked once more; the list that comes back has the focus where it was.
      let doomed = null;
      let place = -1;
      const asking = () => element.querySelector("dialog");
      element.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button) return;
        const { open, title, ...data } = button.dataset;
        if (open) trigger.open({ id: open });
        else if (data.delete) {
          doomed = data.delete;
          asking().querySelector("bdi").textContent = title;
          asking().showModal();
        } else if ("keep" in data) asking().close();
        else if ("sure" in data) {
          const names = [...element.querySelectorAll(".open")].map((one) => one.dataset.open);
          place = names.indexOf(doomed);
          trigger.remove({ id: doomed });
          asking().close();
        }
      });
      watch("value", () => {
        if (place < 0) return;
        const left = element.querySelectorAll(".open");
        (left[Math.min(place, left.length - 1)] ?? $("find").querySelector("input, textarea")).focus();
        place = -1;
        tell(SAID.deleted);
      });
      element.addEventListener("submit", (event) => {
        event.preventDefault();
        const form = event.target;
        trigger.rename({ id: form.dataset.rename, title: new FormData(form).get("title") });
        unfolded.delete(form.dataset.rename);
        form.closest("details").open = false;
      });
    },
    settled: (kind) => { setTimeout(settled, 0, kind); },
    job(element, trigger) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-stop]");
        if (button) trigger({ id: button.dataset.stop });
      });
    },
  };
})();
