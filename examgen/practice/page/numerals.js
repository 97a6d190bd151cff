// What a number means: its digits and marks under a convention, its exponent, a fraction, a percentage, a small expression.
// A quantity is {number, ratio, percentage, grouped, expression, scale, written}.

const TIGHT = "‚";
const [MOST_DIGITS, MOST_EXPONENT, MOST_OPERATIONS, MOST_POWER] = [400, 300, 60, 64];
const HOW = "write it like 42, 0.5, 1/3 or 1.5e-3";
const POINT = /^(?:(?<whole>[1-9]\d{0,2}(?<mark>[,'_ ])\d{3}(?:\k<mark>\d{3})*|\d*)(?:\.(?<part>[\d ]*)\.?)?)$/;
const COMMA_MARK = /^(?:(?<whole>[1-9]\d{0,2}(?<mark>[.' ])\d{3}(?:\k<mark>\d{3})*|\d*)(?:,(?<part>\d[\d ]*))?\.?)$/;
const SCALES = { k: 3, thousand: 3, m: 6, million: 6, millions: 6, millionen: 6, millones: 6, "milhßes": 6, mio: 6, mln: 6, billion: 9, bn: 9 };
const OPERATIONS = { plus, minus, times, over };

class OtherConvention extends Error {}

/** A percentage as the number that it is: 33 % as 33/100. */
function asShare(q) {
  if (!q.percentage) return q;
  return { ...q, number: { ...over(q.number, fraction(100n)), percentage: true }, ratio: true, percentage: false };
}

const valueOf = (q) => ({ ...q.number, ratio: Boolean(q.ratio) && q.number.d !== 1n });

function evaluated(node, convention, dotted = false) {
  if (subtrees(node).filter((tree) => tree.data in OPERATIONS).length > MOST_OPERATIONS) {
    throw new Unreadable(`more than ${MOST_OPERATIONS} operations are not accepted; ${HOW}`);
  }
  return bounded(evaluatedPart(node, convention, dotted));
}

function evaluatedPart(node, convention, dotted) {
  const of = (child) => evaluatedPart(child, convention, dotted);
  const { data, children } = node;
  const last = children[children.length - 1];
  if (data in OPERATIONS) {
    const quotient = operated(data, of(children[0]), of(last));
    if (data !== "over" || children[1].value.trim() !== "//") return quotient; // as Python divides
    const { n, d } = quotient.number;
    return { number: fraction((n - (((n % d) + d) % d)) / d), expression: true };
  }
  switch (data) {
    case "number":
      if (children[0].type === "TEN_ALONE") return { number: powerOfTen(last.value) };
      if (children.length === 1) return mantissa(children[0].value, convention, dotted);
      return {
        number: times(mantissa(children[0].value, convention, false).number, powerOfTen(last.value.replace(/^e/, ""))),
      };
    case "signed": {
      const inner = of(last);
      return children[0].value === "+" ? inner : { ...inner, number: negative(inner.number), written: "" };
    }
    case "percentage":
      return { ...of(children[0]), percentage: true, grouped: false };
    case "thousands": {
      const inner = of(children[0]);
      const power = SCALES[last.value.replace(/\.+$/, "")];
      return { ...inner, number: times(inner.number, tenTo(power)), grouped: false, scale: [last.value, at(last)] };
    }
    case "group":
      return of(children[0]);
    case "near":
    case "called":
      return of(children[1]);
    case "power":
      return raised(of(children[0]), last.value);
    case "worded":
      return { number: fraction(BigInt(NUMBER_WORDS[last.value])) };
    case "zero":
      return { number: fraction(0n) };
    case "fraction":
      if (children.length === 1) return { number: vulgar(children[0].value), ratio: true };
      return operated("over", of(children[1]), of(children[2]));
  }
  throw new TypeError(`a grammar has a rule ${data} that is no number`);
}

function mantissa(token, convention, dotted) {
  let text = token.trim().replaceAll("{,}", ",").replaceAll(TIGHT, ",").replaceAll(THIN, " ");
  text = text.replace(/\\[, ] ?/g, " ");
  const match = (convention === "point" ? POINT : COMMA_MARK).exec(text);
  if (!match || !(match.groups.whole || match.groups.part)) {
    throw new OtherConvention(`the points and commas in ${quote(token)} do not form a number`);
  }
  const { mark, part, whole } = match.groups;
  if (convention === "comma" && mark === "." && !part && text.replace(/\.+$/, "").split(".").length === 2 && !dotted) {
    throw new OtherConvention(`the point of ${quote(token)} is a decimal mark`);
  }
  if (convention === "comma" && dotted && part && part.length > 3 && /^0*$/.test(part)) {
    throw new OtherConvention(`the zeros of ${quote(token)} may be a group of digits too long`);
  }
  const digits = whole.replace(/\D/g, "");
  const decimals = (part || "").replaceAll(" ", "");
  if (digits.length + decimals.length > MOST_DIGITS) {
    throw new Unreadable(`a number of ${digits.length + decimals.length} digits is too long; ${HOW}`);
  }
  return {
    number: fraction(BigInt(digits + decimals || "0"), 10n ** BigInt(decimals.length)),
    grouped: mark === "," && !part,
  };
}

function operated(operation, left, right) {
  if (operation === "over" && !asShare(right).number.n) throw new Unreadable(`it contains a division by zero; ${HOW}`);
  const number = OPERATIONS[operation](asShare(left).number, asShare(right).number);
  const simple = operation === "over" && !(left.ratio || right.ratio || left.percentage || right.percentage);
  const expression = !simple || left.expression || right.expression || Boolean(left.scale || right.scale);
  const whole = !expression && right.number.n > 0n && left.number.d === 1n && right.number.d === 1n;
  const written = whole ? `${left.number.n}/${right.number.n}` : "";
  const ofDecimals = simple && !(left.number.d === 1n && right.number.d === 1n);
  return bounded({ number, ratio: operation === "over" || left.ratio || right.ratio, expression, written, ofDecimals });
}

function vulgar(token) {
  const parts = token.startsWith("\\")
    ? token.match(token.includes("{") ? /[+-]?\d+(?:\.\d+)?/g : /\d/g)
    : token.normalize("NFKC").split("\u2044");
  if (parts.some((part) => part.length > MOST_DIGITS)) {
    throw new Unreadable(`a fraction of ${token.length} characters is too long; ${HOW}`);
  }
  const [above, below] = parts.map((part) => decimal(part.replace(/^\+/, "")));
  if (!below.n) throw new Unreadable(`it contains a division by zero; ${HOW}`);
  return over(above, below);
}

const exponent = (power) => lowered(power).replace(/[\s^*{}()]/g, "").replaceAll("–", "-");

/** A number raised to a small whole power: 2^10. */
function raised(base, power) {
  const digits = exponent(power);
  const { number, ratio } = asShare(base);
  const size = Math.abs(Number(digits));
  const length = String(number.n).length + (number.d === 1n ? 0 : String(number.d).length + 1);
  if (digits.length > 3 || size > MOST_POWER || length * size > MOST_DIGITS) {
    throw new Unreadable(`the power ${quote(digits)} is too large; ${HOW}`);
  }
  const inverted = Number(digits) < 0;
  if (inverted && !number.n) throw new Unreadable(`it contains a division by zero; ${HOW}`);
  let product = fraction(1n);
  for (let n = 0; n < size; n += 1) product = times(product, number);
  return bounded({ number: inverted ? over(fraction(1n), product) : product, ratio: ratio || inverted, expression: true });
}

function powerOfTen(power) {
  const digits = exponent(power);
  if (digits.length > 6 || Math.abs(Number(digits)) > MOST_EXPONENT) {
    throw new Unreadable(`the exponent ${quote(digits)} is larger than ${MOST_EXPONENT}; ${HOW}`);
  }
  return tenTo(Number(digits));
}

function bounded(quantity) {
  const { n, d } = quantity.number;
  if (absolute(n) >= 10n ** BigInt(MOST_EXPONENT) * d || d.toString(2).length > 4 * MOST_DIGITS) {
    throw new Unreadable(`the number is larger than 10^${MOST_EXPONENT}; ${HOW}`);
  }
  return quantity;
}
