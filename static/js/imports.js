// While a long request is under way its button says so, and a second click does nothing. How far the
// work is stands below it: the form sends a token, and the page asks by it.
const progressAddress = document.currentScript.dataset.progress;
const ASK_EVERY = 700; // milliseconds
let asking;

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
  askHowFar(form);
});

function askHowFar(form) {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  const field = Object.assign(document.createElement("input"), {
    type: "hidden",
    name: "progress",
    value: token,
  });
  const shown = document.createElement("p");
  shown.className = "progress";
  shown.setAttribute("role", "status");
  form.append(field, shown);
  asking = setInterval(async () => {
    const answer = await fetch(progressAddress.replace("TOKEN", token)).catch(() => null);
    if (!answer || !answer.ok || !form.classList.contains("is-busy")) return;
    const { words, done, total } = await answer.json();
    if (!words) return;
    const bar = shown.querySelector("progress") || document.createElement("progress");
    bar.max = total;
    bar.value = done;
    bar.setAttribute("aria-hidden", "true");
    shown.replaceChildren(bar, ` ${words}`);
  }, ASK_EVERY);
}

// Back from the next page, the form can be used again.
window.addEventListener("pageshow", () => {
  clearInterval(asking);
  for (const form of document.querySelectorAll("form.is-busy")) {
    form.classList.remove("is-busy");
    form.querySelector(".progress")?.remove();
    form.querySelector("[name=progress]")?.remove();
    const button = form.querySelector("[data-words]");
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
});
