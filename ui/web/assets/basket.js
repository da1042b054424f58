// The basket: what this browser keeps is sent to the server, which checks it and says how it stands.
const part = (selector) => root.querySelector(selector);
let latest = 0;
let own = false;      // whether this tab is changing the basket itself
let text = "";        // the export on screen, whole
let order = "";       // the order that was last chosen, until items are moved by hand
let leftOut = "";     // that records could not be read: stays said until something else is done
let format = localStorage.getItem("yinju.format") ?? "";

const idOf = (target) => target.closest("[data-id]")?.dataset.id;
const row = (id) => [...root.querySelectorAll("[data-id]")].find((line) => line.dataset.id === id);

function say(sentence) {
  const line = part(".yj-told");
  if (line) line.textContent = sentence ?? "";
}

function write(items, options) {
  own = true;
  const kept = page.basket.write(items, options);
  own = false;
  if (!kept) page.tell(page.words.full ?? "");
  return kept;
}

// Shows the basket as it is now; `focus` finds what has the keyboard afterwards.
async function load({ sort = "", said = "", focus } = {}) {
  const number = ++latest;
  const sent = page.basket.read();
  const reply = await call("basket", { items: sent, sort });
  if (number !== latest) return;
  // Who typed a note meanwhile would lose it: what was sent is the basket no more.
  if (JSON.stringify(page.basket.read()) !== JSON.stringify(sent)) return load({ sort, said, focus });
  if (reply.error) return problem(root, reply.error);
  if (reply.items) write(reply.items, { undoable: Boolean(sort) });
  const at = document.activeElement;
  if (!sort && root.contains(at) && at.matches("textarea")) focus ??= same(idOf(at), at.selectionStart);
  root.innerHTML = reply.html;
  part("select[name=sort]").value = order;
  part(".yj-undo").disabled = !page.basket.past.length;
  for (const note of root.querySelectorAll("textarea")) fit(note);
  leftOut = reply.left_out || (said ? "" : leftOut);
  say(leftOut || said);
  focus?.()?.focus({ preventScroll: true });
  preview();
  if (reply.unchecked) setTimeout(() => load({ said }), 50);
}

// The same note again, with the cursor where it was.
const same = (id, position) => () => {
  const note = row(id)?.querySelector("textarea");
  note?.setSelectionRange(position, position);
  return note;
};

function fit(note) {
  note.style.height = "auto";
  if (note.scrollHeight) note.style.height = `${note.scrollHeight + 2}px`;
}

async function preview() {
  const target = part(".yj-preview");
  if (!target) return;
  const choice = part("select[name=format]");
  if ([...choice.options].some((option) => option.value === format)) choice.value = format;
  const number = latest;
  const wanted = choice.value;
  const reply = await call("preview", { items: page.basket.read(), format: wanted });
  if (number !== latest || !target.isConnected || choice.value !== wanted) return;
  if (reply.error) return problem(target, reply.error);
  target.innerHTML = reply.html;
  target.dataset.format = wanted;
  text = reply.text;
  part(".yj-reckoned").textContent = reply.said;
  part(".yj-copy-all").hidden = !text;
}

const actions = {
  remove(id, line) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    const kept = next?.dataset.id;
    if (!write(page.basket.read().filter((item) => String(item.id) !== id))) return;
    load({
      said: part("[data-removed]").dataset.removed,
      focus: () => (kept && row(kept)?.querySelector("[data-act=remove]")) || part(".yj-undo"),
    });
  },
  up(id) { move(id, -1, "up"); },
  down(id) { move(id, 1, "down"); },
  async renew(id, line, button) {
    const { file, start, end } = button.dataset;
    const reply = await call("collect", { file, start, end });
    if (reply.error) return say(reply.error);
    const items = page.basket.read().map((item) => String(item.id) !== id ? item
      : { ...reply.item, id: item.id, added: item.added, note: item.note });
    if (!write(items)) return;
    load({
      said: part("[data-renewed]").dataset.renewed, focus: () => row(id)?.querySelector("a[data-open]"),
    });
  },
};

function move(id, by, act) {
  const items = page.basket.read();
  const at = items.findIndex((item) => String(item.id) === id);
  if (at < 0 || !items[at + by]) return;
  [items[at], items[at + by]] = [items[at + by], items[at]];
  order = "";
  if (!write(items)) return;
  load({
    said: part("[data-moved]").dataset.moved.replace("{n}", at + by + 1),
    focus: () => row(id)?.querySelector(`[data-act=${act}]:enabled`) ?? row(id)?.querySelector("[data-act]:enabled"),
  });
}

async function opened(file) {
  let data;
  // Whatever the bytes are: the server says what is wrong with them.
  try { data = await file.slice(0, (3 << 20) + 1).text(); } catch { return say(part("[data-unreadable]").dataset.unreadable); }
  const reply = await call("load", { items: page.basket.read(), name: file.name, data });
  if (reply.error) return problem(part(".yj-told"), reply.error);
  order = "";
  if (write(reply.items)) load({ said: reply.said });
}

async function handed(name, sent = {}) {
  const reply = await call(name, { items: page.basket.read(), ...sent });
  if (reply.error) return problem(part(".yj-told"), reply.error);
  save(reply);
  if (reply.said) page.tell(reply.said);
}

root.addEventListener("click", async (event) => {
  const hit = (selector) => event.target.closest(selector);
  const button = hit("[data-act]");
  if (button) actions[button.dataset.act]?.(idOf(button), button.closest("[data-id]"), button);
  else if (hit(".yj-undo")) {
    order = "";
    own = true;
    const done = page.basket.undo();
    own = false;
    if (done) load({ said: part("[data-undone]").dataset.undone, focus: () => part(".yj-undo:enabled, .yj-load") });
  } else if (hit(".yj-empty-out")) {
    const words = part("[data-sure]").dataset;
    if (confirm(words.sure) && write([])) load({ said: words.cleared, focus: () => part(".yj-undo") });
  } else if (hit(".yj-save")) handed("keep");
  else if (hit(".yj-load")) part("input[type=file]").click();
  else if (hit(".yj-download")) handed("export", { format: part("select[name=format]").value });
  else if (hit(".yj-copy-all")) {
    await copy(text);
    say("✓ " + part("[data-copied]").dataset.copied);
    page.tell(part(".yj-reckoned").textContent);
  }
});

root.addEventListener("change", (event) => {
  const { target } = event;
  if (target.name === "sort") {
    order = target.value;
    if (order) load({ sort: order, focus: () => part("select[name=sort]") });
  } else if (target.name === "format") {
    format = target.value;
    localStorage.setItem("yinju.format", format);
    preview();
  } else if (target.type === "file") {
    if (target.files[0]) opened(target.files[0]);
    target.value = "";
  } else if (target.matches("textarea")) {
    noted(target);
    say(part("[data-saved]").dataset.saved);
    preview();
  }
});

// A note is kept as it is typed.
function noted(field) {
  const id = idOf(field);
  const items = page.basket.read().map((item) => (String(item.id) === id ? { ...item, note: field.value } : item));
  write(items, { undoable: false });
}

root.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  fit(event.target);
  noted(event.target);
});

const seen = () => root.offsetParent !== null;
document.addEventListener("yinju:basket", () => { if (!own && seen()) load(); });
document.addEventListener("yinju:corpus", () => load());
document.addEventListener("yinju:language", () => load());
document.querySelector("#yj-tab-basket-button")?.addEventListener("click", () => load());
load();
