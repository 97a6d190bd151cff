// The door of the readers: what a text says as an answer of a type, and whether that is right.

const READERS = {
  integer: (type, text, options) => numberReadings(type, [...text], text, options.expressions),
  real: (type, text, options) => numberReadings(type, [...text], text, options.expressions),
  shape: (type, text) => shapeReadings(type, [...text], text),
  vector: (type, text, options) => gridReadings(type, text, options.expressions),
  matrix: (type, text, options) => gridReadings(type, text, options.expressions),
  tensor: (type, text, options) => gridReadings(type, text, options.expressions),
  choice: choiceReadings,
  choices: choicesReadings,
  ordering: orderingReadings,
  matching: matchingReadings,
};

/**
 * Read what a student typed: {value, said}.
 * Of an expected value only the size is looked at. Throws Unreadable, or Doubtful where a text has two readings.
 */
function read(type, text, { expected = null, expressions = true } = {}) {
  const wanted = expected === null ? null : shape(expected);
  let readings;
  try {
    const all = READERS[type.name](type, text, { expressions });
    const keys = all.map((each) => keyOf(each.value));
    readings = all.filter((_, i) => keys.indexOf(keys[i]) === i);
  } catch (refusal) {
    if (!(refusal instanceof OtherRank) || !wanted || product(shape(refusal.written)) !== product(wanted)) throw refusal;
    throw new Doubtful(refusal.message, [gridReading(type, reshape(refusal.written, wanted))]);
  }
  if (readings.length > 1 && wanted) {
    const fitting = readings.filter((reading) => sameSize(shape(reading.value), wanted));
    if (fitting.length) readings = fitting;
  }
  if (readings.length > 1) {
    const cut = (said) => (said.length <= 40 ? said : `${said.slice(0, 37)}...`);
    const [one, other] = readings.map((reading) => cut(reading.said));
    throw new Doubtful(`it could be ${one} or ${other}; write ${type.hint}`, readings);
  }
  if (wanted && type.name === "shape") checkShapeSize(text, readings[0], expected);
  if (wanted && type.name in RANKS) checkGridSize(type, text, readings[0], wanted);
  if (type.asked && (type.name in RANKS || ["integer", "real"].includes(type.name))) checkNames(type, text, readings[0]);
  return readings[0];
}

/** A read value held against the key: {right, coarse, cells}. */
function compare(type, value, key) {
  if (!sameSize(shape(value), shape(key))) return { right: false, coarse: false, cells: [] };
  const [mine, wanted] = [cells(value), cells(key)];
  const decimals = (number) => places(number, type.decimals || 0);
  const toPlaces = type.name === "real" || (type.name in RANKS && type.decimals);
  const exactly = type.name in RANKS ? 1e-9 : 0;
  const right = mine.map((number, n) => near(number, wanted[n], toPlaces ? 10 ** -decimals(wanted[n]) : exactly));
  const coarse = mine.map((number, n) => Boolean(toPlaces) && !right[n] && isCoarse(number, wanted[n], decimals(wanted[n])));
  const all = right.every(Boolean);
  return { right: all, coarse: !all && right.every((each, n) => each || coarse[n]), cells: right };
}
