async function load() {
  const reply = await call("form");
  if (reply.error) return problem(root, reply.error);
  root.innerHTML = reply.html;
}

document.addEventListener("yinju:language", load);
load();
