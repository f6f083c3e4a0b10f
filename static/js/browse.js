// Filters the list in place. The page works without: whatever goes wrong ends in an ordinary visit.
(() => {
  const root = document.querySelector("[data-browse]");
  const form = root && root.querySelector("form");
  if (!form || !window.AbortController) return;

  const status = root.querySelector("[data-status]");
  const filters = root.querySelector("[data-filters]");
  const wide = matchMedia("(min-width: 56.01rem)");
  const here = () => location.pathname + location.search;
  let request;
  let shown = here();

  // Where the style sheet can't open a closed disclosure, the script does.
  if (!CSS.supports("selector(::details-content)") && wide.matches) filters.open = true;
  root.dataset.live = "";

  function address() {
    const filled = [...new FormData(form)].filter(([, value]) => value.trim());
    const query = new URLSearchParams(filled).toString();
    return form.action + (query && "?" + query);
  }

  // Finds in the new page what had the focus in the old one.
  function twin(element) {
    const { id, name, value, type } = element;
    if (id) return document.getElementById(id);
    const key = element.closest("[data-key]");
    const facet = key && root.querySelector(`[data-key="${key.dataset.key.replace("-more", "")}"]`);
    const same = name && [...form.elements].find(
      (other) => other.name === name && (!["checkbox", "radio"].includes(type) || other.value === value)
    );
    return same && !same.disabled ? same : facet && facet.querySelector("summary");
  }

  function swap(page) {
    const details = () => [...root.querySelectorAll("[data-key]")];
    const open = new Map(details().map((one) => [one.dataset.key, one.open]));
    const focused = document.activeElement;
    const lost = focused.closest("[data-swap]");

    for (const place of root.querySelectorAll("[data-swap]")) {
      const fresh = page.querySelector(`[data-swap="${place.dataset.swap}"]`);
      place.replaceChildren(...fresh.childNodes);
    }
    for (const one of details()) {
      if (open.has(one.dataset.key)) one.open = open.get(one.dataset.key);
    }
    const heading = root.querySelector("[data-heading]");
    if (lost) (twin(focused) || heading).focus({ preventScroll: true });
    document.title = page.title;
    document.querySelector("[data-address]").textContent = location.href;
    status.textContent = heading.textContent;
  }

  async function show(url, { push = true, top = false } = {}) {
    if (request) request.abort();
    request = new AbortController();
    const { signal } = request;
    status.textContent = "";
    root.querySelector("[data-swap=results]").setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (signal.aborted) return;
      if (push && url !== location.href) history.pushState(null, "", url);
      shown = here();
      swap(page);
      if (!push || top) form.elements.q.value = page.getElementById("q").value;
      if (top) root.scrollIntoView();
      root.querySelector("[data-swap=results]").removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  root.addEventListener("change", ({ target }) => {
    if (target.form === form && target.name !== "q") show(address());
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // On a phone the open filters would hide what they found.
    if (!wide.matches) filters.open = false;
    show(address(), { top: !wide.matches });
  });

  root.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.hash || link.pathname !== location.pathname) return;
    event.preventDefault();
    show(link.href, { top: true });
  });

  // A jump inside the page pops a state too.
  addEventListener("popstate", () => here() !== shown && show(location.href, { push: false }));
})();
