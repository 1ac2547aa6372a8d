// Looks over what was typed before it is sent, as far as the form itself tells what is right.

import { lengthOf } from "./inputs.js";
import { isEmpty, told } from "./values.js";

const TYPED = /_input$/;

/** What is wrong with an input block's answer, in one sentence, or nothing. */
export function wrong({ element, optional }, value) {
  const raw = told(element, value);
  if (raw === null || (typeof raw === "string" && !raw.trim())) return optional ? "" : missing(element);
  return CHECKS[element.type]?.(element, raw) ?? "";
}

function missing({ type }) {
  if (type === "file_input") return "ファイルを選んでください。";
  return TYPED.test(type) ? "入力してください。" : "選んでください。";
}

const CHECKS = {
  plain_text_input: length,
  number_input: number,
  email_text_input: (_, raw) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw) ? "" : "メールアドレスの形で入力してください（例：name@example.jp）。",
  url_text_input: (_, raw) =>
    /^https?:\/\/\S+$/i.test(raw) && URL.canParse(raw) ? "" : "https:// から始まるURLを入力してください。",
};

function length({ min_length: least = 0, max_length: most = Infinity }, raw) {
  if (lengthOf(raw) < least) return `${least}文字以上で入力してください。`;
  return lengthOf(raw) > most ? `${most}文字以内で入力してください（今は${lengthOf(raw)}文字）。` : "";
}

function number({ is_decimal_allowed: decimal, min_value: least, max_value: most }, raw) {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(raw)) return "数字で入力してください。";
  if (!decimal && !/^[+-]?\d+$/.test(raw)) return "小数は使えません。整数で入力してください。";
  const [low, high] = [least, most].map((edge) => (isEmpty(edge) ? null : Number(edge)));
  if (low !== null && high !== null && (raw < low || raw > high))
    return `${least}から${most}までの数で入力してください。`;
  if (low !== null && raw < low) return `${least}以上の数で入力してください。`;
  return high !== null && raw > high ? `${most}以下の数で入力してください。` : "";
}
