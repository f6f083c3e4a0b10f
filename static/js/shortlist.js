// Remembers which programs somebody starred, in this browser alone. The shortlist is the address of
// the comparison, so nothing is lost with it. Without storage, the links to the comparison stay.
(() => {
  const KEY = "careerpaths.shortlist";
  const MOST = 12;
  const header = document.querySelector("[data-shortlist]");
  const page = document.querySelector("[data-compared]");
  const main = document.querySelector("main");

  // Whatever is stored: other scripts, older versions and people may have written it.
  function kept() {
    const slugs = (localStorage.getItem(KEY) || "").split(" ");
    return [...new Set(slugs)].filter((slug) => /^[-\w]{1,80}$/.test(slug)).slice(0, MOST);
  }

  function keep(slugs) {
    try {
      localStorage.setItem(KEY, slugs.join(" "));
    } catch {
      // A full storage keeps what it had, and the stars show that.
    }
    paint();
  }

  const address = (slugs) =>
    header.pathname + (slugs.length ? "?" + new URLSearchParams(slugs.map((slug) => ["p", slug])) : "");
  const programs = (count) => `${count} program${count === 1 ? "" : "s"}`;

  // Puts a button in the place of a link, with other words but the same name behind them.
  function button(link, words) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: link.className });
    made.append(...link.childNodes);
    made.firstChild.data = words;
    link.replaceWith(made);
    return made;
  }

  function paint() {
    const slugs = kept();
    header.href = address(slugs);
    header.querySelector("[data-count]").textContent = slugs.length ? ` (${slugs.length})` : "";
    for (const link of main.querySelectorAll("a[data-star]")) {
      button(link, "Shortlist").dataset.star = new URLSearchParams(link.search).get("p");
    }
    for (const star of main.querySelectorAll("button[data-star]")) {
      star.setAttribute("aria-pressed", slugs.includes(star.dataset.star));
    }
    if (page) paintComparison(slugs);
  }

  function toggle(star) {
    const slugs = kept();
    const { star: slug } = star.dataset;
    document.querySelector(".star__full")?.remove();
    if (slugs.includes(slug)) return keep(slugs.filter((other) => other !== slug));
    if (slugs.length < MOST) return keep([...slugs, slug]);
    const told = document.createElement("p");
    told.className = "star__full";
    told.setAttribute("role", "alert");
    const link = Object.assign(document.createElement("a"), { href: header.href });
    link.textContent = "see it and take one out";
    told.append(`Your shortlist is full, it holds ${MOST} programs: `, link, ".");
    (star.closest(".entry") ? star : star.parentElement).after(told);
  }

  const compared = () => page.dataset.compared.split(" ").filter(Boolean);
  const isOwn = (slugs) => slugs.length === compared().length && compared().every((slug) => slugs.includes(slug));

  function paintComparison(slugs) {
    const own = page.querySelector("[data-own]");
    const link = own.querySelector("[data-own-link]");
    const words = `Your own shortlist has ${programs(slugs.length)}`;
    own.hidden = isOwn(slugs);
    link.hidden = !slugs.length;
    link.href = address(slugs);
    if (link.textContent !== words) link.textContent = words;
    own.querySelector("[data-keep]").hidden = !compared().length;
  }

  function tell(words) {
    const told = page.querySelector("[data-told]");
    told.textContent = words;
    return told;
  }

  function setUpComparison() {
    page.querySelector("[data-keep]").addEventListener("click", () => {
      keep(compared());
      tell("These are your shortlist now.").focus();
    });
    // Whoever moves a program of their own shortlist, or takes it out, means the shortlist.
    for (const link of page.querySelectorAll("[data-keeps]")) {
      link.addEventListener("click", () => {
        if (isOwn(kept())) keep(new URLSearchParams(link.search).getAll("p"));
      });
    }
    const link = page.querySelector("[data-copy]");
    if (!link || !navigator.clipboard) return;
    button(link, "Copy the link").addEventListener("click", () => {
      navigator.clipboard.writeText(link.href).then(
        () => tell("The link is copied. It shows these programs to anybody."),
        () => tell("Your browser did not let us copy: take the address from its address bar.")
      );
    });
  }

  try {
    localStorage.setItem(KEY, localStorage.getItem(KEY) || "");
  } catch {
    return;
  }
  main.addEventListener("click", ({ target }) => {
    const star = target.closest("button[data-star]");
    if (star) toggle(star);
  });
  if (page) setUpComparison();
  paint();
  // Lists are swapped in place, other tabs star too, and a page may come back as it was left.
  new MutationObserver(paint).observe(main, { childList: true, subtree: true });
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && paint());
  addEventListener("pageshow", paint);
})();
