// The page: which exercise comes next, what is said to an answer, and what is remembered. Nothing is sent anywhere.

const MEMORY = "examgen.practice";
const EXERCISES = JSON.parse(document.getElementById("exercises").textContent);
const DAY = 24 * 60 * 60 * 1000;
const WAITS = [0, 1, 3, 7, 16, 35]; // days until a question is asked again, by how often it was right in a row
const element = (id) => document.getElementById(id);

// what is remembered: of each question {row, due, seen, right}; and, of this visit, what has to come back soon

const remembered = recall();
const visit = { count: 0, soon: [], shown: {} };

function recall() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY)) || {};
  } catch {
    return {};
  }
}

function remember(question, right) {
  const before = remembered[question] || { row: 0, seen: 0, right: 0 };
  const row = right ? Math.min(before.row + 1, WAITS.length - 1) : 0;
  remembered[question] = { row, due: Date.now() + WAITS[row] * DAY, seen: before.seen + 1, right: before.right + Number(right) };
  try {
    localStorage.setItem(MEMORY, JSON.stringify(remembered));
  } catch {
    element("kept").textContent = "This browser does not let the page remember your progress.";
  }
}

// which exercise comes next: what was missed two to four questions ago, what is due, what is new, what is weakest

const topics = [...new Set(EXERCISES.map((exercise) => exercise.topic))];
const wanted = () => {
  const chosen = element("topic").value;
  return EXERCISES.filter((exercise) => !chosen || exercise.topic === chosen);
};

function next() {
  const pool = wanted();
  const questions = [...new Set(pool.map((exercise) => exercise.question))];
  const back = visit.soon.find((each) => each.at <= visit.count && questions.includes(each.question));
  const due = questions.filter((question) => remembered[question] && remembered[question].due <= Date.now() && question !== visit.last);
  const fresh = leastShown(questions.filter((question) => !remembered[question] && question !== visit.last));
  let question;
  if (back) {
    visit.soon = visit.soon.filter((each) => each !== back);
    question = back.question;
  } else if (due.length && (visit.count % 2 === 0 || !fresh.length)) {
    question = weakest(due);
  } else {
    question = fresh.length ? easiest(pool, fresh) : weakest(leastShown(questions));
  }
  const variants = pool.filter((exercise) => exercise.question === question);
  const shown = visit.shown[question] || 0;
  visit.shown[question] = shown + 1;
  visit.count += 1;
  visit.last = question;
  return variants[(shown + (remembered[question]?.seen || 0)) % variants.length];
}

const share = (question) => (remembered[question] ? remembered[question].right / remembered[question].seen : 0);
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const weakest = (questions) => [...questions].sort((a, b) => share(a) - share(b) || Math.random() - 0.5)[0];

/** Those that were shown least often on this visit: whoever passes a question over meets the others first. */
function leastShown(questions) {
  const times = (question) => visit.shown[question] || 0;
  const least = Math.min(...questions.map(times));
  return questions.filter((question) => times(question) === least);
}

function easiest(pool, questions) {
  const level = (question) => pool.find((exercise) => exercise.question === question).level;
  const lowest = Math.min(...questions.map(level));
  return pick(questions.filter((question) => level(question) <= lowest + 1));
}

// showing an exercise

let current;

function show() {
  const exercise = next();
  current = { exercise, missed: false, byHand: [], given: {}, open: new Set(exercise.tasks.map((task) => task.name)) };
  element("title").innerHTML = exercise.title;
  element("about").textContent = `${exercise.topic}, level ${exercise.level}`;
  element("stem").innerHTML = exercise.stem;
  element("picture").innerHTML = exercise.picture ? exercise.picture.svg : "";
  element("picture").hidden = !exercise.picture;
  element("after").innerHTML = exercise.stem_after || "";
  element("conventions").innerHTML = exercise.conventions.map((text) => `<li>${text}</li>`).join("");
  element("conventions").hidden = !exercise.conventions.length;
  element("tasks").replaceChildren(...exercise.tasks.map(taskView));
  element("solution").hidden = true;
  element("solution").innerHTML = "";
  element("next").textContent = "Next question";
  window.scrollTo(0, 0);
}

function taskView(task, place) {
  const view = document.createElement("form");
  view.className = "part";
  view.noValidate = true;
  const id = `answer-${place}`;
  const only = current.exercise.tasks.length === 1;
  const label = only ? "" : `<b>${ALPHABET[place]})</b> `;
  view.innerHTML = `<div class="ask" id="${id}-ask">${label}${task.text}</div>${field(task, id)}
<p class="actions"><button type="submit">Check</button> <button type="button" class="hint">Hint</button>
<button type="button" class="solve">Show the solution</button></p>
<div class="said" role="status" aria-live="polite"></div><ol class="steps" hidden></ol>`;
  const state = { task, tries: 0, hints: 0, view, done: false };
  view.querySelector(".hint").hidden = !task.hints.length;
  view.addEventListener("submit", (event) => {
    event.preventDefault();
    check(state);
  });
  view.querySelector(".hint").addEventListener("click", () => hint(state));
  view.querySelector(".solve").addEventListener("click", () => reveal(state));
  return view;
}

function field(task, id) {
  const ticks = task.reader.name === "choice" ? "radio" : task.reader.name === "choices" ? "checkbox" : "";
  const listed = task.listed.map(({ letter, text }) => [letter, text]);
  if (ticks) {
    const boxes = listed.map(
      ([letter, text]) => `<label><input type="${ticks}" name="${id}" value="${letter}"> <b>${letter}</b> <span>${text}</span></label>`,
    );
    return `<fieldset class="options" aria-labelledby="${id}-ask">${boxes.join("")}</fieldset>`;
  }
  const list = listed.length ? `<ul class="listed">${listed.map(([letter, text]) => `<li><b>${letter}</b> <span>${text}</span></li>`).join("")}</ul>` : "";
  const attributes = `id="${id}" name="${id}" aria-labelledby="${id}-ask" aria-describedby="${id}-hint" autocomplete="off" autocapitalize="off" spellcheck="false"`;
  const box = task.blank === "grid" || task.reader.name === "explanation" ? `<textarea rows="4" ${attributes}></textarea>` : `<input type="text" ${attributes}>`;
  return `${list}<p class="answer">${box}<span class="how" id="${id}-hint">${task.hint}</span></p>`;
}

function typed({ view, task }) {
  const ticked = [...view.querySelectorAll("input:checked")].map((box) => box.value);
  if (task.reader.name === "choice") return ticked[0] || "";
  if (task.reader.name === "choices") return ticked.length ? ticked.join(", ") : "none";
  return view.querySelector("input[type=text], textarea").value;
}

// judging

function check(state) {
  const { task } = state;
  if (state.done) return;
  const text = typed(state);
  if (isBlank(text)) return say(state, "open", "Write an answer first, or ask for a hint.");
  if (task.reader.name === "explanation") return compareByHand(state);
  const key = array(task.key);
  let reading;
  try {
    reading = read(task.reader, text, { expected: key });
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    return say(state, "open", `${refusal.message}. This attempt is not counted.`.replace(/^./, (first) => first.toUpperCase()));
  }
  const found = compare(task.reader, reading.value, key);
  const readAs = task.listed.length ? "" : `Read as ${reading.said}.`;
  if (found.right) return right(state, readAs);
  if (found.coarse) return say(state, "partial", `Your answer is not precise enough; write ${task.reader.hint}. This attempt is not counted.`, readAs);
  const transposed = isTransposed(task, reading.value, key);
  if (transposed) return say(state, "partial", "The values are right, but rows and columns are swapped. This attempt is not counted.", readAs);
  const own = task.following.find((each) => fits(each.task, current.given[each.task], each.given) && compare(task.reader, reading.value, array(each.value)).right);
  if (own) return right(state, readAs, `Right, given your answer to ${letterOf(own.task)}; the mistake was made there.`);
  const unit = inOtherUnit(task, reading.value, key);
  if (unit) return say(state, "partial", `The value is right, but in a different unit; give it in ${unit}. This attempt is not counted.`, readAs);
  if (keyOf(reading.value) === state.last) {
    return say(state, "wrong", "This is the same wrong answer as before. Change it, or ask for a hint.", readAs);
  }
  const amiss = unfinished(task, reading.value) || otherSize(task, reading.value, key);
  if (amiss) return say(state, "open", `${amiss}. This attempt is not counted.`, readAs);
  state.last = keyOf(reading.value);
  current.given[task.name] = reading.value;
  wrong(state, reading, found, readAs);
}

/** Whether a value that was given to an earlier part is this one. */
function fits(name, given, value) {
  if (given === undefined) return false;
  const { reader } = current.exercise.tasks.find((task) => task.name === name);
  return compare(reader, given, array(value)).right;
}

function letterOf(name) {
  return String.fromCharCode(97 + current.exercise.tasks.findIndex((task) => task.name === name));
}

function isTransposed(task, value, key) {
  if (task.reader.name !== "matrix" || shape(value).length !== 2) return false;
  return compare(task.reader, turned(value), key).right;
}

/** Why an answer is incomplete or of the wrong kind: items of a matching are left out, or it is not an integer; else nothing. */
function unfinished(task, value) {
  const { name } = task.reader;
  if (name === "matching") {
    const left = value.map((option, place) => (option.n < 0n ? String(place + 1) : "")).filter(Boolean);
    return left.length ? `The letter${left.length > 1 ? "s" : ""} for ${enumerated(left)} ${left.length > 1 ? "are" : "is"} missing` : "";
  }
  if (name !== "integer" || value.d === 1n || task.mistakes.some((mistake) => compare(task.reader, value, array(mistake.value)).right)) return "";
  return "Your answer must be an integer";
}

/** What size an answer has and which one is asked for, where they differ and no mistake tells why; else nothing. */
function otherSize(task, value, key) {
  const [ours, theirs] = [shape(value), shape(key)];
  const { name, rank } = task.reader;
  if (ours.join() === theirs.join() || task.mistakes.some((mistake) => compare(task.reader, value, array(mistake.value)).right)) return "";
  if (name === "matrix" || name === "tensor") {
    const noun = name === "matrix" ? "matrix" : "array";
    return `Your answer is a ${ours.join(" × ")} ${noun}, but a ${theirs.join(" × ")} ${noun} is required`;
  }
  if (name !== "vector" && (name !== "shape" || rank === null)) return "";
  const [one, many] = name === "vector" ? ["number", "numbers"] : ["axis", "axes"];
  return `Your answer has ${ours[0] === 1 ? `one ${one}` : `${ours[0]} ${many}`}, but ${theirs[0]} are required`;
}

function enumerated(places) {
  return places.length > 1 ? `${places.slice(0, -1).join(", ")} and ${places[places.length - 1]}` : places[0];
}

/** By how much two units of one quantity differ: percentages and shares, bytes and their multiples, bits. */
const ALIKE = [[100n, "%"], [1000n, ""], [1024n, ""], [10n ** 6n, ""], [2n ** 20n, ""], [10n ** 9n, ""], [8n, ""]];

/** The unit asked for, where a value would be right in another one. */
function inOtherUnit(task, value, key) {
  const { unit } = task.reader;
  if (!unit || value.n === 0n || task.mistakes.some((mistake) => compare(task.reader, value, array(mistake.value)).right)) return "";
  const factors = ALIKE.filter(([, of]) => !of || of === unit).map(([by]) => fraction(by));
  const scaled = factors.flatMap((by) => [times(value, by), over(value, by)]);
  return scaled.some((other) => compare(task.reader, other, key).right) ? unit : "";
}

function right(state, readAs, message = "Right.") {
  state.done = true;
  say(state, "right", message, readAs);
  settle(state);
}

function wrong(state, reading, found, readAs) {
  const { task } = state;
  state.tries += 1;
  current.missed = true;
  const named = task.mistakes.find((mistake) => compare(task.reader, reading.value, array(mistake.value)).right);
  const cellsRight = found.cells.filter(Boolean).length;
  const places = found.cells.map((is, place) => (is ? "" : String(place + 1))).filter(Boolean);
  const where = task.telling && task.reader.name === "matching" ? ` Look again at ${enumerated(places)}.` : "";
  const part = found.cells.length > 1 && cellsRight && !task.listed.length ? ` ${cellsRight} of ${found.cells.length} numbers ${cellsRight > 1 ? "are" : "is"} right.` : "";
  if (state.tries > 1) {
    say(state, "wrong", `Not right.${part}`, readAs, named?.text);
    return reveal(state);
  }
  say(state, "wrong", `Not right.${part}${where} Try once more.`, readAs, task.telling ? "" : named?.text);
}

function compareByHand(state) {
  const { task } = state;
  const boxes = task.criteria.map((text, n) => `<li><label><input type="checkbox" name="met-${n}"> <span>${text}</span></label></li>`);
  say(state, "open", "Compare it with this answer, and tick what yours says.", "", `<p>${task.answer}</p><ul class="criteria">${boxes.join("")}</ul>`);
  state.done = true;
  const ticks = [...state.view.querySelectorAll(".criteria input")];
  current.byHand.push(() => ticks.every((box) => box.checked));
  for (const each of state.view.querySelectorAll("textarea, button")) each.disabled = true;
  current.open.delete(task.name);
  finish();
}

function say(state, kind, message, readAs = "", more = "") {
  state.view.className = `part ${kind}`;
  const said = state.view.querySelector(".said");
  const line = document.createElement("p");
  line.innerHTML = `<b></b> <span class="read"></span>`;
  line.firstChild.textContent = message;
  line.querySelector(".read").textContent = readAs;
  said.replaceChildren(line);
  if (more) said.insertAdjacentHTML("beforeend", more);
}

const step = ({ why, math }) => `<li>${why}${math.map((formula) => `<div class="formula">${formula}</div>`).join("")}</li>`;

function hint(state) {
  const { task, view } = state;
  if (state.hints >= task.hints.length) return;
  state.hints += 1;
  current.missed = true;
  const list = view.querySelector(".steps");
  list.hidden = false;
  list.insertAdjacentHTML("beforeend", step(task.hints[state.hints - 1]));
  const button = view.querySelector(".hint");
  button.textContent = `Hint (step ${state.hints} of ${task.hints.length} shown)`;
  button.disabled = state.hints >= task.hints.length;
}

function reveal(state) {
  state.done = true;
  current.missed = true;
  const list = state.view.querySelector(".steps");
  list.innerHTML = state.task.lines.map((place) => step(current.exercise.solution[place])).join("");
  list.hidden = !state.task.lines.length;
  const said = state.view.querySelector(".said");
  const message = said.querySelector("b");
  if (message) message.textContent = message.textContent.replace(/ (?:Try once more|This attempt is not counted)\.$/, "");
  said.insertAdjacentHTML("beforeend", `<p>The answer is ${state.task.answer}.</p>`);
  settle(state);
}

function settle(state) {
  for (const each of state.view.querySelectorAll("input, textarea, button")) each.disabled = true;
  current.open.delete(state.task.name);
  finish();
}

/** The whole worked solution, once every part has its answer. */
function finish() {
  if (current.open.size) {
    const [following] = element("tasks").querySelectorAll("input:not(:disabled), textarea:not(:disabled)");
    if (following) following.focus();
    return;
  }
  const { exercise } = current;
  const shown = element("solution");
  shown.innerHTML = `<h2>Solution</h2><ol class="steps">${exercise.solution.map(step).join("")}</ol>`;
  shown.hidden = !exercise.solution.length;
  for (const list of element("tasks").querySelectorAll(".steps")) list.hidden = list.hidden || !shown.hidden; // they are all in there
  if (!current.byHand.length) {
    count();
    element("next").focus();
  }
}

/** Remember how it went; an explanation that the student compares is counted when they go on. */
function count() {
  if (current.counted || current.open.size) return;
  current.counted = true;
  const { question } = current.exercise;
  const right = !current.missed && current.byHand.every((met) => met());
  remember(question, right);
  if (!right) visit.soon.push({ question, at: visit.count + 2 + Math.floor(Math.random() * 3) });
  progress();
}

// progress

function progress() {
  const rows = topics.map((topic) => {
    const questions = [...new Set(EXERCISES.filter((exercise) => exercise.topic === topic).map((exercise) => exercise.question))];
    const known = questions.filter((question) => (remembered[question]?.row || 0) > 0).length;
    return `<tr><th scope="row">${topic}</th><td><meter min="0" max="${questions.length}" value="${known}" aria-label="${topic}"></meter></td><td>${known} of ${questions.length}</td></tr>`;
  });
  element("progress").innerHTML = rows.join("");
}

function skip() {
  count();
  show();
  element("title").focus();
}

element("topic").insertAdjacentHTML("beforeend", topics.map((topic) => `<option>${topic}</option>`).join(""));
element("topic").addEventListener("change", show);
element("next").addEventListener("click", skip);
element("forget").addEventListener("click", () => {
  if (!window.confirm("Delete all progress on this page?")) return;
  for (const question of Object.keys(remembered)) delete remembered[question];
  localStorage.removeItem(MEMORY);
  progress();
});
progress();
show();
