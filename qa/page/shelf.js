// Articles listed and found: another leaf, and one removed once that is confirmed.
(() => {
  const { $, tell } = abstractqa;

  abstractqa.shelf = (element, trigger, watch) => {
    let doomed = null;
    // What is to have the focus when the list is there anew: its head, or the title in a place of it.
    let next = null;
    const titles = () => [...element.querySelectorAll("summary")];
    const asking = () => element.querySelector("dialog");

    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const { start, remove, title, ...data } = button.dataset;
      if (start) {
        next = () => $("found-head");
        trigger.turn({ start });
      } else if (remove) {
        doomed = button;
        asking().querySelector("bdi").textContent = title;
        asking().showModal();
      } else if ("keep" in data) asking().close();
      else if ("sure" in data) {
        asking().close();
        const place = titles().indexOf(doomed.closest("li").querySelector("summary"));
        next = () => titles()[Math.min(place, titles().length - 1)] ?? $("found-head");
        trigger.remove({ key: doomed.dataset.remove });
      }
    });

    watch("value", () => {
      const { done } = element.querySelector(".found")?.dataset ?? {};
      if (done) tell(done);
      // Why nothing was done stands above the list.
      const focused = next && element.querySelector("[role=alert]") ? $("found-head") : next?.();
      next = null;
      if (!focused) return;
      focused.focus({ preventScroll: true });
      focused.scrollIntoView({ block: focused.id ? "start" : "nearest" });
    });
  };
})();
