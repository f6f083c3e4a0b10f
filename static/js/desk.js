// Keys for the queue of the start page. They work only while an item of it has the focus, so that no one who dictates
// or types elsewhere sets anything off.
const queue = document.querySelector(".queue");

queue?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = event.target.closest(".queue__item");
  const step = { j: "nextElementSibling", k: "previousElementSibling" }[event.key];
  const target = step ? item[step] : item.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (step) target.focus();
  else target.click();
});

// The first item takes the keys once somebody asks for them.
document.addEventListener("keydown", (event) => {
  const isFree = document.activeElement === document.body || document.activeElement === null;
  if (event.key === "j" && isFree) queue?.firstElementChild.focus();
});

// What was typed into a program's form would be lost: it goes first.
const programForm = document.querySelector("#program_form");
const confirmForm = document.querySelector("form.confirm");
let isChanged = false;

for (const kind of ["input", "change"]) {
  programForm?.addEventListener(kind, () => {
    isChanged = true;
  });
}
confirmForm?.addEventListener("submit", (event) => {
  if (!isChanged) return;
  event.preventDefault();
  confirmForm.querySelector(".confirm__unsaved").hidden = false;
});

// Evidence is added for the field beside which it is missed: a new row below, with that field chosen.
programForm?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-evidence-for]");
  const add = document.querySelector("#evidence-group .add-row a");
  if (!link || !add) return;
  event.preventDefault();
  const row = document.querySelector("#id_evidence-TOTAL_FORMS").value;
  add.click();
  document.querySelector(`#id_evidence-${row}-field`).value = link.dataset.evidenceFor;
  document.querySelector(`#id_evidence-${row}-quote`).focus();
});
