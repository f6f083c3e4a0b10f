// Brings along the answers that somebody gave in this tab, here or at “Find my path”, and keeps
// those that they give here. The page works without.
(() => {
  const root = document.querySelector("[data-plan]");
  const form = root && root.querySelector("form");
  if (!form) return;

  const KEY = "careerpaths.answers";
  const isAnswer = (name) => !["goal", "named", "pick"].includes(name);

  function answers() {
    return new URLSearchParams([...new FormData(form)].filter(
      ([name, value]) => isAnswer(name) && value.trim()
    ));
  }

  function stored() {
    try {
      return new URLSearchParams(sessionStorage.getItem(KEY) || "");
    } catch {
      return new URLSearchParams();
    }
  }

  function keep(given) {
    try {
      if (given.toString()) sessionStorage.setItem(KEY, given);
      else sessionStorage.removeItem(KEY);
    } catch {
      // Without storage, each page asks anew.
    }
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

  form.addEventListener("submit", () => keep(answers()));
  root.querySelector("[data-forget]").addEventListener("click", () => keep(new URLSearchParams()));

  // Answers that came with the page win over those that this tab remembers.
  if ("answered" in root.dataset) {
    keep(answers());
  } else if (stored().toString()) {
    fill(stored());
    // Whoever comes with a goal wants to see the way from where they are.
    if (form.elements.goal.value && performance.getEntriesByType("navigation")[0]?.type === "navigate") form.requestSubmit();
  }
})();
