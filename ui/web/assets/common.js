// Shared by every tab. `element`, `server` are Gradio's: the component and the functions that it may call.
const root = element.querySelector(".yj");

const page = (window.yinju ??= {
  get lang() {
    return localStorage.getItem("yinju.lang") || navigator.languages?.[0] || navigator.language || "en";
  },
  status: {},
  // Shows a tab; its name stands in the address as ?tab=, except for the first.
  select(name) {
    const button = document.querySelector(`#yj-tab-${name}-button, [role=tab][data-tab-id=${name}]`);
    if (button?.getAttribute("aria-selected") !== "true") button?.click();
  },
  // The basket lies in this browser and nowhere else: items as `yinju collect` keeps them, the newest last.
  basket: {
    read() {
      try { return JSON.parse(localStorage.getItem("yinju.basket") ?? "[]"); } catch { return []; }
    },
    write(items) {
      localStorage.setItem("yinju.basket", JSON.stringify(items));
      document.dispatchEvent(new Event("yinju:basket"));
    },
  },
});

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
  const label = button.textContent;
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
  document.dispatchEvent(new CustomEvent("yinju:open", { detail: link.getAttribute("href") }));
});

// Hands a file made by the server (base64) to the reader; nothing of it stays on the server.
function save({ name, type, data }) {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
