// Sorts the programs while somebody answers. The page works without: whatever goes wrong ends in an
// ordinary visit. Answers travel in the body of a request; addresses keep them behind the #, which
// no browser sends, and private ones only if that is ticked.
(() => {
  const root = document.querySelector("[data-match]");
  const form = root && root.querySelector("form");
  if (!form || !window.AbortController) return;

  const KEY = "careerpaths.answers";
  const PAUSE = 250;
  const status = root.querySelector("[data-status]");
  const isPrivate = (name) => form.dataset.private.split(" ").includes(name);
  const isAnswer = (name) => !["group", "page", "answer"].includes(name);
  let place = new URLSearchParams();
  let request;
  let timer;

  function answers() {
    return new URLSearchParams([...new FormData(form)].filter(
      ([name, value]) => isAnswer(name) && value.trim()
    ));
  }

  // What the address may hold: the answers but for private ones, and the group that is looked at.
  function fragment() {
    const open = form.elements.private?.checked;
    const shown = [...answers()].filter(([name]) => open || !isPrivate(name));
    return new URLSearchParams([...shown, ...place]).toString();
  }

  function address() {
    return location.pathname + (fragment() && "#" + fragment());
  }

  function fill(given) {
    const left = new Map([...new Set(given.keys())].map((name) => [name, given.getAll(name)]));
    for (const field of form.elements) {
      const { name, type, value } = field;
      if (!name || !isAnswer(name)) continue;
      const texts = left.get(name) || [];
      if (type === "radio" || type === "checkbox") {
        field.checked = texts.length ? texts.includes(value) : value === "";
      } else {
        field.value = texts.shift() || "";
      }
    }
  }

  function stored() {
    try {
      return new URLSearchParams(sessionStorage.getItem(KEY) || "");
    } catch {
      return new URLSearchParams();
    }
  }

  function keep() {
    try {
      const text = answers().toString();
      if (text) sessionStorage.setItem(KEY, text);
      else sessionStorage.removeItem(KEY);
    } catch {
      // Without storage, a reload forgets what the address may not hold.
    }
  }

  // Private answers that the address leaves out stay as they are.
  function restore() {
    const { hash, search } = location;
    const given = new URLSearchParams(hash.includes("=") ? hash.slice(1) : search);
    place = new URLSearchParams([...given].filter(([name]) => ["group", "page"].includes(name)));
    const kept = given.has("private") ? [] : [...stored()].filter(([name]) => isPrivate(name));
    fill(new URLSearchParams([...given, ...kept]));
  }

  // Where the focus goes if what had it is gone.
  function twin({ id, name, value }, section) {
    const same = id ? document.getElementById(id)
      : name && root.querySelector(`button[name="${name}"][value="${CSS.escape(value)}"]`);
    return same || (section && document.getElementById(section.id)) || document.getElementById("results");
  }

  function swap(page) {
    const open = new Map([...root.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one.open]));
    const focused = document.activeElement;
    const lost = focused.closest("[data-swap]");
    const section = focused.closest("[data-swap] section");

    for (const part of root.querySelectorAll("[data-swap]")) {
      const fresh = page.querySelector(`[data-swap="${part.dataset.swap}"]`);
      part.replaceChildren(...fresh.childNodes);
    }
    for (const one of root.querySelectorAll("[data-key]")) one.open = open.get(one.dataset.key) || false;
    const link = root.querySelector("[data-link]");
    if (link) link.href = address();
    if (lost) twin(focused, section).focus({ preventScroll: true });
    status.textContent = page.querySelector("[data-summary]").dataset.summary;
  }

  async function show({ push = true, top = false } = {}) {
    clearTimeout(timer);
    if (request) request.abort();
    request = new AbortController();
    const { signal } = request;
    const results = root.querySelector("[data-swap=results]");
    results.setAttribute("aria-busy", "true");
    status.textContent = "";
    keep();
    try {
      const body = new URLSearchParams([...answers(), ...place]);
      const response = await fetch(form.action, { method: "POST", body, signal });
      if (!response.ok) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (signal.aborted) return;
      if (push && address() !== location.pathname + location.hash) history.pushState(null, "", address());
      swap(page);
      document.querySelector("[data-address]").textContent = location.href;
      if (top) results.scrollIntoView();
      results.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return;
      results.removeAttribute("aria-busy");
      if (push) form.submit();
    }
  }

  form.addEventListener("change", () => {
    place.delete("page");
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter || {};
    if (name === "answer") {
      const [question, ...rest] = value.split(":");
      for (const radio of form.elements[question]) radio.checked = radio.value === rest.join(":");
    } else if (name === "group") {
      place = new URLSearchParams(value && { group: value });
    } else if (name === "page") {
      place.set("page", value);
    }
    show({ top: name !== "answer" });
  });

  root.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain) return;
    if ("forget" in link.dataset) {
      event.preventDefault();
      place = new URLSearchParams();
      fill(place);
      show();
    } else if (link.getAttribute("href").startsWith("#")) {
      // A jump inside the page must not take the place of the answers.
      event.preventDefault();
      const target = document.querySelector(link.hash);
      const details = target.querySelector("details[data-key]");
      if (details) details.open = true;
      target.scrollIntoView();
      const field = target.matches(".ask") && target.querySelector(":checked, select, input");
      (field || target).focus({ preventScroll: true });
    }
  });

  addEventListener("popstate", () => {
    // A jump inside the page pops a state too.
    if (location.hash && !location.hash.includes("=")) return;
    restore();
    show({ push: false });
  });

  // Answers that came with the page win over those that this tab remembers.
  if (location.hash.includes("=")) {
    restore();
    show({ push: false });
  } else if ("answered" in root.dataset) {
    keep();
  } else if (stored().toString()) {
    fill(stored());
    show({ push: false }).then(() => history.replaceState(null, "", address()));
  }
})();
