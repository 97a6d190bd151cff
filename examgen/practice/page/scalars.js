// Answers that are one number. A type is {name: "integer"} or {name: "real", decimals, unit}.

const scaleOf = (name) => fraction(BigInt({ k: 1e3, thousand: 1e3, bn: 1e9, billion: 1e9 }[name] || 1e6));

/** Answer - 14: a dash or a sign. */
const DASH = /^(?:[a-z]+ )*?([a-zß]{2,}) [-–] [.,]?\d/;

function numberReadings(type, typed, text, expressions) {
  try {
    return numberReadingsFrom("start", type, typed, text, expressions);
  } catch (refusal) {
    if (!(refusal instanceof Unreadable) || typed.length > 400) throw refusal;
    try {
      return numberReadingsFrom("explained", type, typed, text, expressions);
    } catch (other) {
      if (!(other instanceof Unreadable)) throw other;
      throw refusal;
    }
  }
}

function numberReadingsFrom(start, type, typed, text, expressions) {
  const written = plain(typed);
  let tree;
  try {
    tree = parsed("number", written, typed, start);
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw new Unreadable(`${misfit.within(text)}; write ${type.hint}`);
  }
  checkReasons(tree, written, text);
  const dash = DASH.exec(written);
  if (dash && !COPULAS.includes(dash[1])) {
    throw new Unreadable(`the dash in ${quote(text)} may or may not be a minus sign; write only the number`);
  }
  checkUnits(tree, type.unit || "", text);
  checkEquation(tree, text);
  const isWhole = type.name === "integer" || !type.decimals;
  let meant = meantNumbers(tree, text, { unit: type.unit || "", isWhole, expressions });
  if (!meant.length) throw new Unreadable(`the points and commas in ${quote(text)} do not form a number; write it like 1234.5`);
  if (isWhole && meant[0].grouped) meant = meant.slice(0, 1);
  if (isWhole) checkOne(meant[0], text);
  checkExplanation(meant[0], tree, text);
  checkFloors(meant[0], tree, text);
  if (leaves(tree).some((token) => token.type === "NOT_WHOLE")) meant = meant.slice(0, 1);
  return meant.flatMap((quantity) => readQuantity(type, quantity, typed, text, isWhole));
}

/** What the text means in each convention that its marks fit. */
function meantNumbers(tree, text, { unit, isWhole, expressions }) {
  const found = [];
  for (const [convention, dotted] of [["point", false], ["comma", isWhole]]) {
    let quantities;
    try {
      const lines = chains(tree);
      if (lines.length > 12) throw new Unreadable(`${quote(text)} may contain several answers; write only the number`);
      const read = lines.map((chain) => results(chain).map((node) => evaluated(node, convention, dotted)));
      if (read.length > 1) checkSteps(tree, read, convention, text);
      quantities = read[read.length - 1];
      if (isWhole) quantities = floored(quantities, lines[lines.length - 1]);
    } catch (other) {
      if (other instanceof OtherConvention) continue;
      throw other;
    }
    if (!expressions) quantities = stated(quantities, text, isWhole);
    if (unit === "%") {
      quantities.sort((a, b) => Number(!a.percentage) - Number(!b.percentage));
      const [first, ...others] = quantities;
      const isPercent = (each) => !each.percentage && isRounded(each.number, asShare(first).number); // 2/3 = 66.7 %
      if (first.percentage) quantities = [first, ...others.filter((each) => !isPercent(each))];
    }
    found.push(...agreed(quantities, text, isWhole));
  }
  return found;
}

/** What stands beside an expression as its result, 6 × 26 = 156; everything where it is not its result. */
function stated(quantities, text, isWhole) {
  const found = quantities.filter((quantity) => !quantity.expression);
  if (!found.length) throw new Unreadable(`${quote(text)} is an expression; write the result as one number`);
  const last = found[found.length - 1];
  const fits = (exact) =>
    [last.number, asShare(last).number].some((one) => equal(exact, one) || (!isWhole && isRounded(exact, one)));
  return quantities.every((quantity) => !quantity.expression || fits(asShare(quantity).number)) ? found : quantities;
}

/** Each line of the working, 28-5 = 23, 23+1 = 24; the only one where there are no steps. */
function chains(tree) {
  let top = subtrees(tree).find((node) => ["steps", "result"].includes(node.data));
  const found = [];
  while (top.data === "steps") {
    found.push(top.children[2]);
    [top] = top.children;
  }
  found.push(top);
  const power = leaves(found[0]).find((token) => token.type === "POWER");
  if (found[0].children.length === 1 && power && subtrees(found[0]).some((node) => node.data === "power")) {
    throw new Unreadable(`the power ${quote(power.value)} is not evaluated; write the result as one number`);
  }
  return found.reverse();
}

const SIGN_OF_NAME = /[=:≈]|\\approx/;
const IN_ALL =
  /(?<![a-z])(?:total|sum|summe|insgesamt|zusammen|altogether|together)(?![a-z])|^[\s,;]*(?:∴|=+>|→|-+>|(?:so|thus|hence|therefore)(?![a-z]))/;
const SO = /(?<![a-z])(?:so|thus|hence|therefore|we (?:get|obtain|find)|gives?|yields?|leads to|results in)(?![a-z])/;
const IS_ANSWER = /answer|result|ans|antwort|ergebnis|rßponse|respuesta/;
const ROUNDED = /round|floor|truncated|gerundet/;

/** Refuse lines of working of which one is no true equation or leads to nothing: they may be several answers. */
function checkSteps(tree, read, convention, text) {
  const refusal = () => new Unreadable(`${quote(text)} may contain several answers; write only the number`);
  const [heads, nodes] = [headsOf(tree), chains(tree).map(results)];
  const near = (one, other) => {
    const apart = minus(one, other);
    return absolute(apart.n) < apart.d;
  };
  const unused = [];
  read.slice(0, -1).forEach((quantities, place) => {
    const result = quantities[quantities.length - 1].number;
    const agrees = quantities.every((each) => equal(each.number, result) || isRounded(asShare(each).number, result));
    const bare = quantities.length === 1 && !quantities[0].expression;
    const roundedNext = ROUNDED.test(heads[place + 1]);
    if (!agrees || (bare && !roundedNext && !/[a-zß]/.test(heads[place]))) throw refusal();
    const [following, head] = [read[place + 1], heads[place + 1]];
    const isSame = following.length === 1 && (equal(following[0].number, result) || isRounded(result, asShare(following[0]).number));
    if (isSame && IS_ANSWER.test(head)) return;
    const comesTo = quantities.length === 1 && following.length === 1 && !bare && !following[0].expression;
    if (SO.test(head) && SIGN_OF_NAME.test(heads[place]) && SIGN_OF_NAME.test(head)) return;
    if (comesTo && !/[a-zß]/.test(head) && equal(following[0].number, result)) return;
    if (ROUNDED.test(head) && following.length === 1 && near(following[0].number, result)) return;
    const name = nameOf(heads[place]);
    for (let later = place + 1; later < read.length; later += 1) {
      const operands = nodes[later].length > 1 || !read[later][0].expression ? nodes[later].slice(0, -1) : nodes[later];
      const numbers = operands
        .flatMap(subtrees)
        .filter((node) => node.data === "number")
        .map((node) => evaluated(node, convention).number);
      const formula = formulaOf(heads[later]);
      numbers.push(...(formula.match(/\d{1,30}(?:[.,]\d{1,30})?/g) || []).map((number) => decimal(number.replace(",", "."))));
      if (namesOf(formula).includes(name) || numbers.some((n) => n.n && (equal(n, result) || isRounded(result, n)))) return;
    }
    unused.push(result);
  });
  if (!unused.length) return;
  const last = read[read.length - 1];
  const sum = unused.reduce((a, b) => plus(a, b));
  if (!(IN_ALL.test(heads[heads.length - 1]) && equal(sum, last[last.length - 1].number))) throw refusal();
}

/** What stands before each line of the working: z =, then a = sigmoid(z) =. */
function headsOf(tree) {
  let top = subtrees(tree).find((node) => ["steps", "result"].includes(node.data));
  const heads = [];
  while (top.data === "steps") {
    heads.push(top.children[1].value);
    [top] = top.children;
  }
  const start = Math.min(...leaves(top).map(at));
  const before = leaves(tree).filter((token) => at(token) < start);
  return [before.map((token) => token.value).join(""), ...heads.reverse()];
}

/** What a line of the working names its result: z, h1, weights. */
function nameOf(head) {
  const found = namesOf(head.split(SIGN_OF_NAME)[0]);
  return found.length && SIGN_OF_NAME.test(head) ? found[found.length - 1] : "no name";
}

/** What the result of a line is worked out by, where words or letters say it: sigmoid(z). */
function formulaOf(head) {
  const sign = SIGN_OF_NAME.exec(head);
  const name = sign ? head.slice(0, sign.index) : head;
  if (/[a-zß\d] ?[-+*/·×] ?[a-zß\d]/.test(name)) return head; // w + b =
  const inside = /\((.*)\)/.exec(name);
  return (inside ? inside[1] : "") + (sign ? head.slice(sign.index + sign[0].length) : "");
}

const namesOf = (formula) => (formula.match(/[a-zß]+(?:_?\{?[a-zß0-9]{1,8}\}?)?/g) || []).map((name) => name.replace(/[_{}]/g, ""));

/** The whole number that a calculation is rounded to, 27/2 + 1 = 14, or that is said to be rounded; both for 14.5 = 14. */
function floored(quantities, chain) {
  const before = quantities.slice(0, -1);
  const last = quantities[quantities.length - 1];
  if (!before.length || last.number.d > 1n) return quantities;
  const isRound = before.every((each) => {
    const apart = minus(each.number, last.number);
    return each.number.d > 1n && absolute(apart.n) < apart.d;
  });
  const said = ROUNDED.test(chain.children[1].value) || before.every((each) => each.expression);
  return isRound && said ? [last] : quantities;
}

/** Refuse what may be two whole numbers, 12/14 and 12,14. */
function checkOne(quantity, text) {
  if (quantity.number.d === 1n) return;
  if (quantity.written && quantity.written.split("/").every((number) => absolute(BigInt(number)) > 9n)) {
    throw new Unreadable(`the slash of ${quote(text)} may separate two numbers; write only one`);
  }
  const found = /(?<![\d.,])(\d{2,}),(\d{2,})(?![\d.,])/.exec(text);
  if (found && (found[1].length === found[2].length || found[2].length > 3)) {
    throw new Unreadable(`the comma of ${quote(text)} may separate two numbers; write only one`);
  }
}

/** Refuse sentences whose numbers do not come to the last one: each of 32 filters has 145 parameters, so 4640. */
function checkExplanation(quantity, tree, text) {
  for (const token of leaves(tree).filter((each) => each.type === "EXPLANATION")) {
    const refusal = new Unreadable(`${quote(text)} may contain several answers; write only the number`);
    const written = (token.value.match(/\d[\d.,]*/g) || []).map((number) => number.replace(/[.,]+$/, ""));
    if (!written.every((number) => /^(?:\d{1,9}(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+)$/.test(number))) throw refusal;
    const found = written.map((number) => decimal(number.replaceAll(",", "")));
    if (found.length > 10 || !comeTo(found, quantity.number)) throw refusal;
  }
}

/** Refuse a quotient that is rounded down, floor((32-5)/2) + 1 = 14, and comes to something else. */
function checkFloors(quantity, tree, text) {
  for (const token of leaves(tree).filter((each) => each.type === "FORMULA")) {
    let bare = token.value.replace(/\\(?:left|right)|(?:(?:math|np)\.|\\[lr])?floor|int|[\s=]/g, "");
    bare = bare.replace(/[[⌊]/g, "(").replace(/[\]⌋]/g, ")").replaceAll("–", "-");
    if (!/^[-+*/·×\d.()]+$/.test(bare) || bare.split("(").length !== bare.split(")").length) continue;
    const exact = calculated(bare);
    if (!exact || comesDownTo(exact, quantity.number) || isRounded(exact, quantity.number)) continue;
    throw new Unreadable(`${quote(text)} contains an equation that is not true; write only the number`);
  }
}

/** Whether two or three of some numbers come to another one by adding, subtracting and multiplying. */
function comeTo(numbers, wanted) {
  const reached = (value, rest, left) => {
    if (equal(value, wanted) && left < 2) return true;
    if (!left) return false;
    return rest.some((other, n) => {
      const others = rest.filter((_, place) => place !== n);
      const results = [plus(value, other), minus(value, other), times(value, other)];
      return results.some((result) => reached(result, others, left - 1));
    });
  };
  return numbers.some((first, n) => reached(first, numbers.filter((_, place) => place !== n), 2));
}

/** Refuse what may be an equation that nobody has solved yet: x - 5 = 3. */
function checkEquation(tree, text) {
  const inside = leaves(tree).sort((a, b) => at(a) - at(b));
  for (const [place, token] of inside.entries()) {
    const named = place && inside[place - 1].type === "LABEL" && inside[place - 1].value.trimEnd().endsWith("=");
    if (!["FORMULA", "LABEL"].includes(token.type) || (named && token.type === "FORMULA")) continue; // w' = w - 0.1*2 = 0.3
    const bare = token.value.replace(/([a-zß^_₀-₉]'?)(?:(?:[_^]?(?:\{(?:[^{}]|\{[^{}]*\})*\}|\([^()]*\)|\[[^[\]]*\])|_[a-z0-9]\+1))/g, "$1");
    const said = bare.replace(/\\[a-z]+|[\s:=]/g, "");
    const names = new Set(said.match(/[a-zß]+(?:_\{?[a-zß0-9]+\}?|[₀-₉]+)?/g) || []);
    names.delete("e");
    names.delete("pi");
    const [name] = names;
    if (/(?:^|[-+*/·×–(])\d|\d(?=[-+*/·×–])/.test(said) && names.size === 1 && name.split("_")[0].length === 1) {
      throw new Unreadable(`${quote(text)} may be an unsolved equation; write only the number`);
    }
  }
}

/** What is said to be the result, once or several times: 1/3 = 0.333. */
function results(chain) {
  const found = [];
  while (chain.data === "result") {
    const before = chain.children.slice(0, -1);
    found.push(chain.children[chain.children.length - 1]);
    if (!before.length) break;
    chain = before[0];
  }
  return found.reverse();
}

function agreed(quantities, text, isWhole) {
  if (quantities.length > 4) throw new Unreadable(`${quote(text)} contains more than the result; write only the number`);
  let [first, ...others] = quantities;
  if (others.length === 1 && others[0].ratio && !isWhole && !first.percentage) {
    const written = asShare(first).number; // 0.33 = 1/3
    if (!equal(others[0].number, written) && isRounded(others[0].number, written)) [first, others] = [others[0], [first]];
  }
  const last = others[others.length - 1];
  if (last && first.ofDecimals && !isWhole && isRounded(first.number, asShare(last).number)) {
    [first, others] = [last, others.slice(0, -1)]; // 7.389/11.107 = 0.665
  }
  return [
    first,
    ...others.filter((other) => {
      const both = first.percentage && other.percentage; // 75.2 % is not rounded to 80 %
      const [exact, number] = [first, other].map((each) => (both ? each : asShare(each)).number);
      return !equal(exact, number) && (isWhole || !isRounded(exact, number));
    }),
  ];
}

function isRounded(exact, other) {
  for (let digits = 0; digits < 13; digits += 1) {
    const scaled = times(exact, tenTo(digits));
    const wanted = times(other, tenTo(digits));
    if (wanted.d === 1n && (wanted.n === roundedHalfAway(scaled) || wanted.n === scaled.n / scaled.d)) return true;
  }
  return false;
}

const ABOUT =
  /(?<![a-z])(?:about|around|roughly|approx|approximately|circa|ca|etwa|ungefßhr|rund|environ|cerca)(?![a-z])/;

function readQuantity(type, quantity, typed, text, isWhole) {
  const unit = type.unit || "";
  if (quantity.scale) {
    const [letter, place] = quantity.scale;
    if ((SAME_UNITS[unit] || []).includes(letter)) {
      return [numberReading(type, { number: over(quantity.number, scaleOf(unit)) })];
    }
    if (letter === "m" && typed[place] !== "M") {
      throw new Unreadable(`the m in ${quote(text)} can mean several things; write the number in full`);
    }
    if (isWhole && !unit && ABOUT.test(plain(typed))) { // about 60k is no count
      throw new Unreadable(`${quote(text)} says that its number is rounded; write the number in full`);
    }
    if (["thousand", "million", "billion"].includes(unit)) {
      return [numberReading(type, { number: over(quantity.number, scaleOf(unit)) })];
    }
    if (!isWhole) {
      return [
        numberReading(type, quantity),
        numberReading(type, { number: over(quantity.number, scaleOf(letter)) }),
      ];
    }
  }
  if (quantity.percentage && unit !== "%") {
    const share = asShare(quantity);
    const said = `${spell(quantity.number)} % = ${spell({ ...share.number, percentage: false })}`;
    const found = [{ value: valueOf(share), said }];
    if (isWhole) found.push(numberReading(type, { number: quantity.number }));
    return found;
  }
  return [numberReading(type, quantity)];
}

function numberReading(type, quantity) {
  const value = valueOf(quantity);
  const said = quantity.written && value.d !== 1n ? quantity.written : spell(value);
  if (type.name === "integer") {
    return { value, said: said + (value.d === 1n ? "" : ", not an integer") };
  }
  return { value, said: said + (type.unit && !quantity.ratio ? ` ${type.unit}` : "") };
}

const BYTES = ["KB", "MB", "GB", "KiB", "MiB", "GiB"];

function checkUnits(tree, asked, text) {
  if (asked === "%" && leaves(tree).some((token) => token.type === "LEAD" && /(?<!rounded )(?<![a-z])to\W*$/.test(token.value))) { // to 25 %
    throw new Unreadable(`${quote(text)} may be what remains; write only by what percentage it changes`);
  }
  const hasUnit = leaves(tree).some((token) => ["OTHER_UNIT", "TEX_UNIT"].includes(token.type));
  for (const token of leaves(tree)) {
    if ((token.type === "CHANGE" || token.type === "CHANGED") && asked !== "%") {
      throw new Unreadable(`${quote(token.value)} in ${quote(text)} could not be interpreted; write only the number`);
    }
    let unit = token.type === "OTHER_UNIT" ? token.value.replace(/[()[\] ]/g, "") : "";
    if (token.type === "TEX_UNIT") {
      unit = token.value.replace(/^\\[a-z]+ ?\{ *(?:\\[, ])? *|[ }]/g, "");
      if (!Object.values(SAME_UNITS).some((same) => same.includes(unit))) unit = "";
    }
    if (["UNIT", "COUNTED"].includes(token.type) && BYTES.includes(asked) && !hasUnit) unit = token.value.split(/\s+/).pop(); // 5 bytes
    if (unit && !(SAME_UNITS[asked] || []).includes(unit)) {
      const at = text.toLowerCase().indexOf(unit);
      const written = at < 0 ? unit : text.slice(at, at + unit.length);
      const how = BYTES.includes(asked) ? `write the number of ${asked}` : "write only the number";
      throw new Unreadable(`the unit ${quote(written)} in ${quote(text)} is not the required unit; ${how}`);
    }
  }
}
