// The conversation and its evidence as they are read: marks lead to sentences and back.
(() => {
  const { $, tell, save } = abstractqa;
  const SEEN = ".cards:not([hidden]) .aqa-cited[id]";
  // Pixels that stay free around what is brought into view.
  const MARGIN = 8;
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

  // Side by side, conversation and evidence each scroll by themselves: what one reads in the one stays
  // where it is while the other moves. The window moves only where it must, and nothing for what is
  // in view.
  function bring(target, block, behavior = "auto") {
    const pane = target.closest(".talk, .evidence");
    const { top: above, bottom: below } = pane.getBoundingClientRect();
    const { top, bottom, height } = target.getBoundingClientRect();
    const seen = top >= Math.max(above, 0) && bottom <= Math.min(below, innerHeight);
    if (block === "center" && seen) return;
    if (getComputedStyle(pane).overflowY === "visible") return target.scrollIntoView({ block, behavior });
    const free = block === "center" ? Math.max(MARGIN, (pane.clientHeight - height) / 2) : MARGIN;
    const most = pane.scrollHeight - pane.clientHeight;
    const to = Math.max(0, Math.min(pane.scrollTop + top - above - free, most));
    const start = top - (to - pane.scrollTop);
    pane.scrollTo({ top: to, behavior });
    const over = Math.min(start, start + height + MARGIN - innerHeight);
    const out = start < MARGIN ? start - MARGIN : Math.max(0, over);
    if (out) window.scrollBy({ top: out, behavior });
  }

  function lead(id) {
    const prefix = id.split("-")[0];
    if (/-c\d+$/.test(id)) { chosen = prefix; showEvidence(prefix); }
    const target = $(id);
    if (!target) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.focus({ preventScroll: true });
    bring(target, "center", calm ? "auto" : "smooth");
  }

  function step(by) {
    const all = [...document.querySelectorAll(SEEN)].sort((a, b) => a.dataset.number - b.dataset.number);
    if (!all.length) return;
    const at = all.indexOf(document.activeElement.closest(".aqa-cited"));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    lead(all[next].id);
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
      if (following) bring(last, "start");
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

  const writing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-target], button[data-evidence]");
    if (!button) return;
    if (button.dataset.target) return lead(button.dataset.target);
    chosen = button.dataset.evidence;
    if (!showEvidence(chosen)) return;
    const set = $(`${chosen}-evidence`);
    set.focus({ preventScroll: true });
    bring(set, "start");
  });

  document.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    if (ctrlKey || metaKey) return;
    if (altKey && (key === "ArrowDown" || key === "ArrowUp")) step(key === "ArrowDown" ? 1 : -1);
    else if (!altKey && (key === "n" || key === "p") && !writing(target)) step(key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
  });

  abstractqa.talk = (element, server, watch) => {
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
  };
})();
