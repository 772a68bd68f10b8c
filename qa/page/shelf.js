// Articles listed and found: another leaf, and one removed once that is confirmed.
(() => {
  const { $, tell } = abstractqa;

  abstractqa.shelf = (element, trigger, watch) => {
    // What is to have the focus when the list is there anew: its head, or the title in a place of it.
    let next = null;
    const titles = () => [...element.querySelectorAll("summary")];

    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-start]");
      if (!button) return;
      next = () => $("found-head");
      trigger.turn({ start: button.dataset.start });
    });
    abstractqa.removing(element, watch, (key, place) => {
      next = () => titles()[Math.min(place, titles().length - 1)] ?? $("found-head");
      trigger.remove({ key });
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
