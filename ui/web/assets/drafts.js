// A draft beside its sources. The server holds the draft under a token; rows come as they are needed, so that a draft
// of hundreds of pages stays light. Keys: Ctrl+Enter checks, n and p go to the next and previous problem, Enter opens.
const part = (selector) => root.querySelector(selector);
let piece = 1 << 20;
let latest = 0;       // only the newest check may change the page
let checked = null;   // { id, next, done, state, show }: what is on screen
let loading = null;   // the request for rows under way

async function load() {
  const text = part("#yj-draft")?.value ?? "";
  const reply = await call("form");
  if (reply.error) return problem(root, reply.error);
  root.innerHTML = reply.html;
  piece = reply.piece;
  part("#yj-draft").value = text;
  // The draft that was checked before the page was loaded again, or spoke another language.
  const id = checked?.id ?? sessionStorage.getItem("yinju.draft");
  const again = id ? await call("head", { id }) : null;
  if (again && !again.error) begin(again, ++latest);
}

const report = () => part(".yj-report");

// A text too long for one request goes up in pieces, as a file does.
async function check(sent) {
  const number = ++latest;
  report().replaceChildren();
  part(".yj-result").setAttribute("aria-busy", "true");
  const reply = await call("check", { ...sent, before: checked?.id ?? "" });
  if (number !== latest) { if (reply.id) call("drop", { id: reply.id }); return; }
  part(".yj-result").removeAttribute("aria-busy");
  if (reply.error) return problem(report(), reply.error);
  begin(reply, number);
  if (reply.state !== "running") part(".yj-result").scrollIntoView({ block: "nearest" });
}

// The box makes room for the result until somebody writes in it again; it never changes when it only loses the focus,
// since what is clicked would move away under the pointer.
function compact() {
  root.classList.add("yj-checked");
  root.classList.remove("yj-writing");
  part("#yj-draft").style.height = "";
  part("#yj-draft").scrollTop = 0;
}

function begin(reply, number) {
  const result = part(".yj-result");
  compact();
  result.innerHTML = reply.html;
  const rows = document.createElement("ol");
  rows.className = "yj-rows";
  const end = document.createElement("div");
  end.className = "yj-end";
  result.append(rows, end);
  new IntersectionObserver(() => fill(), { rootMargin: "900px" }).observe(end);
  checked = { id: reply.id, next: 0, done: 0, state: "", show: "all" };
  sessionStorage.setItem("yinju.draft", reply.id);
  tell(reply);
  follow(number);
}

// Numbers change in place: whoever has a button in focus keeps it.
function tell(reply) {
  const ended = checked.state !== reply.state && reply.state !== "running";
  checked.done = reply.done;
  checked.state = reply.state;
  for (const [name, n] of Object.entries(reply.counts)) {
    const button = part(`[data-show=${name}]`);
    button.querySelector(".yj-n").textContent = n;
    button.disabled = !n;
  }
  part(".yj-sum").textContent = reply.said;
  const made = document.createElement("template");
  made.innerHTML = reply.progress;
  const label = part(".yj-progress label");
  if (reply.state === "running" && label) label.replaceWith(made.content.querySelector("label"));
  else part(".yj-progress").replaceChildren(made.content);
  for (const button of root.querySelectorAll("[data-download]")) button.disabled = reply.state === "running";
  for (const button of root.querySelectorAll(".yj-steps button")) button.disabled = !reply.counts.problems;
  if (ended) part(".yj-said").textContent = reply.said;
  // While a draft is checked its problems come in its order, then errors first.
  if (ended && checked.show === "problems") show("problems");
  here();
}

async function follow(number) {
  while (number === latest && checked.state === "running") {
    await fill();
    await new Promise((done) => setTimeout(done, 300));
    if (number !== latest || checked?.state !== "running") break;
    const reply = await call("progress", { id: checked.id });
    if (number !== latest) return;
    if (reply.error) return problem(part(".yj-progress"), reply.error);
    tell(reply);
  }
  if (number === latest) await fill();
}

// Rows until the screen is full, or until one that is to be looked into.
async function fill(until = false) {
  while (loading) await loading;
  const shown = checked;
  const end = part(".yj-end");
  const near = () => end.isConnected && end.getClientRects().length && end.getBoundingClientRect().top < innerHeight + 900;
  const before = part(".yj-rows")?.childElementCount;
  while (shown && shown === checked && shown.next < shown.done && (until || near())) {
    loading = call("rows", { id: shown.id, show: shown.show, from: shown.next, until });
    const reply = await loading;
    loading = null;
    if (shown !== checked || !end.isConnected) return;
    if (reply.error) return problem(report(), reply.error);
    part(".yj-rows").insertAdjacentHTML("beforeend", reply.html);
    shown.next = reply.next;
    if (until) break;
  }
  if (shown && shown === checked && part(".yj-rows")) {
    const empty = shown.state !== "running" && shown.next >= shown.done && !part(".yj-rows").childElementCount;
    part(".yj-rows").dataset.empty = empty ? root.querySelector("[data-nothing]").dataset.nothing : "";
    if (part(".yj-rows").childElementCount !== before) here();
  }
}

function show(kind) {
  checked = { ...checked, next: 0, show: kind };
  for (const button of root.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === kind));
  part(".yj-rows").replaceChildren();
  return fill();
}

const problems = () => [...root.querySelectorAll(".yj-rows > .yj-problem")];

function here() {
  const line = part(".yj-here-of");
  const at = problems().findIndex((row) => row.classList.contains("yj-current"));
  const total = part("[data-show=problems] .yj-n")?.textContent;
  if (line) line.textContent = at < 0 || !["all", "problems"].includes(checked?.show) ? "" : `${at + 1} / ${total}`;
}

async function step(by) {
  if (!checked || part(".yj-steps button")?.disabled) return;
  if (["verbatim", "same_words", "supported"].includes(checked.show)) await show("problems");
  const now = root.querySelector(".yj-rows > .yj-current");
  let rows = problems();
  const after = (row) => now.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  const ahead = () => (now ? rows.filter(after) : rows);
  if (by > 0 && !ahead().length && checked.next < checked.done) { await fill(true); rows = problems(); }
  const target = by > 0
    ? ahead()[0] ?? (checked.state === "running" ? null : rows[0])
    : (now ? rows.filter((row) => row !== now && !after(row)) : rows).at(-1) ?? rows.at(-1);
  if (!target) return;
  now?.classList.remove("yj-current");
  target.classList.add("yj-current");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => target.scrollIntoView({ block: "center" })); // rows above had an estimated height
  here();
}

function forget() {
  if (checked) call("drop", { id: checked.id });
  checked = null;
  sessionStorage.removeItem("yinju.draft");
}

async function source(text) {
  const number = ++latest;
  forget();
  report().replaceChildren();
  const result = part(".yj-result");
  result.setAttribute("aria-busy", "true");
  const reply = await call("source", { text });
  if (number !== latest) return;
  result.removeAttribute("aria-busy");
  if (reply.error) return problem(report(), reply.error);
  compact();
  result.innerHTML = reply.html;
  part(".yj-said").textContent = reply.said;
}

const encoded = (blob) => new Promise((done, failed) => {
  const reading = new FileReader();
  reading.onload = () => done(reading.result.slice(reading.result.indexOf(",") + 1));
  reading.onerror = () => failed(reading.error);
  reading.readAsDataURL(blob);
});

async function send(file) {
  const number = ++latest;
  const line = document.createElement("label");
  const bar = document.createElement("progress");
  line.textContent = root.querySelector("[data-sending]").dataset.sending.replace("{name}", () => file.name) + " ";
  line.append(bar);
  report().replaceChildren(line);
  const begun = await call("begin", { name: file.name, size: file.size });
  if (begun.error) return problem(report(), begun.error);
  for (let at = 0; at < file.size; at += piece) {
    const reply = await call("piece", { token: begun.token, data: await encoded(file.slice(at, at + piece)) });
    if (number !== latest) return;
    if (reply.error) return problem(report(), reply.error);
    bar.value = reply.received / file.size;
  }
  return check({ token: begun.token });
}

function submitted() {
  const text = part("#yj-draft").value;
  return text.length < 500_000 ? check({ text }) : send(new File([text], `${part("form label").textContent}.txt`));
}

async function download(button) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  const reply = await call("download", { id: checked.id, kind: button.dataset.download });
  button.disabled = false;
  button.removeAttribute("aria-busy");
  if (reply.error) return problem(report(), reply.error);
  save(reply);
}

function clear() {
  latest++;
  forget();
  root.classList.remove("yj-checked", "yj-writing");
  part(".yj-result").replaceChildren();
  report().replaceChildren();
  part(".yj-said").textContent = "";
  part("#yj-draft").value = "";
  part("#yj-draft").focus();
}

for (const kind of ["focusin", "input"]) {
  root.addEventListener(kind, (event) => { if (event.target.id === "yj-draft") root.classList.add("yj-writing"); });
}

root.addEventListener("submit", (event) => { event.preventDefault(); submitted(); });

root.addEventListener("change", (event) => {
  if (event.target.type !== "file" || !event.target.files.length) return;
  send(event.target.files[0]);
  event.target.value = "";
});

root.addEventListener("click", async (event) => {
  const hit = (selector) => event.target.closest(selector);
  if (hit(".yj-find-source")) source(part("#yj-draft").value);
  else if (hit("[data-show]")) show(hit("[data-show]").dataset.show);
  else if (hit(".yj-previous_problem")) step(-1);
  else if (hit(".yj-next_problem")) step(1);
  else if (hit("[data-download]")) download(hit("[data-download]"));
  else if (hit(".yj-clear-draft")) clear();
  else if (hit(".yj-stop")) {
    const reply = await call("stop", { id: checked.id });
    if (!reply.error && checked) { tell(reply); fill(); }
  }
});

document.addEventListener("keydown", (event) => {
  if (!root.getClientRects().length) return; // another tab is on screen
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "yj-draft") submitted();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") step(1);
  else if (event.key === "p") step(-1);
  else if (event.key === "Enter" && event.target.matches?.(".yj-claim")) event.target.querySelector("a[data-open]")?.click();
});

// A file may be dropped anywhere on the tab: beside the box it would lead the browser away from the page.
for (const kind of ["dragover", "dragleave", "drop"]) {
  root.addEventListener(kind, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    part(".yj-draft-box")?.classList.toggle("yj-dropping", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) send(event.dataTransfer.files[0]);
  });
}

document.addEventListener("yinju:language", load);
document.addEventListener("yinju:corpus", () => { if (!checked) load(); }); // there may be an index now
load();
