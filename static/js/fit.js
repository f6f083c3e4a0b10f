// Says whether the program is open to a visitor who answered the questions in this tab. The answers
// travel in the body of a request; without them, or if anything goes wrong, the link to the
// questions stays.
(() => {
  const place = document.querySelector("[data-fit]");
  if (!place || !window.fetch) return;

  let answers;
  try {
    answers = sessionStorage.getItem("careerpaths.answers");
  } catch {
    return;
  }
  if (!answers) return;

  fetch(place.dataset.fit, { method: "POST", body: new URLSearchParams(answers) })
    .then((response) => (response.status === 200 ? response.text() : Promise.reject(response.status)))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      place.replaceChildren(...page.body.childNodes);
    })
    .catch(() => {});
})();
