// Shared by every tab. `element`, `server` are Gradio's: the component and the functions that it may call.
const root = element.querySelector(".yj");

const page = (window.yinju ??= {
  get lang() {
    return localStorage.getItem("yinju.lang") || navigator.languages?.[0] || navigator.language || "en";
  },
  status: {},
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
