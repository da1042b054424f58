// Evaluation: reports are shown in a frame that runs no script of its own.
const part = (selector) => root.querySelector(selector);
let watching = 0;

async function load() {
  const report = part(".yj-report")?.innerHTML ?? "";
  const reply = await call("listing");
  if (reply.error) return problem(root, reply.error);
  root.innerHTML = reply.html;
  part(".yj-report").innerHTML = reply.state === "running" ? reply.report : report;
  if (reply.state === "running") watch(reply.number);
}

async function watch(number) {
  if (watching === number) return;
  watching = number;
  let reply;
  do {
    await new Promise((done) => setTimeout(done, 300));
    reply = await call("progress");
    if (reply.error) { problem(part(".yj-report"), reply.error); break; }
    const made = document.createElement("template");
    made.innerHTML = reply.report;
    const label = part(".yj-report label");
    if (reply.state === "running" && label) label.replaceWith(made.content.querySelector("label"));
    else part(".yj-report").replaceChildren(made.content);
  } while (reply.state === "running");
  watching = 0;
  await load();
}

async function show(name) {
  const target = part(".yj-shown");
  target.setAttribute("aria-busy", "true");
  const reply = await call("report", { name });
  target.removeAttribute("aria-busy");
  if (reply.error) return problem(target, reply.error);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.title = reply.title;
  frame.addEventListener("load", () => frame.contentDocument.addEventListener("click", (event) => {
    // A link inside would lead the frame to this page: the address of its text is ours.
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    frame.contentDocument.getElementById(link.getAttribute("href").slice(1))?.scrollIntoView();
  }));
  frame.srcdoc = reply.page;
  target.replaceChildren(frame);
  target.focus({ preventScroll: true });
  target.scrollIntoView();
}

const chosen = (name) => part(`select[name=${name}]`).value;

root.addEventListener("click", async (event) => {
  const hit = (selector) => event.target.closest(selector);
  if (hit(".yj-run")) {
    const reply = await call("evaluate", { split: chosen("split"), system: chosen("system") });
    if (reply.error) return problem(part(".yj-report"), reply.error);
    part(".yj-report").innerHTML = reply.report;
    watch(reply.number);
  } else if (hit(".yj-cancel")) call("stop");
  else if (hit("[data-run]")) show(hit("[data-run]").dataset.run);
  else if (hit(".yj-compare")) {
    const target = part(".yj-shown");
    target.setAttribute("aria-busy", "true");
    const reply = await call("compare", { before: chosen("before"), after: chosen("after") });
    target.removeAttribute("aria-busy");
    if (reply.error) return problem(target, reply.error);
    target.innerHTML = reply.html;
    target.focus({ preventScroll: true });
  }
});

document.addEventListener("yinju:language", load);
document.querySelector("#yj-tab-evaluation-button")?.addEventListener("click", load);
load();
