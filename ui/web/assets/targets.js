// Targets. The address is the state: ?targets.indicator, .place, .document, .year, .nature, .sort, .view and .page.
const FILTERS = ["indicator", "place", "document", "year", "nature"];
const KEYS = [...FILTERS, "sort", "view", "page"];
const part = (selector) => root.querySelector(selector);
let latest = 0;         // only the newest request may change the page
let wanted = null;      // what is on screen, or is on its way there
let generation = null;  // of the index, that the lists to choose from belong to

function state() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(KEYS.map((key) => [key, given.get(`targets.${key}`) ?? ""]));
}

const here = () => new URLSearchParams(location.search).get("tab") === "targets";
const same = (a, b) => KEYS.every((key) => a?.[key] === b?.[key]);

function address(view) {
  const given = new URLSearchParams(location.search);
  given.set("tab", "targets");
  for (const key of KEYS) {
    if (view[key]) given.set(`targets.${key}`, view[key]); else given.delete(`targets.${key}`);
  }
  return `?${given}`;
}

// A new view is a step of the history; everything but a page of it begins at the first page.
function go(changes) {
  const view = { ...wanted, page: "", ...changes };
  if (!same(view, wanted)) history.pushState(null, "", address(view));
  return show(view);
}

// Reading the figures of a large corpus takes minutes: until then the page says so, and asks again.
async function load() {
  const number = ++latest;
  wanted = here() ? state() : wanted ?? state();
  for (;;) {
    const reply = await call("form");
    if (number !== latest) return;
    if (reply.error) { generation = null; return problem(root, reply.error); }
    if (reply.state === "ready") {
      root.innerHTML = reply.html;
      generation = reply.generation;
      return show(wanted);
    }
    const progress = part(".yj-waiting progress"); // kept, so that its motion does not begin anew
    if (progress) {
      const made = document.createElement("template");
      made.innerHTML = reply.html;
      part(".yj-waiting > span").replaceWith(made.content.querySelector(".yj-waiting > span"));
    } else root.innerHTML = reply.html;
    await new Promise((done) => setTimeout(done, 500));
    if (number !== latest) return;
  }
}

function fill(view) {
  const fields = part("form").elements;
  for (const key of FILTERS) {
    const field = fields[key];
    field.value = view[key];
    if (field.value === view[key]) continue;
    field.append(new Option(view[key], view[key])); // the address names what the list does not offer
    field.value = view[key];
  }
  part("[data-clear]").hidden = !FILTERS.some((key) => view[key]);
}

async function show(view) {
  const number = ++latest;
  const target = part(".yj-results");
  if (!target) { wanted = view; return load(); }
  const key = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const turned = wanted && view.page !== wanted.page;
  wanted = view;
  fill(view);
  target.setAttribute("aria-busy", "true");
  const reply = await call("rows", view);
  if (number !== latest) return;
  target.removeAttribute("aria-busy");
  if (!reply.error && (reply.state === "reading" || reply.generation !== generation)) return load();
  const across = target.querySelector(".yj-scroll")?.scrollLeft ?? 0;
  if (reply.error) problem(target, reply.error); else target.innerHTML = reply.html;
  part(".yj-said").textContent = reply.error ? "" : reply.said;
  const box = target.querySelector(".yj-scroll");
  if (box) box.scrollLeft = across;
  if (turned) { target.focus({ preventScroll: true }); part(".yj-toolbar")?.scrollIntoView(); }
  else if (key) [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus({ preventScroll: true });
}

// The server makes the file from all rows of the view, not only from those on screen.
async function take(button) {
  const line = part(".yj-exporting");
  const buttons = [...root.querySelectorAll("[data-export]")];
  for (const one of buttons) one.disabled = true;
  line.textContent = button.dataset.working;
  line.classList.add("yj-busy");
  const reply = await call("export", { ...wanted, form: button.dataset.export, page_address: location.origin + location.pathname });
  line.classList.remove("yj-busy");
  for (const one of buttons) one.disabled = false;
  line.textContent = reply.error ?? reply.said;
  if (!reply.error) save(reply);
}

root.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ indicator: event.target.elements.indicator.value.trim() });
});

root.addEventListener("change", (event) => {
  const field = event.target.closest("select[name]");
  if (field) go({ indicator: part("#yj-indicator").value.trim(), [field.name]: field.value });
});

root.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return; // a new tab, as anywhere
  const hit = (selector) => event.target.closest(selector);
  const name = hit("a[data-indicator]"), page = hit("a[data-page]");
  if (name || page) {
    event.preventDefault();
    if (name) go({ indicator: name.dataset.indicator });
    else go({ page: page.dataset.page === "1" ? "" : page.dataset.page });
  } else if (hit("[data-sort]")) go({ sort: hit("[data-sort]").dataset.sort });
  else if (hit("[data-view]")) {
    const view = hit("[data-view]").dataset.view;
    go({ view: view === "list" ? "" : view, sort: "" });
  } else if (hit("[data-clear]")) go(Object.fromEntries(FILTERS.map((filter) => [filter, ""])));
  else if (hit("[data-export]")) take(hit("[data-export]"));
});

// Nothing is read for those who never look here. Who comes back finds the view that they left, also in the address.
async function entered() {
  if (wanted && !same(state(), wanted) && !KEYS.some((key) => state()[key])) history.replaceState(null, "", address(wanted));
  if (generation && part(".yj-results")?.childElementCount) {
    const reply = await call("form");
    if (reply.state === "ready" && reply.generation === generation) return; // what is on screen still holds
  }
  load();
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (tab?.id === "yj-tab-targets-button") setTimeout(entered); // after whoever writes the tab into the address
});
addEventListener("popstate", () => {
  if (here() && wanted && !same(state(), wanted)) show(state());
});
document.addEventListener("yinju:language", () => { if (wanted) load(); });
if (here()) load();
