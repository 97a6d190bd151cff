// Keeps what is filled in: saves it in a file, and takes it from one. Nothing is sent anywhere.
"use strict";
const form = document.getElementById("paper");
const status = document.getElementById("status");
const fields = () => [...form.querySelectorAll("[data-answer]")];
let changed = false;

function answers() {
  const given = {};
  for (const field of fields()) {
    const label = field.dataset.answer;
    given[label] ??= "";
    if (field.type !== "checkbox") given[label] = field.value;
    else if (field.checked) given[label] += (given[label] && ", ") + field.value;
  }
  return given;
}

form.addEventListener("input", () => { changed = true; status.textContent = ""; });
form.addEventListener("submit", event => {
  event.preventDefault();
  const {exam, student, paper} = form.dataset;
  const saved = {examgen: "answers", exam, student, paper, answers: answers()};
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(saved, null, 1)], {type: "application/json"}));
  link.download = `${student || paper}.json`;
  link.click();
  changed = false;
  status.textContent = form.dataset.saved.replace("{file}", link.download);
});
document.getElementById("open").addEventListener("change", async event => {
  const [file] = event.target.files;
  event.target.value = "";
  let saved;
  try { saved = JSON.parse(await file.text()); } catch { saved = {}; }
  if (saved.examgen !== "answers" || saved.paper !== form.dataset.paper || saved.exam !== form.dataset.exam) {
    status.textContent = form.dataset.other;
    return;
  }
  for (const field of fields()) {
    const given = saved.answers[field.dataset.answer] ?? "";
    if (field.type === "checkbox") field.checked = given.split(", ").includes(field.value);
    else field.value = given;
  }
  status.textContent = form.dataset.opened;
});
window.addEventListener("beforeunload", event => { if (changed) event.preventDefault(); });
