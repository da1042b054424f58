// Ask and Read. The address is the state: ?q, the filters (?document, ?place, ?issuer, ?year, each as often as there are
// values, ?from and ?until), ?plain (read for, no list), ?file and ?at say what is on screen.
const LISTS = ["document", "place", "issuer", "year"];
const FIELDS = ["q", "from", "until", "plain"];
let before = null;    // the question that the next one may go on from, as the server gave it
let latest = 0;       // only the newest request may change the page
let found = null;     // what a search in the document found, and where it stands in it
let at = -1;

const part = (selector) => root.querySelector(selector);
const answers = () => part(".yj-answers");
const reader = () => part(".yj-reader");
const form = () => part("form");

function state(search = location.search) {
  const given = new URLSearchParams(search);
  const [start, end] = (given.get("at") ?? "").split("-").map(Number);
  return {
    ...Object.fromEntries(FIELDS.map((key) => [key, given.get(key) ?? ""])),
    ...Object.fromEntries(LISTS.map((key) => [key, given.getAll(key)])),
    file: given.get("file") ?? "", start: start || 0, end: end || 0,
  };
}

const same = (a, b) => [...FIELDS, ...LISTS].every((key) => String(a[key]) === String(b[key]));

// The form as it stands, and as the address wants it.
const ticked = (key) => [...form().querySelectorAll(`input[name=${key}]:checked`)].map((box) => box.value);
const written = () => ({
  ...Object.fromEntries(FIELDS.map((key) => [key, form().elements[key].value.trim()])),
  ...Object.fromEntries(LISTS.map((key) => [key, ticked(key)])),
});

function fill(wanted) {
  for (const key of FIELDS) form().elements[key].value = wanted[key];
  for (const key of LISTS) {
    const boxes = [...form().querySelectorAll(`input[name=${key}]`)];
    for (const box of boxes) box.checked = wanted[key].includes(box.value);
    // A value that is not offered can still be taken back.
    for (const value of wanted[key]) if (!boxes.some((box) => box.value === value)) unlisted(key, value);
  }
  told();
}

function unlisted(key, value) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: key, value, checked: true });
  const words = document.createElement("bdi");
  words.textContent = value;
  const label = document.createElement("label");
  label.append(box, words);
  const row = document.createElement("li");
  row.append(label);
  part(`[data-choice=${key}] ul`).prepend(row);
}

// Every folded list says what is chosen in it: the one value, or how many.
function told() {
  for (const choice of form().querySelectorAll(".yj-choice")) {
    const picked = choice.dataset.choice === "issued"
      ? [["from", "until"].map((key) => form().elements[key].value).join("–")].filter((dates) => dates !== "–")
      : ticked(choice.dataset.choice);
    choice.querySelector(".yj-chosen").textContent = picked.length > 1 ? picked.length : picked[0] ?? "";
  }
}

// `from` is the tab that a document was opened from: closing it leads back there.
function go(search, from = "") {
  if (search !== location.search) history.pushState(from && { from }, "", search || location.pathname);
  page.select("ask");
  return show();
}

// What the address says is brought on screen; what is there already stays.
let shown = null;
async function show() {
  const wanted = state();
  const number = ++latest;
  if (!shown || !same(shown, wanted)) {
    fill(wanted);
    if (wanted.q) await ask(wanted, number);
    else if (shown) answers().replaceChildren(...examples);
  }
  if (number !== latest) return;
  if (wanted.file) await read(wanted, number);
  else close();
  shown = wanted;
}

async function ask(wanted, number) {
  const target = answers();
  if (part(".yj-understood bdi")?.textContent !== wanted.q) understood("", "");
  target.setAttribute("aria-busy", "true");
  // What was found is there at once; it is read while its reader looks at it.
  const passages = await call("ask", { ...wanted, unread: true });
  if (number !== latest) return;
  if (!passages.error) target.innerHTML = passages.html;
  const reply = passages.error ? passages : await call("ask", wanted);
  if (number !== latest) return;
  target.removeAttribute("aria-busy");
  if (reply.error) problem(target, reply.error);
  else target.innerHTML = reply.html;
  if (reply.before) before = reply.before;
  // What a screen reader says: how many answers, or that there is none; the rest is for its reader to walk through.
  part(".yj-said").textContent = target.querySelector(".yj-count, .yj-refusal, .yj-error")?.textContent ?? "";
  document.title = `${wanted.q} · 引据`;
  remember(wanted.q);
}

async function read(wanted, number, script = "") {
  const pane = reader();
  const kept = script || pane.querySelector(".yj-script [aria-pressed=true]")?.dataset.script || "source";
  pane.setAttribute("aria-busy", "true");
  const reply = await call("read", { ...wanted, script: kept });
  if (number !== latest) return;
  pane.removeAttribute("aria-busy");
  pane.hidden = false;
  root.classList.add("yj-reading");
  found = null;
  CSS.highlights?.clear();
  if (reply.error) return unread(pane, reply.error);
  pane.innerHTML = reply.html;
  printedOpened();
  for (const link of answers().querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
  for (const link of answers().querySelectorAll("a[data-file]")) {
    if (link.dataset.file === wanted.file && +link.dataset.start === wanted.start) link.setAttribute("aria-current", "true");
  }
  const cited = pane.querySelector("mark.cited");
  at = cited ? +(cited.dataset.stop ?? 0) : -1;
  reveal(cited ?? pane.querySelector("[data-stop]"));
  counted();
  if (!script) pane.querySelector("h2").focus({ preventScroll: true });
}

// On a narrow screen the document lies over everything: what cannot be opened can still be closed.
function unread(pane, sentence) {
  problem(pane, sentence);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "yj-close";
  button.textContent = "×";
  button.setAttribute("aria-label", part("[data-close]").dataset.close);
  pane.append(button);
  button.focus({ preventScroll: true });
}

function close() {
  const pane = reader();
  if (pane.hidden) return;
  pane.hidden = true;
  pane.replaceChildren();
  root.classList.remove("yj-reading");
  answers().querySelector("[aria-current]")?.focus();
}

// Blocks far away have only an estimated height until they are drawn: the second look corrects the first.
// The document is scrolled, never the page around it.
function reveal(target, edge = 0.35) {
  if (!target) return;
  const box = reader().querySelector(".yj-document");
  const scroll = () => {
    const from = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += from - box.clientHeight * edge;
  };
  scroll();
  requestAnimationFrame(() => { scroll(); requestAnimationFrame(scroll); });
}

function stops() {
  return [...reader().querySelectorAll("[data-stop]")];
}

function counted() {
  const line = reader().querySelector(".yj-at");
  const n = found ? found.length : stops().length;
  const words = part("[data-at]").dataset;
  line.textContent = n ? words.at.replace("{at}", at + 1).replace("{n}", n) : found ? words.nothing : "";
}

function step(by) {
  const n = found ? found.length : stops().length;
  if (!n) return;
  at = (at + by + n) % n;
  if (found) {
    CSS.highlights?.set("yinju-here", new Highlight(found[at]));
    reveal(found[at].startContainer.parentElement);
  } else {
    for (const mark of reader().querySelectorAll(".yj-here")) mark.classList.remove("yj-here");
    const mark = stops()[at];
    mark.classList.add("yj-here");
    reveal(mark);
  }
  counted();
}

// A range of a block, counted in UTF-16 units over all of its text nodes.
function range({ 0: block, 1: start, 2: end }) {
  const walker = document.createTreeWalker(reader().querySelector(`#b${block}`), NodeFilter.SHOW_TEXT);
  const made = document.createRange();
  let position = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const stop = position + node.length;
    if (start >= position && start < stop) made.setStart(node, start - position);
    if (end > position && end <= stop) { made.setEnd(node, end - position); break; }
    position = stop;
  }
  return made;
}

let typing;
async function find(input) {
  const wanted = state();
  const words = input.value.trim();
  CSS.highlights?.clear();
  if (!words) { found = null; at = -1; return counted(); }
  const script = reader().querySelector(".yj-script [aria-pressed=true]").dataset.script;
  const reply = await call("find", { ...wanted, script, words });
  if (input.value.trim() !== words || !input.isConnected) return;
  found = (reply.found ?? []).map(range);
  at = -1;
  if (found.length) CSS.highlights?.set("yinju-found", new Highlight(...found));
  if (found.length) step(1); else counted();
}

function remember(question) {
  const asked = JSON.parse(sessionStorage.getItem("yinju.asked") ?? "[]").filter((other) => other !== question);
  sessionStorage.setItem("yinju.asked", JSON.stringify([question, ...asked].slice(0, 50)));
  remembered();
}

function remembered() {
  const asked = JSON.parse(sessionStorage.getItem("yinju.asked") ?? "[]");
  const box = part(".yj-history");
  box.hidden = !asked.length;
  box.querySelector("ol").replaceChildren(...asked.map((question) => {
    const link = document.createElement("a");
    link.href = "?" + new URLSearchParams({ q: question });
    link.dataset.q = question;
    link.textContent = question;
    const row = document.createElement("li");
    row.append(link);
    return row;
  }));
}

// What is typed may go on from the question before (2030年呢?); the address holds what it asks in full.
async function typed() {
  form().elements.plain.value = "";
  const wanted = written();
  const number = ++latest;
  if (wanted.q) answers().setAttribute("aria-busy", "true");
  const reply = wanted.q && before ? await call("understand", { ...wanted, before }) : {};
  if (number !== latest) return;
  const whole = reply.q && reply.q !== wanted.q ? reply.q : "";
  if (whole) form().elements.q.value = whole;
  understood(whole, wanted.q);
  return submitted();
}

function understood(whole, words) {
  const line = part(".yj-understood");
  line.hidden = !whole;
  if (!whole) return line.replaceChildren();
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "yj-action yj-as-typed", textContent: line.dataset.typed });
  button.dataset.words = words;
  const full = document.createElement("bdi");
  full.textContent = whole;
  line.replaceChildren(`${line.dataset.words} `, full, " ", button);
}

function submitted() {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(written())) for (const one of [value].flat()) if (one) given.append(key, one);
  const search = given.size ? `?${given}` : "";
  if (search === location.search) shown = null; // asked again
  return go(search);
}

root.addEventListener("submit", (event) => { event.preventDefault(); typed(); });

root.addEventListener("change", (event) => {
  if (!event.target.closest(".yj-choice") || event.target.matches(".yj-narrowing")) return;
  told();
  if (form().elements.q.value.trim()) submitted();
});

root.addEventListener("input", (event) => {
  if (event.target.matches(".yj-narrowing")) {
    const words = event.target.value.trim().toLowerCase();
    for (const row of event.target.closest("fieldset").querySelectorAll("li")) row.hidden = !row.textContent.toLowerCase().includes(words);
    return;
  }
  if (!event.target.matches(".yj-find")) return;
  clearTimeout(typing);
  typing = setTimeout(() => find(event.target), 150);
});

root.addEventListener("keydown", (event) => {
  const choice = event.target.closest(".yj-choice[open]");
  if (choice && event.key === "Escape") { choice.open = false; choice.querySelector("summary").focus(); }
  else if (event.target.matches(".yj-narrowing") && event.key === "Enter") event.preventDefault();
  else if (event.target.matches(".yj-find") && event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
  else if (event.key === "Escape" && !reader().hidden) part(".yj-close")?.click();
});

root.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return; // a new tab, as anywhere
  const hit = (selector) => event.target.closest(selector);
  const link = hit("a[data-file], a[data-q]");
  if (link) { event.preventDefault(); if (link.dataset.q) part(".yj-history").open = false; go(link.getAttribute("href")); return; }
  const line = hit("a[data-block]");
  if (line) {
    event.preventDefault();
    part(".yj-outline").open = innerWidth > 1500;
    const target = reader().querySelector(`#b${line.dataset.block}`);
    reveal(target, 0.03);
    return;
  }
  if (hit(".yj-close")) {
    if (history.state?.from) return history.back();
    const given = new URLSearchParams(location.search);
    given.delete("file");
    given.delete("at");
    go(given.size ? `?${given}` : "");
  } else if (hit(".yj-previous")) step(-1);
  else if (hit(".yj-next")) step(1);
  else if (hit("[data-script]")) read(state(), ++latest, hit("[data-script]").dataset.script);
  else if (hit(".yj-none")) {
    for (const field of hit("fieldset").querySelectorAll("input")) { field.checked = false; if (field.type === "date") field.value = ""; }
    told();
    if (form().elements.q.value.trim()) submitted();
  } else if (hit(".yj-as-typed")) {
    form().elements.q.value = hit(".yj-as-typed").dataset.words;
    understood("", "");
    submitted();
  } else if (hit(".yj-clear")) { sessionStorage.removeItem("yinju.asked"); remembered(); }
});

// One list is open at a time, and none when somebody looks elsewhere.
document.addEventListener("click", (event) => {
  for (const choice of root.querySelectorAll(".yj-choice[open]")) if (!choice.contains(event.target)) choice.open = false;
});

// What was written and not asked yet stays; what a list offers no more does not.
function offer(typed) {
  for (const key of FIELDS) form().elements[key].value = typed[key];
  for (const key of LISTS) for (const box of form().querySelectorAll(`input[name=${key}]`)) box.checked = typed[key].includes(box.value);
  told();
}

let examples = [];
async function start() {
  const typed = form() && written();
  const reply = await call("start");
  if (reply.error) return problem(root, reply.error);
  root.innerHTML = reply.html;
  examples = [...answers().childNodes];
  document.documentElement.lang = reply.lang;
  if (!state().q) document.title = reply.title;
  const bar = document.querySelector(".yj-top");
  bar.innerHTML = reply.bar;
  bar.querySelector(".yj-language").addEventListener("change", (event) => {
    localStorage.setItem("yinju.lang", event.target.value);
    document.dispatchEvent(new Event("yinju:language"));
  });
  bar.querySelector(".yj-theme").addEventListener("click", () => {
    const dark = document.body.classList.toggle("dark");
    localStorage.setItem("yinju.theme", dark ? "dark" : "light");
  });
  for (const [name, label] of Object.entries(reply.tabs)) {
    for (const tab of document.querySelectorAll(`#yj-tab-${name}-button, [role=tab][data-tab-id=${name}]`)) tab.textContent = tab.dataset.label = label;
  }
  page.words = reply.words;
  document.dispatchEvent(new Event("yinju:basket")); // the label of the basket says how much is in it
  remembered();
  page.select(tab());
  shown = null;
  await show();
  if (typed) offer(typed);
  page.ready ??= performance.now(); // milliseconds from the request of the page until it can be used
  if (!state().q && innerWidth > 700) form().elements.q.focus();
}

const theme = localStorage.getItem("yinju.theme");
if (theme) document.body.classList.toggle("dark", theme === "dark");
// ?tab= names the tab on screen; whatever else the address says stays as it is while somebody looks at another tab.
const tab = () => new URLSearchParams(location.search).get("tab") ?? "ask";
document.addEventListener("click", (event) => {
  const name = event.target.closest?.("[role=tab]")?.id.match(/^yj-tab-(\w+)-button$/)?.[1];
  if (!name || name === tab()) return;
  event.target.closest("[role=tab]").scrollIntoView({ inline: "nearest", block: "nearest" });
  page.left = null;
  const given = new URLSearchParams(location.search);
  if (name === "ask") given.delete("tab"); else given.set("tab", name);
  history.pushState(null, "", given.size ? `?${given}` : location.pathname);
});
// Whoever comes back from a document finds the tab where they left it.
function returned({ link, at }) {
  page.left = null;
  setTimeout(() => {
    scrollTo(0, at);
    if (link.isConnected) link.focus({ preventScroll: true });
  }, 60); // Gradio shows the tab a moment after the click
}
addEventListener("popstate", () => {
  const left = page.left;
  page.select(tab());
  if (left && tab() !== "ask") returned(left);
  show();
});
document.addEventListener("yinju:open", (event) => go(event.detail, tab()));
document.addEventListener("yinju:language", start);
document.addEventListener("yinju:corpus", start); // there may be other documents and places to choose from
start();
