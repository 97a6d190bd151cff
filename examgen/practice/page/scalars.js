// Answers that are one number. A type is {name: "integer"} or {name: "real", decimals, unit}.

const scaleOf = (name) => fraction(BigInt({ k: 1e3, thousand: 1e3, bn: 1e9, billion: 1e9 }[name] || 1e6));

/** Answer - 14: a dash or a sign. */
const DASH = /^(?:[a-z]+ )*?([a-zß]{2,}) [-–] [.,]?\d/;

function numberReadings(type, typed, text, expressions) {
  const written = plain(typed);
  let tree;
  try {
    tree = parsed("number", written, typed);
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw new Unreadable(`${misfit.within(text)}; write ${type.hint}`);
  }
  checkReasons(tree, written, text);
  const dash = DASH.exec(written);
  if (dash && !COPULAS.includes(dash[1])) {
    throw new Unreadable(`the dash of ${quote(text)} may be a minus sign or none; write only the number`);
  }
  checkUnits(tree, type.unit || "", text);
  checkEquation(tree, text);
  const isWhole = type.name === "integer" || !type.decimals;
  let meant = meantNumbers(tree, text, { unit: type.unit || "", isWhole, expressions });
  if (!meant.length) throw new Unreadable(`the points and commas of ${quote(text)} do not form a number; write it like 1234.5`);
  if (isWhole && meant[0].grouped) meant = meant.slice(0, 1);
  if (leaves(tree).some((token) => token.type === "NOT_WHOLE")) meant = meant.slice(0, 1);
  return meant.flatMap((quantity) => readQuantity(type, quantity, typed, text, isWhole));
}

/** What the text means in each convention that its marks fit. */
function meantNumbers(tree, text, { unit, isWhole, expressions }) {
  const found = [];
  for (const [convention, dotted] of [["point", false], ["comma", isWhole]]) {
    let quantities;
    try {
      const read = chains(tree).map((chain) => results(chain).map((node) => evaluated(node, convention, dotted)));
      checkSteps(tree, read.slice(0, -1), convention, text);
      quantities = read[read.length - 1];
    } catch (other) {
      if (other instanceof OtherConvention) continue;
      throw other;
    }
    if (!expressions) quantities = stated(quantities, text, isWhole);
    if (unit === "%") quantities.sort((a, b) => Number(!a.percentage) - Number(!b.percentage));
    found.push(...agreed(quantities, text, isWhole));
  }
  return found;
}

/** What stands beside an expression as its result, 6 × 26 = 156; everything where it is not its result. */
function stated(quantities, text, isWhole) {
  const found = quantities.filter((quantity) => !quantity.expression);
  if (!found.length) throw new Unreadable(`${quote(text)} is an expression; write its result as one number`);
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
    throw new Unreadable(`the power ${quote(power.value)} is not worked out; write its result as one number`);
  }
  return found.reverse();
}

/** Refuse lines of working of which one is no true equation or leads to nothing: they may be several answers. */
function checkSteps(tree, steps, convention, text) {
  steps.forEach((quantities, place) => {
    const result = quantities[quantities.length - 1].number;
    const isTrue =
      quantities.length > 1 && quantities.every((each) => equal(each.number, result) || isRounded(asShare(each).number, result));
    const later = chains(tree).slice(place + 1).flatMap(subtrees).filter((node) => node.data === "number");
    if (!isTrue || !later.some((node) => equal(evaluated(node, convention).number, result))) {
      throw new Unreadable(`${quote(text)} may be several answers; write only the number`);
    }
  });
}

/** Refuse what may be an equation that nobody has solved yet: x - 5 = 3. */
function checkEquation(tree, text) {
  for (const token of leaves(tree).filter((each) => ["FORMULA", "LABEL"].includes(each.type))) {
    const bare = token.value.replace(/([a-zß^_₀-₉]'?)(?:(?:[_^]?(?:\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\])|_[a-z0-9]\+1))/g, "$1");
    const said = bare.replace(/\\[a-z]+|[\s:=]/g, "");
    const names = new Set(said.match(/[a-zß]+(?:_\{?[a-zß0-9]+\}?|[₀-₉]+)?/g) || []);
    names.delete("e");
    names.delete("pi");
    const [name] = names;
    if (/(?:^|[-+*/·×–(])\d|\d(?=[-+*/·×–])/.test(said) && names.size === 1 && name.split("_")[0].length === 1) {
      throw new Unreadable(`${quote(text)} may be an equation that is not solved yet; write only the number`);
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

function readQuantity(type, quantity, typed, text, isWhole) {
  const unit = type.unit || "";
  if (quantity.scale) {
    const [letter, place] = quantity.scale;
    if ((SAME_UNITS[unit] || []).includes(letter)) {
      return [numberReading(type, { number: over(quantity.number, scaleOf(unit)) })];
    }
    if (letter === "m" && typed[place] !== "M") {
      throw new Unreadable(`the m of ${quote(text)} may mean several things; write the number in full`);
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
  for (const token of leaves(tree)) {
    if ((token.type === "CHANGE" || token.type === "CHANGED") && asked !== "%") {
      throw new Unreadable(`${quote(token.value)} in ${quote(text)} could not be interpreted; write only the number`);
    }
    let unit = token.type === "OTHER_UNIT" ? token.value.replace(/[()[\] ]/g, "") : "";
    if (token.type === "TEX_UNIT") {
      unit = token.value.replace(/^\\[a-z]+ ?\{ *(?:\\[, ])? *|[ }]/g, "");
      if (!Object.values(SAME_UNITS).some((same) => same.includes(unit))) unit = "";
    }
    const counted = ["UNIT", "COUNTED"].includes(token.type) && BYTES.includes(asked) ? token.value.match(/bytes?$/) : null;
    if (counted) [unit] = counted;
    if (unit && !(SAME_UNITS[asked] || []).includes(unit)) {
      const at = text.toLowerCase().indexOf(unit);
      const written = at < 0 ? unit : text.slice(at, at + unit.length);
      const how = BYTES.includes(asked) ? `write the number of ${asked}` : "write only the number";
      throw new Unreadable(`the unit ${quote(written)} of ${quote(text)} is not the one asked for; ${how}`);
    }
  }
}
