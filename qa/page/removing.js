// A thing of a list removed once that is confirmed, in the list's own dialog.
(() => {
  // `remove` is told which, and how many stand before it.
  abstractqa.removing = (element, watch, remove) => {
    let doomed = null;
    const buttons = () => [...element.querySelectorAll("button[data-remove]")];
    const place = (name) => buttons().findIndex((one) => one.dataset.remove === name);
    const dialog = () => element.querySelector("dialog");

    function ask(name) {
      const button = buttons()[place(name)];
      doomed = button ? name : null;
      if (!button) return;
      dialog().querySelector("bdi").textContent = button.dataset.title;
      if (!dialog().open) dialog().showModal();
    }

    element.addEventListener("click", ({ target }) => {
      const { remove: name, ...data } = target.closest("button")?.dataset ?? {};
      if (name) ask(name);
      else if ("keep" in data || "sure" in data) {
        const sure = doomed;
        doomed = null;
        dialog().close();
        if ("sure" in data && sure) remove(sure, place(sure));
      }
    });
    // Closed by a key, which is heard of later: another may be asked about by then.
    element.addEventListener("close", () => { if (!dialog()?.open) doomed = null; }, true);
    // What was removed before may be gone from the list only now, and the dialog with the old list.
    watch("value", () => { if (doomed) ask(doomed); });
  };
})();
