// Shared by every tab. `element`, `server` are Gradio's: the component and the functions that it may call.
const root = element.querySelector(".yj");

const page = (window.yinju ??= beginShared());

// What all tabs share in this browser.
function beginShared() {
  // The basket lies in this browser and nowhere else: items as `yinju collect` keeps them, the newest last. Whatever
  // stands in the storage, this code only ever compares it; the server checks every field before it is shown.
  const MOST_ITEMS = 500, MOST_BYTES = 3 << 20, KEY = "yinju.basket";
  const listed = (items) => (Array.isArray(items) ? items.filter((item) => item && typeof item === "object") : []);
  const number = (item) => (/^\d{1,9}$/.test(item.id) ? Number(item.id) : 0);
  const where = (item) => {
    const at = item.target?.selector?.[1];
    return [item.target?.source, at?.start, at?.end].join("\n");
  };
  let known = null; // where its items stand, until it changes
  const held = () => (known ??= basket.read().map(where));
  const basket = {
    past: [], // baskets as they were before each change, for undo
    where,
    read() {
      try { return listed(JSON.parse(localStorage.getItem(KEY) ?? "[]")); } catch { return []; }
    },
    get size() { return held().length; },
    holds: (place) => held().includes(place),
    // Returns whether the browser could keep it.
    write(items, { undoable = true } = {}) {
      const text = JSON.stringify(items);
      if (items.length > MOST_ITEMS || new Blob([text]).size > MOST_BYTES) return false;
      const before = basket.read();
      try { localStorage.setItem(KEY, text); } catch { return false; }
      if (undoable) basket.past = [...basket.past, before].slice(-30);
      document.dispatchEvent(new Event("yinju:basket"));
      return true;
    },
    add(item) {
      const items = basket.read();
      return basket.write([...items, { ...item, id: String(Math.max(0, ...items.map(number)) + 1) }]);
    },
    // Notes that were written since stay: nobody takes them for a part of what is undone.
    undo() {
      const before = basket.past.pop();
      if (!before) return false;
      const notes = new Map(basket.read().map((item) => [where(item), item.note]));
      return basket.write(
        before.map((item) => ({ ...item, note: notes.get(where(item)) ?? item.note })), { undoable: false });
    },
  };
  // The tab says how many there are. Another window of this browser may have changed them.
  document.addEventListener("yinju:basket", () => {
    known = null;
    for (const tab of document.querySelectorAll("#yj-tab-basket-button, [role=tab][data-tab-id=basket]")) {
      tab.dataset.label ??= tab.textContent;
      tab.textContent = basket.size ? `${tab.dataset.label} ${basket.size}` : tab.dataset.label;
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) document.dispatchEvent(new Event("yinju:basket"));
  });
  return {
    get lang() {
      return localStorage.getItem("yinju.lang") || navigator.languages?.[0] || navigator.language || "en";
    },
    status: {},
    words: {}, // what every tab says, sent by the server with the first one
    basket,
    // Shows a tab; its name stands in the address as ?tab=, except for the first.
    select(name) {
      const button = document.querySelector(`#yj-tab-${name}-button, [role=tab][data-tab-id=${name}]`);
      if (button?.getAttribute("aria-selected") !== "true") button?.click();
    },
    // Says a sentence at the foot of the page for a moment, and to who listens to it.
    tell(sentence) {
      let line = document.querySelector(".yj-toast");
      if (!line) {
        line = document.createElement("p");
        line.className = "yj-toast";
        line.setAttribute("role", "status");
        (document.querySelector(".gradio-container") ?? document.body).append(line);
      }
      line.textContent = sentence;
      line.classList.add("yj-up");
      clearTimeout(line.going);
      line.going = setTimeout(() => line.classList.remove("yj-up"), 3200);
    },
  };
}

// Text from documents arrives escaped by the server; nothing else is ever put into innerHTML.
async function call(name, sent = {}) {
  try {
    const reply = await server[name]({ lang: page.lang, ...sent });
    if (!reply || typeof reply !== "object" || "detail" in reply) throw new Error("no answer"); // not ours: logged out
    return reply;
  } catch {
    return { error: root.querySelector("[data-failed]")?.dataset.failed ?? "The server did not answer." };
  }
}

function problem(target, sentence) {
  const line = document.createElement("p");
  line.className = "yj-error";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  target.replaceChildren(line);
}

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

root.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy);
  const label = (button.dataset.label ??= button.textContent); // not what a click just before made of it
  button.textContent = "✓ " + (root.querySelector("[data-copied]")?.dataset.copied ?? "");
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = label; }, 1200);
});

// A link with data-open leads to a place of a document from any tab: the first tab shows it.
root.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a[data-open]");
  if (!link) return;
  event.preventDefault();
  page.left = { link, at: scrollY };
  document.dispatchEvent(new CustomEvent("yinju:open", { detail: link.getAttribute("href") }));
});

// Every clause that a tab shows may be collected: button[data-collect=FILE][data-start][data-end].
const collectKey = (button) => [button.dataset.collect, button.dataset.start, button.dataset.end].join("\n");

root.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-collect]");
  if (!button || button.getAttribute("aria-busy")) return;
  if (page.basket.holds(collectKey(button))) return page.tell(page.words.already ?? "");
  const { collect: file, start, end } = button.dataset;
  button.setAttribute("aria-busy", "true");
  const reply = await call("collect", { file, start, end });
  button.removeAttribute("aria-busy");
  if (reply.error) return page.tell(reply.error);
  const kept = page.basket.add(reply.item);
  page.tell((kept ? page.words.added : page.words.full)?.replace("{n}", page.basket.size) ?? "");
});

// What is in the basket is shown as collected wherever it appears, also after a reload.
function showCollected() {
  for (const button of root.querySelectorAll("button[data-collect]")) {
    const kept = page.basket.holds(collectKey(button));
    if (button.classList.contains("yj-collected") === kept) continue;
    button.dataset.label ??= button.textContent;
    button.classList.toggle("yj-collected", kept);
    button.textContent = kept ? `✓ ${page.words.collected ?? ""}` : button.dataset.label;
  }
}
new MutationObserver(showCollected).observe(root, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-collect", "data-start", "data-end"],
});
document.addEventListener("yinju:basket", showCollected);

// Hands a file made by the server (base64) to the reader; nothing of it stays on the server.
function save({ name, type, data }) {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
