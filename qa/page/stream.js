// Gradio's server ends the stream of a window's events as soon as none is under way, and its client
// takes the stream for open until that has arrived. An event sent in between would never be heard of
// again: where there is one, the end is kept from the client, and the stream goes on.
(() => {
  const plain = window.fetch.bind(window);
  const underway = new Set();
  // Events can be over before the client is told their ids.
  const over = new Set();
  const joining = new Set();
  const UNKNOWN = { msg: "unexpected_error", message: "", success: false, session_not_found: true };
  const encoder = new TextEncoder();

  async function join(request) {
    const reply = await plain(request);
    if (reply.ok) {
      const { event_id: id } = await reply.clone().json();
      if (id && !over.delete(id)) underway.add(id);
    }
    return reply;
  }

  function note({ msg, event_id: id }) {
    if (msg === "process_completed" && !underway.delete(id)) over.add(id);
  }

  // Each message of one connection; gives that which says that it ends.
  async function pass(reply, controller) {
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let end = null;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      rest += part.value;
      const messages = rest.split("\n\n");
      rest = messages.pop();
      for (const message of messages) {
        const data = JSON.parse(message.replace(/^data:/, ""));
        if (data.msg === "close_stream") end = message;
        else {
          note(data);
          controller.enqueue(encoder.encode(`${message}\n\n`));
        }
      }
    }
    return end;
  }

  async function listen(request) {
    const first = await plain(request.clone());
    // Gradio loads the page anew where its server does not know the window any more.
    if (first.status === 404) return new Response(`data:${JSON.stringify(UNKNOWN)}\n\n`);
    if (!first.ok) return first;
    const body = new ReadableStream({
      async start(controller) {
        try {
          let end = await pass(first, controller);
          while (joining.size) await Promise.allSettled(joining);
          while (end && underway.size) {
            end = await pass(await plain(request.clone()), controller);
            while (joining.size) await Promise.allSettled(joining);
          }
          if (end) controller.enqueue(encoder.encode(`${end}\n\n`));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
      },
    });
    return new Response(body, { status: first.status, headers: first.headers });
  }

  window.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (pathname.endsWith("/queue/data")) return listen(new Request(input, init));
    if (!pathname.endsWith("/queue/join")) return plain(input, init);
    const sent = join(new Request(input, init));
    joining.add(sent);
    const done = () => joining.delete(sent);
    sent.then(done, done);
    // Gradio's client says nothing of it where an event is refused or does not arrive.
    const unsent = () => window.dispatchEvent(new Event("abstractqa-unsent"));
    sent.then((reply) => { if (!reply.ok) unsent(); }, unsent);
    return sent;
  };
})();
