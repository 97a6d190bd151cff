// Answers that are one number. A type is {name: "integer"} or {name: "real", decimals, unit}.

const scaleOf = (name) => fraction(BigInt({ k: 1e3, thousand: 1e3, bn: 1e9, billion: 1e9 }[name] || 1e6));

function numberReadings(type, typed, text, expressions) {
  const written = plain(typed);
  let tree;
  try {
    tree = parsed("number", written, typed);
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw new Unreadable(`${misfit.within(text)}; ${HOW}`);
  }
  checkReasons(tree, written, text);
  checkUnits(tree, type.unit || "", text);
  const isWhole = type.name === "integer" || !type.decimals;
  let meant = meantNumbers(tree, text, { unit: type.unit || "", isWhole, expressions });
  if (!meant.length) throw new Unreadable(`the points and commas of ${quote(text)} fit no number; write it like 1234.5`);
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
      quantities = results(tree).map((node) => evaluated(node, convention, dotted));
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

/** What is said to be the result, once or several times: 1/3 = 0.333. */
function results(tree) {
  let chain = subtrees(tree).find((node) => node.data === "result");
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
  if (quantities.length > 4) throw new Unreadable(`${quote(text)} holds more than the result; write only the number`);
  const [first, ...others] = quantities;
  const exact = asShare(first).number;
  return [
    first,
    ...others.filter((other) => {
      const number = asShare(other).number;
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
    if (!isWhole) {
      return [
        numberReading(type, quantity),
        numberReading(type, { number: over(quantity.number, scaleOf(letter)) }),
      ];
    }
  }
  if (quantity.percentage && unit !== "%") {
    const share = asShare(quantity);
    const said = `${spell(quantity.number)} % = ${spell(share.number)}`;
    const found = [{ value: valueOf(share), said }];
    if (isWhole) found.push(numberReading(type, { number: quantity.number }));
    return found;
  }
  return [numberReading(type, quantity)];
}

function numberReading(type, quantity) {
  const value = valueOf(quantity);
  if (type.name === "integer") {
    const said = spell(value).replace(/^-?\d{1,3}\.\d{3}$/, "$&0"); // 3.375 could be three thousand
    return { value, said: said + (value.d === 1n ? "" : ", not an integer") };
  }
  return { value, said: spell(value) + (type.unit && !quantity.ratio ? ` ${type.unit}` : "") };
}

function checkUnits(tree, asked, text) {
  for (const token of leaves(tree)) {
    if ((token.type === "CHANGE" || token.type === "CHANGED") && asked !== "%") {
      throw new Unreadable(`${quote(token.value)} in ${quote(text)} could not be interpreted; write only the number`);
    }
    let unit = token.type === "OTHER_UNIT" ? token.value : "";
    if (token.type === "TEX_UNIT") {
      unit = token.value.replace(/^\\[a-z]+ ?\{ *(?:\\[, ])? *|[ }]/g, "");
      if (!Object.values(SAME_UNITS).some((same) => same.includes(unit))) unit = "";
    }
    if (unit && !(SAME_UNITS[asked] || []).includes(unit)) {
      throw new Unreadable(`the unit ${quote(unit)} of ${quote(text)} is not the one asked for; write only the number`);
    }
  }
}
