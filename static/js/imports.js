// While a long request is under way its button says so, and a second click does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.busy) return;
  if (form.classList.contains("is-busy")) {
    event.preventDefault();
    return;
  }
  form.classList.add("is-busy");
  const button = event.submitter || form.querySelector("button");
  button.dataset.words = button.textContent;
  button.textContent = form.dataset.busy;
  button.setAttribute("aria-disabled", "true");
});

// Back from the next page, the form can be used again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.is-busy")) {
    form.classList.remove("is-busy");
    const button = form.querySelector("[data-words]");
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
});
