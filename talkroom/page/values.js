// What each kind of element holds: its first value, what the room is told of it, and what stands in a view.

const words = { first: ({ initial_value: value }) => value };
const option = { first: ({ initial_option: one }) => one?.value, offered: true };
const optionsOf = { first: ({ initial_options: all = [] }) => all.map(({ value }) => value), offered: true };

/** "１，２００" is 1200: whoever types in Japanese need not change to half-width letters first. */
const number = { ...words, told: (typed) => halfWidth(typed).replace(/(?<=\d),(?=\d{3})/g, "") };
const address = { ...words, told: (typed) => halfWidth(typed) };

const KINDS = {
  plain_text_input: words,
  number_input: number,
  email_text_input: address,
  url_text_input: address,
  rich_text_input: {
    first: ({ initial_value: block }) => block && wordsOf(block),
    told: asRichText,
    held: wordsOf,
  },
  static_select: option,
  radio_buttons: option,
  multi_static_select: optionsOf,
  checkboxes: optionsOf,
  external_select: { first: ({ initial_option: one }) => one },
  multi_external_select: { first: ({ initial_options: all = [] }) => all },
  users_select: { first: ({ initial_user: one }) => one },
  multi_users_select: { first: ({ initial_users: all = [] }) => all },
  channels_select: { first: ({ initial_channel: one }) => one },
  multi_channels_select: { first: ({ initial_channels: all = [] }) => all },
  conversations_select: {
    first: ({ initial_conversation: one, default_to_current_conversation: here }, channel) =>
      (here && channel) || one,
  },
  multi_conversations_select: {
    first: ({ initial_conversations: all, default_to_current_conversation: here }, channel) =>
      all ?? (here && channel ? [channel] : []),
  },
  datepicker: { first: ({ initial_date: date }) => date },
  timepicker: { first: ({ initial_time: time }) => time },
  datetimepicker: { first: ({ initial_date_time: moment }) => moment },
  file_input: {
    first: () => [],
    told: (files) => files.map(({ id }) => id),
    held: (ids) => ids.map((id) => (typeof id === "string" ? { id, name: id } : id)),
  },
};

export const halfWidth = (text) => text.normalize("NFKC").trim();

export const isStateful = ({ type }) => Object.hasOwn(KINDS, type);

/** The value an element has before anyone touched it. */
export const first = (element, channel) => KINDS[element.type].first(element, channel) ?? null;

export const isEmpty = (held) => held === null || held === undefined || held.length === 0;

/** What the room is told: null stands for nothing at all. */
export function told(element, held) {
  return isEmpty(held) ? null : (KINDS[element.type].told?.(held) ?? held);
}

/** The other way round: what the room knows, as it is held here. */
export function held(element, raw) {
  if (raw === null || raw === undefined) return null;
  return KINDS[element.type].held?.(raw) ?? raw;
}

/** The value without options that are no longer offered. */
export function still(element, value) {
  if (!KINDS[element.type].offered || isEmpty(value)) return value;
  const offered = new Set(optionsIn(element).map((one) => one.value));
  if (Array.isArray(value)) return value.filter((one) => offered.has(one));
  return offered.has(value) ? value : null;
}

export function optionsIn({ options, option_groups: groups }) {
  return groups ? groups.flatMap((group) => group.options) : (options ?? []);
}

function asRichText(text) {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  };
}

function wordsOf(block) {
  const inner = (part) => part.text ?? part.url ?? (part.elements ?? []).map(inner).join("");
  return (block.elements ?? []).map(inner).join("\n");
}
