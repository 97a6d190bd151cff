// What stands before a result as its working: equations of numbers and of lists, which must be true, or their result is in doubt.

const CALCULATED = "[-+–]? ?[\\d(.](?:[-+–*/·×\\d.()^ ]|x(?= ))*";
const RESULT = "[-+–]? ?\\.?\\d[\\d.]*(?![\\d.]* ?[*/·×^])";
const LIST = /[[(]((?:[^[\]()=]|\([^[\](),=]*\)){1,200})[\])]/g;
const EQUALS = /[=≈]|\\approx/;
const APART = /[,;\n]\s*|\s*(?:→|-+>|=+>)\s*|(?<![a-z])(?:so|hence|thus|therefore|and|result|answer)(?![a-z])[,:]?/;
const [MOST_CHECKED, MOST_CELLS] = [400, 40];
const pairwise = (list) => list.slice(1).map((each, n) => [list[n], each]);

/** Refuse working of which an equation is untrue, or that comes to other numbers than the result behind it. */
function checkWorking(tree, written, message) {
  const checks = { WORKING: goesOn, NUMBER_WORKING: goesOn, VECTOR_WORKING: eachGoesOn, CONCLUDED: comesTo };
  const signs = [...written];
  for (const token of leaves(tree)) {
    const length = [...token.value].length;
    if (!(token.type in checks) || length > MOST_CHECKED) continue;
    const behind = signs.slice(at(token) + length).join("").replaceAll(TIGHT, ".");
    if (!checks[token.type](token.value.replaceAll(TIGHT, "."), behind)) throw new Unreadable(message);
  }
}

/** Whether a calculation, 2*3 =, comes to what follows. */
function goesOn(working, behind) {
  const following = new RegExp(`^(?:${CALCULATED}?(?= *[=≈])|${RESULT})`).exec(behind);
  return !following || agree([working.replace(new RegExp(EQUALS, "g"), ""), following[0]]);
}

/** Whether calculations with lists, [1, 2] + [3, 4] =, come to what follows. */
const eachGoesOn = (working, behind) =>
  pairwise([...working.split(EQUALS).slice(0, -1), behind]).every(([left, right]) => listsAgree(left, right));

/** Whether equations, 1*1 = 1, 2*2 = 4, are true and come to the list behind them, [1, 4], or to parts of it. */
function comesTo(working, behind) {
  const results = [];
  for (const statement of working.split(APART)) {
    const parts = statement.split(EQUALS);
    if (!agree(parts)) return false;
    const result = parts.length > 1 ? calculated(parts[parts.length - 1]) : null;
    if (result) results.push(result);
  }
  const wanted = (behind.replaceAll("–", "-").match(/-?(?:\d+(?:\.\d+)?|\.\d+)/g) || []).map(decimal);
  if (!results.length || behind.includes("/") || wanted.length > MOST_CELLS) return true;
  if (results.length === wanted.length) return results.every((one, n) => sameNumber(one, wanted[n]));
  return (
    results.every((one) => wanted.some((other) => sameNumber(one, other))) ||
    wanted.every((other) => results.some((one) => sameNumber(one, other)))
  );
}

/** Refuse working of sizes of which an equation is untrue, or that comes to none of them; a quotient may be rounded down. */
function checkSizes(tree, written, sizes, message) {
  const signs = [...written];
  let results = [];
  let isTrue = true;
  for (const token of leaves(tree)) {
    const text = token.value;
    if (token.type === "WORKED_SHAPE") { // (28-5+1) x (28-5+1) x 6 =
      const inside = text.replace(/[ =]+$/, "");
      const factors = (inside.includes(",") && "([".includes(inside[0]) ? inside.slice(1, -1) : inside).split(/[x×,]/);
      isTrue &&= factors.length === sizes.length && factors.every((each, n) => comesDownTo(calculated(each), sizes[n]));
    } else if (token.type === "AXIS_LABEL" && text.split(/[=:]/).length > 2) { // H = 28-5+1 =
      const next = /^\d+/.exec(signs.slice(at(token) + [...text].length).join(""));
      isTrue &&= comesDown([text.split(/[=:]/)[1], ...(next ? [next[0]] : [])]);
    } else if (["WORKING", "WORKED", "CONCLUDED"].includes(token.type) && text.includes("=")) {
      isTrue &&= text.split(APART).every((statement) => comesDown(statement.split(EQUALS)));
      const result = /= ?(\d{1,9})\D*$/.exec(text);
      if (result) results = [fraction(BigInt(result[1]))];
    }
  }
  if (!isTrue || !results.every((result) => sizes.some((size) => equal(size, result)))) throw new Unreadable(message);
}

/** Whether calculations come to the same, where a quotient may be rounded down: (32-5)/2 + 1 = 14. */
const comesDown = (parts) => pairwise(parts.map(calculated).filter(Boolean)).every(([one, other]) => comesDownTo(one, other));

function comesDownTo(number, other) {
  if (!number) return true;
  const apart = minus(number, other);
  return apart.n >= 0n && apart.n < apart.d;
}

/** Whether calculations come to the same; what is none says nothing. */
const agree = (parts) => pairwise(parts.map(calculated)).every(([one, other]) => !one || !other || sameNumber(one, other));

/** Whether lists of numbers that are added, or multiplied by numbers, come to another list; anything else says nothing. */
function listsAgree(...sides) {
  const [left, right] = sides.map((each) => each.replace(/\[ *(?=\[)|(?<=\]) *\]/g, "").replace(/\] *[,;\n]? *\[/g, ","));
  const result = new RegExp(`^(?:${LIST.source})$`).exec(right.replace(/^[ .\n]+|[ .\n]+$/g, ""));
  if (!result || /[\])] ?[*·×@/∘] ?[[(]|[a-z]/.test(left)) return true;
  const wanted = cellsOf(result[1]);
  const lists = [...left.matchAll(LIST)].map((each) => cellsOf(each[1])).filter((each) => each.length > 1);
  if (!lists.length || wanted.length > MOST_CELLS || lists.some((each) => each.length !== wanted.length)) return true;
  return wanted.every((other, place) => {
    const entry = (match, inside) => (cellsOf(inside).length > 1 ? `(${cellsOf(inside)[place]})` : match);
    return agree([left.replace(LIST, entry), other]);
  });
}

function cellsOf(inside) {
  const found = (/[,;]/.test(inside) ? inside.split(/[,;]/) : inside.split(/\s+/).filter(Boolean)).map((cell) => cell.trim());
  return found.some((cell) => "+-–*/·×".includes(cell)) ? [inside] : found;
}

/** What a calculation comes to; nothing where a text is none. */
function calculated(text) {
  const bare = text.trim();
  if (!new RegExp(`^(?:${CALCULATED})$`).test(bare)) return null;
  const written = bare.replaceAll("–", "-");
  try {
    const found = numberReadings({ name: "real", decimals: 6, unit: "" }, [...written], written, true);
    return new Set(found.map((each) => keyOf(each.value))).size > 1 ? null : fraction(found[0].value.n, found[0].value.d);
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    return null;
  }
}

function sameNumber(one, other) {
  if (equal(one, other) || isRounded(one, other)) return true;
  const apart = minus(one, other);
  return (one.d > 1n || other.d > 1n) && absolute(apart.n) * 100n * other.d <= absolute(other.n) * apart.d;
}
