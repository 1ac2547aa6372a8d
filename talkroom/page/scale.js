// Measures for drawings: round numbers on an axis, and how wide words will be.

/** From the smallest to the greatest value, zero included, in round steps. */
export function scale(values, length) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(0, ...known);
  const bottom = Math.min(0, ...known);
  const step = roundStep((top - bottom || 1) / 4);
  const low = Math.floor(bottom / step) * step;
  const high = Math.ceil(top / step) * step || step;
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) =>
    tidy(low + index * step),
  );
  return { ticks, place: (value) => ((value - low) / (high - low)) * length };
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

const tidy = (value) => Number(value.toPrecision(12));

export const LETTER = 12;

/** About how many pixels a label takes: Japanese letters are square, others about half. */
export function widthOf(text) {
  return [...text].reduce((width, letter) => width + (letter.codePointAt(0) > 0xff ? LETTER : LETTER * 0.6), 0);
}

export const widest = (texts) => Math.max(0, ...texts.map(widthOf));

/** A number as people write it. */
export const shown = (value) => value.toLocaleString("ja", { maximumFractionDigits: 2 });
