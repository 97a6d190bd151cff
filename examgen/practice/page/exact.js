// Numbers as they were written: exact fractions of whole numbers. An array is nested lists of scalars.
// A scalar is {n, d, ratio}: n/d in lowest terms; ratio says that it was written as a fraction, so that no decimal number stands for it.

class Unreadable extends Error {}
class Doubtful extends Unreadable {
  constructor(message, readings) {
    super(message);
    this.readings = readings;
  }
}

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

function fraction(n, d = 1n) {
  if (d < 0n) [n, d] = [-n, -d];
  const shared = gcd(n, d) || 1n;
  return { n: n / shared, d: d / shared, ratio: false };
}

const asRatio = (x) => ({ ...x, ratio: x.d !== 1n });
const plus = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
const minus = (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
const over = (a, b) => fraction(a.n * b.d, a.d * b.n);
const negative = (a) => ({ ...a, n: -a.n });
const equal = (a, b) => a.n === b.n && a.d === b.d;
const absolute = (n) => (n < 0n ? -n : n);
const tenTo = (power) => (power < 0 ? fraction(1n, 10n ** BigInt(-power)) : fraction(10n ** BigInt(power)));

/** Digits with a point and perhaps an exponent, as programs print numbers: "12.5", "1e-07". */
function decimal(text) {
  const [, sign, whole, , part = "", power = "0"] = /^(-?)(\d*)(\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  const digits = fraction(BigInt(sign + (whole + part || "0")), 10n ** BigInt(part.length));
  return times(digits, tenTo(Number(power)));
}

/** A number of the page's data: a whole number, a float, or a fraction such as "1/3". */
function scalar(value) {
  if (typeof value === "string") {
    const [above, below = "1"] = value.split("/");
    return asRatio(over(decimal(above), decimal(below)));
  }
  return decimal(String(value));
}

function toFloat(x) {
  const bits = (n) => absolute(n).toString(2).length;
  if (bits(x.n) <= 53 && bits(x.d) <= 53) return Number(x.n) / Number(x.d);
  const shift = BigInt(Math.max(0, 64 + bits(x.d) - bits(x.n)));
  let power = -Number(shift);
  let value = Number((x.n << shift) / x.d);
  for (; power < -1000; power += 1000) value *= 2 ** -1000;
  return value * 2 ** power;
}

// arrays

const shape = (value) => (Array.isArray(value) ? [value.length, ...shape(value[0])] : []);
const cells = (value) => (Array.isArray(value) ? value.flatMap(cells) : [value]);
const sameSize = (a, b) => a.length === b.length && a.every((length, axis) => length === b[axis]);
const product = (lengths) => lengths.reduce((a, b) => a * b, 1);
const array = (value) => (Array.isArray(value) ? value.map(array) : scalar(value));
const keyOf = (value) => JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each));

function reshape(value, lengths) {
  let numbers = cells(value);
  for (const length of [...lengths].reverse()) {
    const parts = [];
    for (let i = 0; i < numbers.length; i += length) parts.push(numbers.slice(i, i + length));
    numbers = parts;
  }
  return numbers[0];
}

// spelling

function roundedHalfAway(x) {
  const twice = 2n * absolute(x.n) + x.d;
  const whole = twice / (2n * x.d);
  return x.n < 0n ? -whole : whole;
}

/** What is rounded of a number: of one with no end only the digits that a float is trusted for. */
function trusted(x) {
  return x.ratio || x.d === 1n ? x : decimal(toFloat(x).toPrecision(12));
}

/** A number rounded to so many decimals, halves away from zero, as a fraction. */
const roundedTo = (x, decimals) => over(fraction(roundedHalfAway(times(trusted(x), tenTo(decimals)))), tenTo(decimals));

function rounded(x, decimals) {
  const scaled = roundedHalfAway(times(trusted(x), tenTo(decimals)));
  const digits = String(absolute(scaled)).padStart(decimals + 1, "0");
  const text = decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
  return (scaled < 0n ? "-" : "") + text;
}

/** A percentage as it was written: its decimals, or a fraction where they have no end. */
function inHundreds(x) {
  const { n, d } = times(x, fraction(100n));
  for (let decimals = 0; decimals < 12; decimals += 1) {
    const power = 10n ** BigInt(decimals);
    if (power % d) continue;
    const digits = String(absolute(n) * (power / d)).padStart(decimals + 1, "0");
    const point = digits.length - decimals;
    return (n < 0n ? "-" : "") + digits.slice(0, point) + (decimals ? `.${digits.slice(point)}` : "");
  }
  return `${n}/${d}`;
}

/** A number in full, as it was read: 42, 0.5, 1/3, 12.5 %. */
function spell(x) {
  if (x.d === 1n) return String(x.n);
  if (x.percentage) return `${inHundreds(x)} %`;
  return x.ratio ? `${x.n}/${x.d}` : String(toFloat(x));
}

const SIGNIFICANT = 6;

/** The decimals that are asked of a number of this size: as many as were asked for, while they are significant. */
function places(x, decimals) {
  const whole = absolute(x.n) / x.d;
  return whole ? Math.max(0, Math.min(decimals, SIGNIFICANT - String(whole).length)) : decimals;
}

// comparing

/** Whether two numbers agree; the slack is only for what binary floats add to a difference such as 0.501 - 0.5. */
function near(mine, right, tolerance) {
  if (equal(mine, right) || !tolerance) return equal(mine, right);
  const [a, b] = [toFloat(mine), toFloat(right)];
  const noise = 1e-9 * tolerance + 2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) <= tolerance + noise;
}

/** Whether a number is another, correctly rounded to fewer decimals. */
function isCoarse(mine, right, decimals) {
  const written = roundedTo(mine, decimals);
  const fewer = Array.from({ length: decimals }, (_, n) => n);
  if (!mine.n || !fewer.some((n) => equal(roundedTo(right, n), written) && equal(roundedTo(mine, n), written))) return false;
  return written.d !== 1n || Math.abs(toFloat(mine) - toFloat(right)) <= 0.05 * Math.abs(toFloat(right));
}
