// What the present person can do with messages and views of the present room: the API, as the drawn parts want it.

import { api } from "./api.js";
import { notify } from "./notice.js";

/** `where()` tells the present user and channel. */
export function messageDesk({ names, apps, where }) {
  const here = (call) => {
    const { user, channel } = where();
    return (body) => call(user, channel, body);
  };
  return {
    names,
    apps,
    me: () => where().user,
    channel: () => where().channel,
    press: ({ ts }, action) => here(api.press)({ ts, ...action }),
    options: ({ ts }, asked) => here(api.options)({ ts, ...asked }),
    react: ({ ts }, name, on) => here(api.react)({ ts, name, on }),
    pin: ({ ts }, on) => here(api.pin)({ ts, on }),
    edit: ({ ts }, text) => here(api.edit)({ ts, text }),
    delete: ({ ts }) => here(api.delete)(ts),
    shortcut: ({ ts }, shortcut) => here(api.messageShortcut)({ ts, ...shortcut }),
    copyLink: ({ ts }) => copy(`${location.origin}/archives/${where().channel}/p${ts.replace(".", "")}`),
  };
}

export function viewDesk({ names, largest, where }) {
  const me = () => where().user;
  return {
    names,
    largest,
    me,
    channel: () => where().channel,
    pressIn: ({ id }, action) => api.pressIn(me(), id, action),
    optionsIn: ({ id }, asked) => api.optionsIn(me(), id, asked),
    upload: (file, hooks) => api.upload(me(), file, hooks),
    home: (app) => api.home(me(), app),
    modal: () => api.modal(me()),
    submit: ({ id }, state) => api.submit(me(), id, state),
    close: ({ id }) => api.close(me(), id),
  };
}

/** Over plain HTTP from another machine the browser lends no clipboard: then the address is at least shown. */
async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    notify("リンクをコピーしました");
  } catch {
    notify(`リンク：${address}`);
  }
}
