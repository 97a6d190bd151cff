// Answers that are the shape of an array. A type is {name: "shape", rank}.

const GROUPED = new RegExp(`(?<![\\d.,])([1-9]\\d{0,2})((?:,\\d{3})+|(?:[ ${THIN}]\\d{3})+)(?![\\d])`, "g");
const AXES = /(?<![a-z])(?:channels?|first|last|[hwcn]{1,4}|height|width|depth|batch)(?![a-z])/;
const AXES_IN_ORDER = /\((?:h ?[x×,]? ?w ?[x×,]? ?c|height ?[x×,] ?width ?[x×,] ?channels|channels last)\)/;
const SIZES_HOW = "write whole sizes, for example 28 x 28 x 6";
const sizesSaid = (value) => value.map(spell).join(" × ");

function shapeReadings(type, typed, text) {
  const written = plain(typed);
  const count = (written.match(/\d+/g) || []).length;
  if (count > 100) throw new Unreadable(`${count} numbers are too many for a shape; ${SIZES_HOW}`);
  let grouped = written.replace(GROUPED, (run) => run.replace(new RegExp(`[, ${THIN}]`, "g"), TIGHT));
  if (new RegExp(`\\d[, ${THIN}]\\d`).test(grouped)) grouped = written;
  const bracketed = /[([{][^()[\]{}]*\d,\d/.test(written) && !/[×x*·]/.test(written);
  const found = new Map();
  const misfits = [];
  for (const each of new Set([written, grouped])) {
    let tree;
    try {
      tree = parsed("shape", each, typed);
    } catch (misfit) {
      if (!(misfit instanceof Misfit)) throw misfit;
      misfits.push(misfit);
      continue;
    }
    checkReasons(tree, written, text);
    if (each === written || !bracketed) {
      const reading = shapeReading(tree, text);
      if (!found.has(keyOf(reading.value))) found.set(keyOf(reading.value), reading);
      // 5 x 5 x 16 = 400, the shape or its flattening
      if (leaves(tree).some((token) => token.type === "COUNT" && /^=[\s\d,.']+$/.test(token.value))) {
        const value = [fraction(reading.value.reduce((product, size) => product * size.n, 1n))];
        if (!found.has(keyOf(value))) found.set(keyOf(value), { value, said: sizesSaid(value) });
      }
    }
  }
  let readings = [...found.values()];
  if (!readings.length) {
    const furthest = misfits.reduce((a, b) => (b.place > a.place ? b : a));
    throw new Unreadable(`${furthest.within(text)}; ${SIZES_HOW}`);
  }
  if (type.rank && readings.length > 1) {
    const fitting = readings.filter((reading) => reading.value.length === type.rank);
    if (fitting.length) readings = fitting;
  }
  return readings;
}

function shapeReading(tree, text) {
  const tokens = leaves(tree);
  for (const token of tokens) {
    if (token.type === "NOTE" && AXES.test(token.value) && !AXES_IN_ORDER.test(token.value)) {
      throw new Unreadable(`${quote(token.value)} may give the axes in a different order than Keras; ${SIZES_HOW}`);
    }
  }
  let sizes = tokens.filter((token) => token.type === "SIZE").map((token) => token.value);
  const channels = subtrees(tree).find((node) => node.data === "channels");
  if (channels && isToken(channels.children[0])) sizes = [...sizes.slice(1), sizes[0]]; // 6 channels of 28 × 28
  else if (channels && sizes.length > 3) { // 28 × 28 × 6 (6 filters)
    const bare = sizes.map((size) => size.replace(/\D/g, ""));
    if (bare[bare.length - 1] !== bare[bare.length - 2]) {
      throw new Unreadable(`${quote(text)} contains two different numbers of channels; ${SIZES_HOW}`);
    }
    sizes = sizes.slice(0, -1);
  }
  if (subtrees(tree).some((node) => node.data === "square")) sizes = [sizes[0], ...sizes]; // H = W = 28, C = 6
  else {
    const labels = tokens.filter((token) => token.type === "AXIS_LABEL" || token.type === "AXIS_NOTE");
    checkAxisLabels(labels.map((token) => axisOf(token.value)), text);
  }
  if (!sizes.length) throw new Unreadable(`there are no sizes in ${quote(text)}; ${SIZES_HOW}`);
  const value = sizes.map((size) => {
    const digits = size.replace(/\D/g, "");
    if (digits.length > 18) throw new Unreadable(`${quote(digits)} is not a size; ${SIZES_HOW}`);
    return fraction(BigInt(digits));
  });
  checkSizes(tree, plain([...text]), value, `the working in ${quote(text)} does not come to ${sizesSaid(value)}; ${SIZES_HOW}`);
  const crosses = tokens.filter((each) => each.type === "TIMES").map((each) => /^[a-z]{3,}$/.test(each.value));
  if (new Set(crosses).size > 1) throw new Unreadable(`${quote(text)} contains more than a shape; ${SIZES_HOW}`); // 2 times 28 x 28
  const isCrossed = (each) => (each.type === "LABEL" || each.type === "PROSE") && /\d ?(?:[x×*]|by) ?\d/.test(each.value);
  if (value.length === 1 && tokens.some(isCrossed)) throw new Unreadable(`${quote(text)} contains more than a shape; ${SIZES_HOW}`); // it stays at 19 x 19 and the depth becomes 21
  for (const token of tokens.filter((each) => each.type === "WORKED" && !each.value.includes("="))) {
    const counted = token.value.match(/\d+/g).reduce((product, number) => product * BigInt(number), 1n); // 6 (28 x 28)
    if (counted !== value.reduce((product, size) => product * size.n, 1n)) {
      throw new Unreadable(`${quote(token.value)} is not the number of values in ${sizesSaid(value)}; ${SIZES_HOW}`);
    }
  }
  for (const token of tokens.filter((each) => each.type === "COUNT")) {
    if (BigInt(token.value.replace(/\D/g, "").slice(0, 18)) !== value.reduce((product, size) => product * size.n, 1n)) {
      throw new Unreadable(`${quote(token.value)} is not the number of values in ${sizesSaid(value)}; ${SIZES_HOW}`);
    }
  }
  const batched = tokens.some((token) => token.type === "BATCH" || token.type === "BATCH_SIGN");
  return { value, said: sizesSaid(value) + (batched ? " (without the batch axis)" : "") };
}

/** Doubt a shape that begins with a batch of one: (1, 62, 62, 24). */
function checkShapeSize(text, reading, expected) {
  const sizes = reading.value;
  if (sizes[0].n !== 1n || sizes.length !== expected.length + 1) return;
  const without = { value: sizes.slice(1), said: sizesSaid(sizes.slice(1)) };
  throw new Doubtful(`the 1 in ${quote(text)} may be the batch axis; ${SIZES_HOW}`, [without, reading]);
}

/** The name of an axis, without the signs around it. */
function axisOf(label) {
  const bare = label.replace(/^['"]+|['"]+$/g, "").replace(/^n_?|[^a-z ]/g, "").trim();
  return { high: "h", wide: "w", deep: "c", pixel: "", pixels: "", px: "" }[bare] ?? bare;
}

/** Refuse labels that name the axes in another order than Keras's. */
function checkAxisLabels(names, text) {
  let from = 0;
  for (const name of names.filter(Boolean)) {
    const place = AXIS_ORDER.findIndex((known, axis) => axis >= from && known.includes(name));
    if (place < 0) throw new Unreadable(`the labels in ${quote(text)} give the axes in a different order than Keras; ${SIZES_HOW}`);
    from = place + (AXIS_ORDER[0].includes(name) ? 0 : 1);
  }
}
