// The shortcodes of emoji this room knows; any other stays as it was written.

const KNOWN = {
  "+1": "👍", "-1": "👎", "100": "💯", alarm_clock: "⏰", arrow_down: "⬇️", arrow_forward: "▶️", arrow_left: "⬅️",
  arrow_right: "➡️", arrow_up: "⬆️", ballot_box_with_check: "☑️", bangbang: "‼️", bar_chart: "📊", bell: "🔔",
  black_circle: "⚫", blue_book: "📘", bookmark_tabs: "📑", books: "📚", bow: "🙇", bulb: "💡", busts_in_silhouette: "👥",
  calendar: "📅", card_index: "📇", chart_with_downwards_trend: "📉", chart_with_upwards_trend: "📈",
  checkered_flag: "🏁", clap: "👏", clipboard: "📋", clock9: "🕘", computer: "💻", construction: "🚧", date: "📅",
  dart: "🎯", email: "📧", envelope: "✉️", exclamation: "❗", eyes: "👀", file_folder: "📁", gear: "⚙️",
  green_circle: "🟢", hammer_and_wrench: "🛠️", heart: "❤️", heavy_check_mark: "✔️", heavy_minus_sign: "➖",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", house: "🏠", inbox_tray: "📥", information_source: "ℹ️", key: "🔑",
  large_blue_circle: "🔵", large_green_circle: "🟢", large_orange_circle: "🟠", large_yellow_circle: "🟡", link: "🔗",
  lock: "🔒", loudspeaker: "📢", mag: "🔍", mega: "📣", memo: "📝", new: "🆕", no_entry: "⛔", no_entry_sign: "🚫",
  office: "🏢", ok: "🆗", ok_hand: "👌", outbox_tray: "📤", page_facing_up: "📄", paperclip: "📎", pencil: "📝",
  pencil2: "✏️", point_right: "👉", pray: "🙏", pushpin: "📌", question: "❓", raised_hands: "🙌", red_circle: "🔴",
  repeat: "🔁", rocket: "🚀", rotating_light: "🚨", round_pushpin: "📍", scroll: "📜", seedling: "🌱", smile: "😄",
  smiley: "😃", sos: "🆘", sparkles: "✨", speech_balloon: "💬", spiral_calendar_pad: "🗓️", star: "⭐", sweat_smile: "😅",
  tada: "🎉", telephone_receiver: "📞", thinking_face: "🤔", thumbsdown: "👎", thumbsup: "👍",
  triangular_flag_on_post: "🚩", unlock: "🔓", warning: "⚠️", wave: "👋", white_check_mark: "✅", white_circle: "⚪",
  white_large_square: "⬜", wrench: "🔧", x: "❌", zap: "⚡", zzz: "💤",
};

/** The sign for a shortcode's name, or undefined. */
export const emoji = (name) => (Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined);

/** Text with its known shortcodes replaced. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (written, name) => emoji(name) ?? written);

/** All shortcodes known here. */
export const shortcodes = Object.keys(KNOWN);
