// The shortcuts of all apps that need no message: the menu behind ⚡.

import { openMenu } from "./menu.js";

/** They carry the id and the name of their app. */
export function globalShortcuts(apps) {
  return apps.flatMap(({ id, name, shortcuts = [] }) =>
    shortcuts.filter(({ type }) => type === "global").map((shortcut) => ({ ...shortcut, app: id, appName: name })),
  );
}

/** Open the menu beside a button; `chosen(shortcut)` hears of the choice. */
export function offerShortcuts(anchor, shortcuts, chosen) {
  const byApp = Map.groupBy(shortcuts, ({ appName }) => appName);
  const groups = [...byApp].map(([label, list]) => ({ label, options: list.map(option) }));
  const nothing = { value: "", text: "使えるショートカットはありません", disabled: true };
  openMenu({
    anchor,
    label: "ショートカット",
    groups: groups.length ? groups : [{ options: [nothing] }],
    chosen: (_, { shortcut }) => chosen(shortcut),
  });
}

function option(shortcut) {
  const { app, callback_id: id, name, description } = shortcut;
  return { value: `${app}:${id}`, text: name, description, shortcut, testid: "shortcut" };
}
