// The list of conversations.
(() => {
  const { $, tell } = abstractqa;

  const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

  // The server knows UTC only: that stays to be seen by pointing at it.
  function localise(times) {
    for (const time of times) {
      time.title = time.textContent;
      time.textContent = clock.format(new Date(time.dateTime));
    }
  }

  abstractqa.history = (element, trigger, watch) => {
    watch("value", () => localise(element.querySelectorAll("time:not([title])")));
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
    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-open]");
      if (button) trigger.open({ id: button.dataset.open });
    });
    // The list that comes back has the focus where it was.
    let place = -1;
    abstractqa.removing(element, watch, (id, at) => {
      place = at;
      trigger.remove({ id });
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
  };
})();
