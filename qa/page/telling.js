// What the page tells in passing, copies and saves; and `abstractqa`, by which the page's scripts
// and Gradio's parts reach each other. SAID has words of prompts/page.toml.
(() => {
  const $ = (id) => document.getElementById(id);

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

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-copy]");
    if (button) copy(button);
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
    $, tell, save,
    job(element, trigger) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-stop]");
        if (button) trigger({ id: button.dataset.stop });
      });
    },
  };
})();
