// The corpus: files go up in pieces, then one job makes the next generation; whoever looks sees how far it is.
const part = (selector) => root.querySelector(selector);
let piece = 1 << 20;
let watching = 0;
let refused = [];

async function load() {
  const report = part(".yj-report")?.innerHTML ?? "";
  const reply = await call("corpus");
  if (reply.error) return problem(root, reply.error);
  root.innerHTML = reply.html;
  piece = reply.piece;
  part(".yj-report").innerHTML = reply.state === "running" ? reply.report : report;
  tell();
  if (reply.state === "running") watch(reply.number);
}

// Files that were not taken stay named until others are added.
function tell() {
  for (const line of root.querySelectorAll(".yj-refused")) line.remove();
  for (const sentence of refused) {
    const line = document.createElement("p");
    line.className = "yj-error yj-refused";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    part(".yj-report").after(line);
  }
}

async function watch(number) {
  if (watching === number) return;
  watching = number;
  let reply;
  do {
    await new Promise((done) => setTimeout(done, 250));
    reply = await call("job");
    if (reply.error) { problem(part(".yj-report"), reply.error); break; }
    if (reply.state !== "running" || !part(".yj-report progress")) part(".yj-report").innerHTML = reply.report;
    else renew(reply.report);
  } while (reply.state === "running");
  watching = 0;
  await load();
  document.dispatchEvent(new Event("yinju:corpus"));
}

// The button stays the same element, so that whoever has it in focus keeps it.
function renew(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  part(".yj-report label").replaceWith(made.content.querySelector("label"));
}

async function change(wanted) {
  const reply = await call("change", wanted);
  if (reply.error) return problem(part(".yj-report"), reply.error);
  part(".yj-report").innerHTML = reply.report;
  watch(reply.number);
}

const encoded = (blob) => new Promise((done, failed) => {
  const reading = new FileReader();
  reading.onload = () => done(reading.result.slice(reading.result.indexOf(",") + 1));
  reading.onerror = () => failed(reading.error);
  reading.readAsDataURL(blob);
});

async function send(file, bar) {
  const begun = await call("begin", { name: file.name, size: file.size });
  if (begun.error) return begun;
  for (let at = 0; at < file.size; at += piece) {
    const reply = await call("piece", { token: begun.token, data: await encoded(file.slice(at, at + piece)) });
    if (reply.error) return reply;
    bar.value = reply.received / file.size;
  }
  return begun;
}

async function add(files) {
  const report = part(".yj-report");
  const tokens = [];
  refused = [];
  tell();
  report.replaceChildren();
  for (const file of files) {
    const line = document.createElement("label");
    const bar = document.createElement("progress");
    line.textContent = root.querySelector("[data-sending]").dataset.sending.replace("{name}", () => file.name) + " ";
    line.append(bar);
    report.replaceChildren(line);
    const reply = await send(file, bar);
    if (reply.error) refused.push(reply.error); else tokens.push(reply.token);
  }
  report.replaceChildren();
  if (tokens.length) await change({ add: tokens, remove: [] });
  tell();
}

async function work(wanted) {
  const reply = await call("renew", wanted);
  if (reply.error) return problem(part(".yj-report"), reply.error);
  part(".yj-report").innerHTML = reply.report;
  watch(reply.number);
}

// What changed in a file, or what is known of a document, above the list.
async function panel(name, wanted) {
  const reply = await call(name, wanted);
  if (reply.error) return problem(part(".yj-panel"), reply.error);
  part(".yj-panel").innerHTML = reply.html;
  part(".yj-panel button").focus();
  return reply;
}

const of = (form) => ({ file: form.dataset.file, start: Number(form.dataset.start) });

async function correct(form, wanted) {
  if (!(await panel("correct", { ...of(form), ...wanted }))) return;
  const reply = await call("listed", { words: part(".yj-words")?.value ?? "" });
  if (!reply.error) part(".yj-listed").innerHTML = reply.html;
  document.dispatchEvent(new Event("yinju:corpus"));
}

let typing;
root.addEventListener("input", (event) => {
  if (!event.target.matches(".yj-words")) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const words = event.target.value;
    const reply = await call("listed", { words });
    if (event.target.value !== words) return; // something else is looked for by now
    if (reply.error) return problem(part(".yj-report"), reply.error);
    part(".yj-listed").innerHTML = reply.html;
    part(".yj-remove").disabled = part(".yj-compare").disabled = true;
  }, 200);
});

root.addEventListener("change", (event) => {
  if (event.target.type === "file") { add([...event.target.files]); event.target.value = ""; }
  if (event.target.type === "checkbox") {
    const chosen = root.querySelectorAll("td input:checked").length;
    part(".yj-remove").disabled = !chosen;
    part(".yj-compare").disabled = chosen !== 2;
  }
});

root.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  if (hit(".yj-cancel")) call("cancel");
  else if (hit(".yj-renew")) work({ ...hit(".yj-renew").dataset });
  else if (hit(".yj-diff")) panel("compare", { file: hit(".yj-diff").dataset.file });
  else if (hit(".yj-compare")) {
    const [file, other] = [...root.querySelectorAll("td input:checked")].map((box) => box.value);
    panel("compare", { file, other });
  }
  else if (hit(".yj-describe")) panel("describe", of(hit(".yj-describe")));
  else if (hit(".yj-reset")) correct(hit(".yj-metadata"), { reset: true, values: {} });
  else if (hit(".yj-close")) part(".yj-panel").replaceChildren();
  else if (hit(".yj-rebuild")) change({ add: [], remove: [] });
  else if (hit(".yj-remove")) {
    const remove = [...root.querySelectorAll("td input:checked")].map((box) => box.value);
    if (confirm(root.querySelector("[data-remove_sure], [data-remove-sure]").dataset.removeSure)) change({ add: [], remove });
  }
});

root.addEventListener("submit", (event) => {
  if (!event.target.matches(".yj-metadata")) return;
  event.preventDefault();
  correct(event.target, { values: Object.fromEntries(new FormData(event.target)) });
});

for (const kind of ["dragover", "drop"]) {
  root.addEventListener(kind, (event) => {
    if (!event.target.closest(".yj-drop")) return;
    event.preventDefault();
    if (kind === "drop") add([...event.dataTransfer.files]);
  });
}

document.addEventListener("yinju:language", load);
load();
